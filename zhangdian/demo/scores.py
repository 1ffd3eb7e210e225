"""A year of scores in the demo district: schemes, frozen quarters, one being checked, a trial that was never shown."""

from datetime import timedelta
from decimal import Decimal

from cadres.models import Cadre
from cadres.states import Level, Track
from evaluations.models import (
    Batch,
    Fact,
    PeerGroup,
    Rehearsal,
    Scheme,
    Score,
    ScoreEntry,
    ScoreObjection,
    Scoring,
    SourceHold,
)
from evaluations.queries.score_inputs import Quarter
from evaluations.rules import score_lines
from evaluations.services import rehearsals, score_entries, scoring
from evaluations.states.facts import FactKind, FactSource, FactState
from evaluations.states.scores import HoldKind, ObjectionState, SchemeState, ScoringState
from projects.rules import periods
from zhangdian.calendar.queries import calendar
from zhangdian.calendar.rules import end_of
from zhangdian.demo.clock import SHANGHAI, instant
from zhangdian.trail import services as trail

GROUPS = (
    (Track.TOWN, Level.CHIEF, "基层正职"),
    (Track.TOWN, Level.DEPUTY, "基层副职"),
    (Track.DEPARTMENT, Level.CHIEF, "机关正职"),
    (Track.DEPARTMENT, Level.DEPUTY, "机关副职"),
    (Track.ENTERPRISE, Level.CHIEF, "国企负责人"),
    (Track.ENTERPRISE, Level.DEPUTY, "国企负责人"),
    (Track.TOWN, Level.STAFF, "项目联络员"),
    (Track.DEPARTMENT, Level.STAFF, "项目联络员"),
    (Track.ENTERPRISE, Level.STAFF, "项目联络员"),
)
DEPARTMENT = "区委组织部部务会"


class _Scores:
    """What is made on the way."""

    def __init__(self, people, first, at):
        self.people, self.first, self.at = people, first, at
        self.today = at.astimezone(SHANGHAI).date()
        self.office, self.director = people.users["office"], people.users["director"]
        self.working, self.lines = calendar(), []

    def say(self, thing, verb, actor, at, source="", target="", reason="", **words):
        self.lines.append(
            trail.line(thing, verb, actor=actor, at=at, from_state=source, to_state=target, reason=reason, **words)
        )

    def scheme(self, name, quarter, day, reason, based_on=None, adopted=True, **numbers):
        """A scheme drawn up by the office on `day` and adopted ten days later."""
        drawn = instant(day, 10)
        row = Scheme.objects.create(
            name=name, from_year=quarter.year, from_quarter=quarter.number, reason=reason, made_at=drawn,
            made_by=self.office, based_on=based_on, **{key: Decimal(value) for key, value in numbers.items()},
        )  # fmt: skip
        PeerGroup.objects.bulk_create(
            PeerGroup(scheme=row, track=track, level=level, label=label) for track, level, label in GROUPS
        )
        self.say(row, "create", self.office, drawn)
        if adopted:
            self.adopt(row, self.working.add(day, 8))
        return row

    def adopt(self, row, day):
        decision = {"meeting": DEPARTMENT, "met_on": day, "decision_number": f"张组〔{day.year}〕{row.pk + 6}号"}
        at = instant(day, 16)
        row.state, row.adopted_at, row.adopted_by = SchemeState.ADOPTED, at, self.director
        for name, value in decision.items():
            setattr(row, name, value)
        row.save()
        self.say(row, "adopt", self.director, at, SchemeState.DRAFT, SchemeState.ADOPTED, before={},
                 after={**decision, "met_on": str(day)})  # fmt: skip

    def compute(self, quarter, day):
        """The draft of a quarter, computed on `day`."""
        at = instant(day, 9)
        row = Scoring.objects.create(
            year=quarter.year, quarter=quarter.number, scheme=scoring.scheme_for(quarter), computed_at=at
        )
        said = scoring.fill(row, quarter)
        self.say(row, "open_scoring", self.office, at, before={}, after=said | {"scheme": row.scheme.name})
        return row

    def show(self, row, day):
        at = instant(day, 15)
        row.state, row.shown_at, row.shown_by = ScoringState.CHECKING, at, self.office
        row.check_until = end_of(self.working.add(day, 5), SHANGHAI)
        row.save()
        self.say(row, "show_scores", self.office, at, ScoringState.DRAFT, ScoringState.CHECKING)

    def freeze(self, row, day):
        at = instant(day, 17)
        said = {"meeting": DEPARTMENT, "met_on": str(day), "decision_number": f"张组〔{day.year}〕{row.pk + 30}号"}
        row.state, row.frozen_at, row.frozen_by, row.met_on = ScoringState.FROZEN, at, self.director, day
        row.meeting, row.decision_number = said["meeting"], said["decision_number"]
        row.digest = said["digest"] = scoring.digest_of(row)
        row.save()
        self.say(row, "freeze", self.director, at, ScoringState.CHECKING, ScoringState.FROZEN, before={}, after=said)

    def object(self, row, score, user, at, claim, evidence, state=ObjectionState.RAISED, answer="", **about):
        """An objection, answered where `state` says so. about: indicator, piece, piece_title."""
        made = ScoreObjection.objects.create(
            scoring=row, project_id=score.project_id, cadre_id=score.cadre_id, claim=claim, evidence=evidence,
            raised_at=at, raised_by=user, **about,
        )  # fmt: skip
        self.say(made, "create", user, at)
        if state != ObjectionState.RAISED:
            later = min(at + timedelta(days=1), self.at - timedelta(minutes=20))
            made.state, made.answer, made.answered_at, made.answered_by = state, answer, later, self.office
            made.save()
            verb = "uphold" if state == ObjectionState.UPHELD else "reject"
            self.say(made, verb, self.office, later, ObjectionState.RAISED, state)


