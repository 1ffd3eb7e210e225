"""Honours and the reserve list of the demo district, walked by the real moves: somewhere at every state."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cadres.models import Cadre
from cadres.queries import blocked
from cadres.services import begin_influence
from cadres.states import InfluenceKind, Level, Purpose
from cases.models import Honouree
from cases.queries import honours as queries
from cases.rules.reserve import age_on
from cases.services import decisions, honours, reserve
from cases.transitions import decisions as deciding
from cases.transitions import honourees
from cases.transitions import honours as moves
from cases.transitions import reserve as entries
from evaluations.models import Recusal, Scoring
from zhangdian.calendar.queries import calendar
from zhangdian.demo import rulesets
from zhangdian.demo.clock import instant
from zhangdian.demo.district import headed

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DEEDS = (
    "牵头征迁扫尾，连续驻点四十天，完成剩余地块交付。",
    "推行容缺受理，施工许可提前办结。",
    "现场协调管线迁改，提前交付作业面。",
    "建立一线调度日清单，卡点当日会商当日交办。",
)
PACESETTERS, RESERVE = 32, 39
# How far the smaller batches go.
STOPS = ("DRAFT", "OPINION", "OPINED", "PUBLICITY", "CHECKED", "PROPOSED", "DECIDED", "DROPPED")
ROAD = ("OPINION", "OPINED", "PUBLICITY", "CHECKED", "PROPOSED", "DECIDED", "PUBLISHED")
MEASURES = "选派到项目指挥部任职，列入年度轮岗计划，参加中青年干部培训。"


class Desk:
    """Who acts, and when."""

    def __init__(self, district, at, papers=70):
        self.district, self.at, self.working = district, at, calendar()
        users = district.users
        self.office, self.director, self.discipline = users["office"], users["director"], users["discipline"]
        self.day = timezone.localdate(at)
        # The number of the last decision.
        self.papers = papers

    def back(self, count, hour=10):
        """The instant `count` working days before today."""
        day = self.day
        while count:
            day -= timedelta(days=1)
            count -= self.working.is_working(day)
        return instant(day, hour)

    def decide(self, items, when, *, meeting="department", by=None, leader=None):
        """A decision about (case, outcome) pairs: entered with its minutes, confirmed by a leader."""
        self.papers += 1
        held_on = timezone.localdate(when)
        content = {
            "meeting": meeting,
            "held_on": held_on,
            "document_no": f"张组纪〔{held_on.year}〕{self.papers}号",
            "expected": 9,
            "present": 8,
            "agreed": 8,
            "words": "会议研究，同意所提建议。",
        }
        row = decisions.enter(content, items=[(*item, "") for item in items], actor=by or self.office, at=when)
        file = SimpleUploadedFile("会议纪要.pdf", PDF, content_type="application/pdf")
        decisions.attach(row, file, not_secret=True, actor=by or self.office, at=when)
        deciding.confirm(row, actor=leader or self.director, at=when + timedelta(hours=1))


def build(district, at):
    """Batches of honours and entries of the reserve list; nothing where no quarter is frozen yet."""
    rulesets.lay(district)
    desk = Desk(district, at)
    scoring = Scoring.objects.filter(state="FROZEN").order_by("frozen_at").first()
    if scoring is not None:
        _honours(desk, scoring)
    _reserve(desk)


# Honours --------------------------------------------------------------------------------------------------------------


def _honours(desk, scoring):
    start = 45
    while start > 30 and desk.back(start) <= scoring.frozen_at:
        start -= 1
    if desk.back(start) <= scoring.frozen_at:
        return
    name = f"{scoring.year}年{scoring.quarter}季度"
    if _big(desk, scoring, f"{name}第1期红旗标兵", start) is None:
        return
    for number, stop in enumerate(STOPS, 2):
        batch = _drawn(desk, scoring, f"{name}第{number}期一线标兵", 1, 18)
        _walk(desk, batch, stop, 17)


def _drawn(desk, scoring, title, places, count):
    batch = honours.draw(
        sort="flag",
        title=title,
        scoring=scoring,
        places=places,
        minimum=Decimal(0),
        facts=0,
        actor=desk.office,
        at=desk.back(count),
    )
    # Whom the officer or a leader is recused from is taken up in a batch that others run.
    barred = Recusal.objects.filter(person__user__in=[desk.office, desk.director, desk.discipline]).values("cadre")
    barred = set(barred.values_list("cadre", flat=True))
    own = {desk.office.pk, desk.director.pk, desk.discipline.pk}
    for one in queries.people(batch, "CANDIDATE"):
        if one.cadre_id in barred or one.cadre.user_id in own:
            Honouree.objects.filter(pk=one.pk).delete()
    rows = queries.people(batch, "CANDIDATE")
    texts = {one.pk: one.deeds or DEEDS[number % len(DEEDS)] for number, one in enumerate(rows)}
    honours.write_deeds(batch, deeds=texts, actor=desk.office, at=desk.back(count, 11))
    return batch


def _big(desk, scoring, title, start):
    """The first batch: as many pacesetters as in the source where the district has them; one taken out by hand, one
    added, one found right in an objection, one not."""
    standings, _scores = queries.standings(
        scoring, queries.criteria_of({"places": 1, "minimum": "0", "facts": 0, "faster": None}), desk.at
    )
    ranked = [row.place for row in standings if row.place is not None]
    if not ranked:
        return None
    places = min(
        range(1, max(ranked) + 1), key=lambda top: abs(sum(place <= top for place in ranked) - PACESETTERS - 3)
    )
    batch = _drawn(desk, scoring, title, places, start)
    people = list(queries.people(batch, "CANDIDATE"))
    there = {one.cadre_id for one in queries.people(batch)}
    more = honours.assessed().exclude(pk__in=there).exclude(user__in=[desk.office, desk.director])
    more = [cadre for cadre in more if cadre.pk not in blocked(more, Purpose.HONOUR, desk.day)][:1]
    for cadre in more:
        honours.add_person(
            batch,
            cadre=cadre,
            reason="在急难险重任务中表现突出，季度中途调入未参加排名。",
            deeds=DEEDS[0],
            actor=desk.office,
            at=desk.back(start, 14),
        )
    if len(people) > 4:
        honourees.take_out(
            people[-1], reason="本人提出将名额让给一线同志。", actor=desk.office, at=desk.back(start, 15)
        )
    batch = _walk(desk, batch, "OPINED", start - 1, adverse=people[-2] if len(people) > 4 else None)
    batch = _walk(desk, batch, "PUBLICITY", start - 3)
    when = desk.back(start - 4, 11)
    author = desk.district.users["cadre"]
    for one, claim, verdict, answer in (
        (
            people[1],
            "征迁扫尾是全组共同完成的，事迹写成一人所为。",
            "uphold",
            "经核实，事迹表述与事实不符，移出本期名单。",
        ),
        (people[0], "该同志驻点天数不足四十天。", "reject", "经查驻点签到记录，天数无误。"),
    ):
        row = honours.raise_objection(batch, claim=claim, about=one, actor=author, at=when)
        if len(people) > 4 or verdict == "reject":
            answered = honourees.uphold if verdict == "uphold" else honourees.reject
            answered(row, answer=answer, actor=desk.office, at=when + timedelta(hours=4))
        else:
            honourees.reject(row, answer="事迹属实。", actor=desk.office, at=when + timedelta(hours=4))
    return _walk(desk, batch, "PUBLISHED", start - 9)


def _walk(desk, batch, stop, count, adverse=None):
    """Walk a batch to `stop`, beginning `count` working days ago."""

    def opinions(row):
        people = queries.people(row, "CANDIDATE")
        return {
            one.pk: ("adverse", "有反映，正在核实") if adverse is not None and one.pk == adverse.pk else ("clear", "")
            for one in people
        }

    def over(row):
        """The first instant after the publicity, or the day asked for."""
        return max(row.publicity_until, desk.back(max(count - 8, 0), 0))

    if stop == "DROPPED":
        return moves.drop(batch, reason="本期与季度通报合并进行。", actor=desk.office, at=desk.back(count))
    if stop == "PUBLICITY" and batch.state == "DRAFT":
        # Still being shown today, with an objection that waits.
        batch = _walk(desk, batch, "OPINED", 6)
        batch = moves.show(batch, actor=desk.office, at=desk.back(2))
        honours.raise_objection(
            batch, claim="名单中没有征迁一线的同志，建议补充。", actor=desk.district.users["cadre"], at=desk.back(1)
        )
        return batch
    for place in ROAD[ROAD.index(batch.state) + 1 if batch.state in ROAD else 0 :]:
        if batch.state == stop:
            break
        if place == "OPINION":
            batch = moves.ask_opinion(batch, actor=desk.office, at=desk.back(count))
        elif place == "OPINED":
            when = desk.back(count - 1, 16)
            batch = moves.opine(batch, opinions=opinions(batch), actor=desk.discipline, at=when)
        elif place == "PUBLICITY":
            batch = moves.show(batch, actor=desk.office, at=desk.back(count - 2, 9))
        elif place == "CHECKED":
            batch = moves.close_publicity(batch, at=over(batch) + timedelta(minutes=15))
        elif place == "PROPOSED":
            words = "名单经公示，异议均已答复，建议提请会议研究。"
            batch = moves.propose(batch, proposal=words, actor=desk.office, at=over(batch) + timedelta(hours=10))
        elif place == "DECIDED":
            desk.decide([(batch, "award")], over(batch) + timedelta(hours=14))
            batch.refresh_from_db()
        else:
            batch = moves.publish(batch, actor=desk.office, at=over(batch) + timedelta(hours=17))
    return batch


# The reserve list -----------------------------------------------------------------------------------------------------


def _fit(desk):
    """[(cadre, layer)] of who may be on the list on the day of the proposals and today."""
    barred = Recusal.objects.filter(person__user__in=[desk.office, desk.director]).values("cadre")
    rows = Cadre.objects.serving().filter(is_assessed=True, born_in__isnull=False)
    rows = rows.exclude(user__in=[desk.office, desk.director]).exclude(pk__in=barred.exclude(cadre=None))
    rows = rows.exclude(unit__in=headed(desk.day, desk.office, desk.director))
    rows = rows.select_related("unit", "user").order_by("pk")
    out = set(blocked(rows, Purpose.RESERVE, desk.day)) | set(blocked(rows, Purpose.RESERVE, desk.back(62).date()))
    found = []
    for place, cadre in enumerate(rows):
        layer, most = ("principal", 50) if cadre.level == Level.DEPUTY else ("deputy", 45)
        if (
            cadre.level in (Level.DEPUTY, Level.STAFF)
            and cadre.pk not in out
            and age_on(cadre.born_in, desk.day) < most
        ):
            found.append((place % 7, place, cadre, layer))
    # Some of each layer, by their place: keys differ when a day is loaded again.
    return [(cadre, layer) for _turn, _place, cadre, layer in sorted(found, key=lambda row: row[:2])][:RESERVE]


def _reserve(desk):
    """Proposed three months ago, decided together; then some at every other state."""
    rows = [
        reserve.propose_entry(
            cadre=cadre,
            layer=layer,
            source="一线考察研判建议" if number % 3 else "干部科日常了解提名",
            reason="在重点项目一线表现突出，群众认可，具备培养潜力。",
            actor=desk.office,
            at=desk.back(62, 9 + number / 20),
        )
        for number, (cadre, layer) in enumerate(_fit(desk))
    ]
    if len(rows) < 12:
        return
    _proposed, dropped, *rows = rows
    entries.drop(dropped, reason="本人即将调离本区。", actor=desk.office, at=desk.back(60))
    rows = [
        entries.check(
            row,
            annual_grade=("excellent", "competent")[number % 2],
            check_note="档案、个人有关事项、信访、廉政意见均无问题。",
            actor=desk.office,
            at=desk.back(58, 9 + number / 20),
        )
        for number, row in enumerate(rows)
    ]
    _checked, *rows = rows
    rows = [
        entries.propose(
            row,
            proposal="符合条件，建议列入后备名单。",
            maturity=("near", "middle", "far")[number % 3],
            measures=MEASURES,
            actor=desk.office,
            at=desk.back(55, 9 + number / 20),
        )
        for number, row in enumerate(rows)
    ]
    _before, *rows = rows
    desk.decide([(row, "enter") for row in rows], desk.back(52, 14))
    for row in rows:
        row.refresh_from_db()
    _decided, *rows = rows
    rows = [entries.confirm_entry(row, actor=desk.director, at=desk.back(50)) for row in rows]
    listed = [
        entries.list_for(row, listed_for="镇办副职空缺动议人选", actor=desk.office, at=desk.back(30))
        for row in rows[:2]
    ]
    entries.use(listed[1], used_as="任镇党委委员、副镇长，张委〔2026〕31号", actor=desk.office, at=desk.back(12))
    reserve.propose_exit(rows[2], reason="多次培训考核不合格，培养效果不明显。", actor=desk.office, at=desk.back(9))
    entries.remove(rows[2], reason="同意退出。", actor=desk.director, at=desk.back(8))
    struck = rows[3]
    begin_influence(
        struck.cadre,
        kind=InfluenceKind.ADMONITION,
        from_on=timezone.localdate(desk.back(7)),
        reason="督办事项失察失管",
        document_no=f"青纪〔{desk.day.year}〕29号",
        made_by="区纪委监委",
        actor=desk.discipline,
        at=desk.back(7),
    )
    entries.strike_off(struck, at=desk.back(7, 11))
    entries.review(
        rows[4],
        annual_grade="excellent",
        maturity="near",
        comment="挂职期间独当一面，成熟度上调为近期。",
        measures=MEASURES,
        actor=desk.office,
        at=desk.back(5),
    )
    reserve.propose_exit(rows[5], reason="本人提出因健康原因不宜继续培养。", actor=desk.office, at=desk.back(3))