def build(people, first, at):
    """Schemes and the scores of every quarter that is over; returns the trail lines."""
    year = _Scores(people, first, at)
    quarters = _quarters(first, year.today)
    if not quarters:
        return []
    _schemes(year, quarters)
    _entries(year, quarters)
    _facts(year, quarters)
    frozen = []
    for number, quarter in enumerate(quarters):
        day = year.working.add(quarter.last, 6)
        if year.working.add(day, 2) > year.today:
            continue
        row = year.compute(quarter, day)
        is_last, is_trial = number == len(quarters) - 1, number == 0
        if is_trial:
            continue
        shown = year.working.add(day, 1)
        if is_last and year.working.add(shown, 8) <= year.today:
            # Shown a second time, some days ago, with the objections of today.
            shown = _back(year, 2)
        year.show(row, shown)
        if is_last:
            _objections(year, row)
        else:
            year.freeze(row, year.working.add(shown, 7))
            frozen.append(row)
    _revision(year, frozen)
    _rehearsal(year, frozen)
    return year.lines


def _rehearsal(year, frozen):
    """The draft scheme was run over the newest frozen quarter."""
    draft = Scheme.objects.filter(state=SchemeState.DRAFT).order_by("pk").first()
    if draft is None or not frozen:
        return
    at = instant(_back(year, 4), 15)
    made = Rehearsal.objects.create(
        scheme=draft, scoring=frozen[-1], made_at=at, made_by=year.office, report=rehearsals.report(draft, frozen[-1])
    )
    found = made.report["summary"]
    said = {"quarter": str(frozen[-1]), "places": found["places"], "grades": found["grades"]}
    year.say(made, "rehearse", year.office, at, before={}, after=said)


def _back(year, count):
    """The `count`-th working day before today."""
    day = year.today
    while count:
        day -= timedelta(days=1)
        count -= year.working.is_working(day)
    return day


def _quarters(first, today):
    """The quarter in which the history begins, then every whole one that is over, oldest first; else none."""
    found, start = [], periods.first_day(periods.QUARTER, first)
    if start == first:
        start = periods.add_months(start, -3)
    while periods.last_day(periods.QUARTER, start) < today:
        found.append(Quarter(start.year, (start.month + 2) // 3))
        start = periods.add_months(start, 3)
    return found if len(found) > 1 else []


def _schemes(year, quarters):
    day = year.first + timedelta(days=7)
    trial = year.scheme(
        f"{quarters[0].year}年试行方案", quarters[0], day, "首次试行：重点60、全面40。", cap=3, project_orders=20,
        project_review=15,
    )  # fmt: skip
    if len(quarters) > 2:
        middle = quarters[len(quarters) - 2]
        year.scheme(
            f"{middle.year}年方案", middle, middle.first - timedelta(days=20),
            "加减分上限由3分调为5分；项目得分中评议由15分调为20分，问题销号由20分调为15分。", based_on=trial,
        )  # fmt: skip
    coming = periods.add_months(periods.first_day(periods.QUARTER, year.today), 3)
    year.scheme(
        f"{coming.year}年方案（征求意见稿）", Quarter(coming.year, (coming.month + 2) // 3), _back(year, 6),
        "拟提高指标任务的比重。", based_on=trial, adopted=False, carried=35, targets=25,
    )  # fmt: skip
    gone = year.scheme(
        "分组调整稿", Quarter(coming.year, (coming.month + 2) // 3), _back(year, 30), "拟取消联络员组。",
        based_on=trial, adopted=False,
    )  # fmt: skip
    gone.state = SchemeState.WITHDRAWN
    gone.save()
    year.say(gone, "withdraw", year.office, instant(_back(year, 25), 11), SchemeState.DRAFT, SchemeState.WITHDRAWN,
             "联络员单独成组更公平")  # fmt: skip


def _entries(year, quarters):
    """Points for those whose projects stand on a published list of faster ones; one of them was taken back."""
    batch = Batch.objects.filter(state="PUBLISHED").order_by("pk").first()
    if batch is None:
        return
    heads = [cadre for cadre in year.people.heads.values() if cadre.is_assessed][:4]
    at = instant(_back(year, 45), 10)
    for number, cadre in enumerate(heads):
        quarter = quarters[-1] if number % 2 else quarters[-2 if len(quarters) > 1 else -1]
        words = {
            "cadre": cadre, "year": quarter.year, "quarter": quarter.number, "dimension": "project",
            "source_label": "evaluations.batch", "source_key": str(batch.pk), "source_title": str(batch)[:120],
            "source_path": batch.get_absolute_url(), "posted_by": year.office,
        }  # fmt: skip
        entry = ScoreEntry.objects.create(points=Decimal(1), reason="进度较快项目通报表扬", posted_at=at, **words)
        said = {"points": "1", "quarter": f"{quarter.year}Q{quarter.number}", "source": entry.source_title}
        year.say(entry, "post_entry", year.office, at, reason=entry.reason, before={}, after=said)
        if number == 3:
            later = at + timedelta(days=3)
            undone = ScoreEntry.objects.create(
                points=Decimal(-1), reason="名单更正", posted_at=later, reverses=entry, **words
            )
            year.say(undone, "post_entry", year.office, later, reason="名单更正", before={"points": "1"},
                     after={"points": "0"})  # fmt: skip


def _facts(year, quarters):
    """Verified facts in the quarters before the last: work that was praised, a problem that will be excused."""
    carriers = Cadre.objects.filter(is_assessed=True, user__isnull=False, responsibilities__role="unit_head")
    heads = list(carriers.exclude(user=year.office).exclude(user=year.director).distinct().order_by("pk"))
    # A reviewed head has facts enough for the dossier to draw the five dimensions.
    head = Cadre.objects.filter(user=year.people.users["unit"]).first()
    done = (
        (FactKind.ACHIEVEMENT, "牵头完成管线迁改协调，提前八天交付作业面"),
        (FactKind.PEOPLE, "征迁群众当面致谢，安置过渡房提前落实"),
        (FactKind.INNOVATION, "建立一线调度日清单，卡点当日会商"),
    )
    for number, quarter in enumerate(quarters[1:-1]):
        mine = [(head, kind, what) for kind, what in done] if head else ()
        for cadre, kind, what in (
            *mine,
            (heads[number], FactKind.PROBLEM, "围挡未按时拆除，被通报整改"),
            (heads[number + 5], FactKind.PRAISE, "连续驻点四十天完成征迁扫尾，受通报表扬"),
            (heads[number + 9], FactKind.INNOVATION, "推行容缺受理，施工许可提前十五天办结"),
        ):
            made = instant(quarter.last - timedelta(days=30), 10)
            row = Fact.objects.create(
                cadre=cadre, day=quarter.last - timedelta(days=31), what=what, kind=kind, source=FactSource.SUPERIOR,
                evidence="督查通报及现场照片", state=FactState.VERIFIED, author=year.office, made_at=made,
                verified_by=year.director, verified_at=made + timedelta(days=2),
            )  # fmt: skip
            year.say(row, "create", year.office, made)
            year.say(row, "verify", year.director, row.verified_at, FactState.DRAFT, FactState.VERIFIED)


def _objections(year, row):
    """On the quarter being checked: one by the demo's cadre, one by a unit's head, one upheld, one not."""
    mine = Score.objects.filter(scoring=row, cadre__user=year.people.users["cadre"]).first()
    others = Score.objects.filter(scoring=row, cadre__user__isnull=False).exclude(pk=mine.pk if mine else None)
    at = min(row.shown_at + timedelta(hours=18), year.at - timedelta(hours=1))
    if mine is not None:
        year.object(row, mine, year.people.users["cadre"], at, "所负责的管线迁改节点已于计划日前完成，未计入。",
                    "节点验收单及监理签证")  # fmt: skip
    head = year.people.users["unit"]
    project = Score.objects.filter(
        scoring=row, project__project_units__unit__appointments__cadre__user=head,
        project__project_units__role="responsible",
    ).order_by("pk").first()  # fmt: skip
    if project is not None:
        year.object(row, project, head, at, "一件督办单已按期报结，因核验延后被计为逾期。", "报结回执",
                    ObjectionState.UPHELD, "情况属实，核验时间不计入，收回后重新计算。")  # fmt: skip
    for score in others[:1]:
        user = Cadre.objects.get(pk=score.cadre_id).user
        year.object(row, score, user, at, "认为任职天数少计。", "任职文件", ObjectionState.REJECTED,
                    "按任职文件日期核对，天数无误。")  # fmt: skip
    found = _close(row, mine)
    if found is not None:
        score, piece = found
        year.object(row, score, Cadre.objects.get(pk=score.cadre_id).user, at,
                    f"“{piece.title}”季度初已移交他人负责，不应计入本人。", "调整分工的通知", indicator="carried",
                    piece=piece.ref, piece_title=piece.title)  # fmt: skip


def _close(row, mine):
    """(score, piece) of somebody who would pass the next above without the weakest of the projects carried; None where
    there is nobody such."""
    rows = Score.objects.filter(scoring=row, place__isnull=False, cadre__user__isnull=False).defer("drawn")
    above = None
    for score in rows.exclude(pk=mine.pk if mine else None).order_by("peer", "place", "pk"):
        line = score.lines.get(indicator="carried")
        pieces = [piece for piece in map(score_lines.read, line.pieces) if not piece.skip]
        if above is not None and above.peer == score.peer and above.total > score.total and len(pieces) > 1:
            weakest = min(pieces, key=lambda piece: Decimal(piece.values["score"]))
            if score.total + line.weight / 100 * (_mean(pieces, weakest) - line.reached) > above.total:
                return score, weakest
        above = score
    return None


def _mean(pieces, without):
    """The mean score of the projects carried, by share and days, without one of them."""
    held = [(Decimal(one.values["share"]) * int(one.values["days"]), one) for one in pieces if one is not without]
    return sum(weight * Decimal(one.values["score"]) for weight, one in held) / sum(weight for weight, _one in held)


def _revision(year, frozen):
    """A problem that counted in a frozen quarter was excused later: the revision stands beside what was frozen."""
    for row in frozen:
        quarter = scoring.quarter_of(row)
        held = Fact.objects.filter(
            state=FactState.VERIFIED, kind=FactKind.PROBLEM, day__gte=quarter.first, day__lte=quarter.last,
            cadre__in=Score.objects.filter(scoring=row, unranked="").values("cadre"),
        ).order_by("pk").first()  # fmt: skip
        score = held and Score.objects.filter(scoring=row, cadre=held.cadre_id).first()
        if score is None:
            continue
        began, ended = instant(_back(year, 20), 10), instant(_back(year, 9), 15)
        hold = SourceHold.objects.create(
            kind=HoldKind.SUSPENDED, source_label="evaluations.fact", source_key=str(held.pk), source_title=str(held),
            case_label="evaluations.fact", case_key=str(held.pk), case_path=held.get_absolute_url(),
            reason="本人提出情况说明，正在核查", held_at=began, held_by=year.office, released_at=ended,
            released_by=year.office, outcome="经核查，此事项不再作为计分依据", is_excused=True,
        )  # fmt: skip
        year.say(hold, "hold_source", year.office, began, reason=hold.reason, before={}, after={"source": str(held)})
        year.say(hold, "release_source", year.office, ended, reason=hold.outcome, before={"held": True},
                 after={"held": False, "excused": True})  # fmt: skip
        fresh = dict(score_entries.stale_of(score))
        if fresh:
            at = instant(_back(year, 8), 10)
            made = score_entries.store_revision(score, fresh, reason=hold.outcome, actor=year.office, at=at)
            year.say(made, "revise", year.office, at, reason=hold.outcome, before={"total": str(score.total)},
                     after={"total": str(made.total), "revision": 1})  # fmt: skip
        return
