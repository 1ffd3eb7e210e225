"""Reviews of the demo, in every state: ballots that look as raters fill them in, counted by the product's own tally.

The vote that is open can be entered with CODES; the urns of the closed ones open with PHRASES.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from cadres.models import in_force
from cadres.states import Track
from evaluations.models import (
    Ballot,
    Officer,
    RaterGroup,
    RaterSeats,
    Review,
    ReviewItem,
    ReviewOption,
    ReviewSubject,
    SubjectUnit,
    Ticket,
    Urn,
)
from evaluations.queries import reviews as queries
from evaluations.rules import ballots, sealing
from evaluations.services import booth, tickets
from evaluations.services import tally as tallies
from evaluations.services.reviews import CADRE_OPTIONS, ITEMS, OPTIONS, PROJECT_SHEET
from evaluations.states.reviews import ReviewKind, Scale, Seat
from evaluations.states.reviews import ReviewState as S
from projects.models import ProjectUnit
from projects.rules import periods
from projects.states import Stage, UnitRole
from zhangdian.demo.clock import instant
from zhangdian.trail import services as trail
from zhangdian.trail.models import Seal

PHRASES = {Seat.FIRST: "演示口令 第一监票人", Seat.SECOND: "演示口令 第二监票人", Seat.RESERVE: "演示口令 候补监票人"}
HOLDERS = {Seat.FIRST: "office", Seat.SECOND: "discipline", Seat.RESERVE: "director"}
CODES = ("DEMQ-2345-6789", "DEMQ-2345-678A", "DEMQ-2345-678B")
ROAD = (S.PLANNED, S.LISTED, S.OPEN, S.CLOSED, S.PEELED, S.OPENED, S.COUNTED, S.CHECKED, S.APPROVED, S.PUBLISHED,
        S.ARCHIVED)  # fmt: skip
REASONS = (
    "进度比节点计划慢", "二标段围挡不严，扬尘未压住", "手续办理拖得久，多次催问", "与周边群众沟通不够",
    "现场材料堆放乱", "投资完成率偏低", "问题整改有反复", "协调会定的事落实慢", "施工便道影响出行", "安全交底流于形式",
    "台账与现场对不上",
)  # fmt: skip
COMMENTS = (
    "总体不错，望抓紧后续节点。",
    "驻点干部常在现场，点赞。",
    "建议每月向周边居民通报一次进展。",
    "夜间施工请注意时间。",
)


@dataclass
class Plan:
    """One review of the demo. ends: the last day of voting. until: how far it has come. share: of slips used."""

    name: str
    kind: str
    quarter: date
    ends: date
    until: str
    subjects: list
    scale: str = Scale.MARKS
    share: float = 0.93
    averaging: str = "plain"
    codes: tuple = ()
    seats: list = field(default_factory=list)  # (group code, unit or None, slips)


def build(district, works, day):
    """Every review of the demo; returns the trail lines."""
    rng = Random("zhangdian-voting")
    keys = {seat: sealing.make_key(phrase) for seat, phrase in PHRASES.items()}
    lines = []
    for plan in plans(district, works, day):
        lines += Maker(district, plan, rng, keys, day).made()
    return lines


def plans(district, works, day):
    """The reviews of the last three quarters and of this one, as on the day."""
    this = periods.first_day(periods.QUARTER, day)
    last = periods.add_months(this, -3)
    if (day - this).days < 16:
        this, last = last, periods.add_months(last, -3)
    before = periods.add_months(last, -3)
    projects = [work.project for work in works if work.project.state in (Stage.BUILDING, Stage.SUSPENDED)]
    units = district.assessed_units()
    towns = [unit for unit in units if unit.track == Track.TOWN]
    others = [unit for unit in units if unit.track == Track.DEPARTMENT]
    firms = [unit for unit in units if unit.track == Track.ENTERPRISE]
    heads = {track: [district.heads[unit.pk] for unit in some][:14] for track, some in
             (("towns", towns), ("others", others), ("firms", firms))}  # fmt: skip
    wide = [("A", None, 12)] + [("B", unit, 1) for unit in units[:30]] + [("C", None, 26)]
    small = [("A", None, 8), ("B", None, 12), ("C", None, 16)]
    deputies = [found[0] for unit in units if (found := district.deputies.get(unit.pk))][:24]
    # So many of each group that the rater models may be asked.
    full = [("A", None, 13), ("B", None, 16), ("C", None, 24)]
    ended, coming = this - timedelta(days=2), day + timedelta(days=2)
    word = [f"{start.year}年第{'一二三四'[(start.month - 1) // 3]}季度" for start in (before, last, this)]
    projects_of, cadres_of = ReviewKind.PROJECT, ReviewKind.CADRE
    options = {"scale": Scale.OPTIONS, "seats": small}
    return [
        Plan(f"{word[0]}重点项目评议", projects_of, before, last - timedelta(days=2), S.ARCHIVED, projects[:24],
             seats=small, averaging="trimmed"),
        Plan(f"{word[0]}镇办干部评议（首次）", cadres_of, before, last - timedelta(days=3), S.VOID, heads["towns"],
             share=0.4, **options),
        Plan(f"{word[0]}镇办干部评议", cadres_of, before, last - timedelta(days=2), S.ARCHIVED, heads["towns"],
             scale=Scale.OPTIONS, seats=full),
        Plan(f"{word[0]}区直部门干部评议", cadres_of, before, last - timedelta(days=2), S.ARCHIVED, heads["others"],
             scale=Scale.OPTIONS, seats=full),
        Plan(f"{word[0]}国有企业干部评议", cadres_of, before, last - timedelta(days=2), S.PUBLISHED, heads["firms"],
             scale=Scale.OPTIONS, seats=full),
        Plan(f"{word[1]}重点项目评议", projects_of, last, ended, S.PUBLISHED, projects, seats=wide),
        Plan(f"{word[1]}副职干部评议", cadres_of, last, ended, S.PUBLISHED, deputies, scale=Scale.OPTIONS, seats=full),
        Plan(f"{word[1]}镇办干部评议", cadres_of, last, ended, S.OPENED, heads["towns"], **options),
        Plan(f"{word[1]}区直部门干部评议", cadres_of, last, ended, S.COUNTED, heads["others"], **options),
        Plan(f"{word[1]}国有企业干部评议", cadres_of, last, ended, S.CHECKED, heads["firms"], **options),
        Plan(f"{word[1]}项目联络员评议", cadres_of, last, ended, S.APPROVED,
             list(dict.fromkeys(work.liaison for work in works))[:12], **options),
        Plan(f"{word[2]}镇办干部评议（试点）", cadres_of, this, coming, S.OPEN, heads["towns"][:3], share=0.5,
             codes=CODES, **options),
        Plan(f"{word[2]}区直部门干部评议（试点）", cadres_of, this, day - timedelta(days=1), S.CLOSED,
             heads["others"][:3], **options),
        Plan(f"{word[2]}国有企业干部评议（试点）", cadres_of, this, day - timedelta(days=2), S.PEELED,
             heads["firms"][:3], **options),
        Plan(f"{word[2]}项目联络员评议", cadres_of, this, coming + timedelta(days=6), S.LISTED,
             list(dict.fromkeys(work.liaison for work in works))[:5], **options),
        Plan(f"{word[2]}重点项目评议", projects_of, this, periods.add_months(this, 3) - timedelta(days=1), S.PLANNED,
             projects[:40], seats=wide),
    ]  # fmt: skip


class Maker:
    """Makes one review with everything that belongs to where it stands."""

    def __init__(self, district, plan, rng, keys, day):
        self.district, self.plan, self.rng, self.keys, self.day = district, plan, rng, keys, day
        self.users = district.users
        self.lines = []

    def made(self):
        """The trail lines of the review, made."""
        plan = self.plan
        self.closes = instant(plan.ends, 18)
        begins = plan.ends - timedelta(days=4)
        self.review = Review.objects.create(
            name=plan.name, kind=plan.kind, year=plan.quarter.year, quarter=(plan.quarter.month + 2) // 3,
            scale=plan.scale, averaging=plan.averaging, opens_at=instant(begins, 9), closes_at=self.closes,
            created_by=self.users["office"],
        )  # fmt: skip
        self._line("create", "office", min(begins - timedelta(days=6), self.day - timedelta(days=3)), 9.5)
        self._sheet()
        if plan.until != S.PLANNED:
            self._vote(begins)
        return self.lines

    def reached(self, state):
        """Has the review come as far as `state`?"""
        if self.plan.until == S.VOID:
            return ROAD.index(state) <= ROAD.index(S.CLOSED)
        return ROAD.index(self.plan.until) >= ROAD.index(state)

    def _line(self, verb, who, day, hour, to="", came="", **words):
        actor = self.users[who] if who else None
        at = instant(day, hour)
        self.lines.append(trail.line(self.review, verb, actor=actor, at=at, from_state=came, to_state=to, **words))
        return at

    def _move(self, verb, who, day, hour, to, **changes):
        """A move by hand: the line, the state and its stamps."""
        words = {name: changes.pop(name) for name in ("reason", "before", "after") if name in changes}
        at = self._line(verb, who, day, hour, to, self.review.state, **words)
        self.review.state = to
        for name, value in changes.items():
            setattr(self.review, name, at if value is True else value)
        self.review.save()
        return at

    # The plan -----------------------------------------------------------------------------------

    def _sheet(self):
        review, plan = self.review, self.plan
        sheet = PROJECT_SHEET if plan.kind == ReviewKind.PROJECT else CADRE_OPTIONS
        self.items = ReviewItem.objects.bulk_create(
            ReviewItem(review=review, position=number, name=name, full_mark=Decimal(full), dimension=dimension)
            for number, (name, full, dimension) in enumerate(ITEMS[sheet], 1)
        )
        self.choices = []
        if plan.scale == Scale.OPTIONS:
            self.choices = ReviewOption.objects.bulk_create(
                ReviewOption(review=review, position=number, label=label, weight=Decimal(weight), is_unknown=unknown)
                for number, (label, weight, unknown) in enumerate(OPTIONS, 1)
            )
        names = {"A": ("区级领导", 30), "B": ("单位班子成员", 40), "C": ("联络员和群众代表", 30)}
        self.groups = {
            code: RaterGroup.objects.create(review=review, code=code, name=name, weight=Decimal(weight))
            for code, (name, weight) in names.items()
        }
        RaterSeats.objects.bulk_create(
            RaterSeats(group=self.groups[code], unit=unit, expected=slips, slips=slips)
            for code, unit, slips in plan.seats
        )
        mains = {}
        if plan.kind == ReviewKind.PROJECT:
            keys = [project.pk for project in plan.subjects]
            for row in ProjectUnit.objects.filter(
                in_force(self.day), project__in=keys, role__in=(UnitRole.RESPONSIBLE, UnitRole.SUPPORT)
            ).order_by("pk"):
                mains.setdefault(row.project_id, []).append(row.unit_id)
        else:
            mains = {cadre.pk: [cadre.unit_id] for cadre in plan.subjects}
        self.subjects = ReviewSubject.objects.bulk_create(
            ReviewSubject(
                review=review, position=number, unit_id=mains.get(thing.pk, [None])[0],
                project=thing if plan.kind == ReviewKind.PROJECT else None,
                cadre=None if plan.kind == ReviewKind.PROJECT else thing,
                label=thing.name if plan.kind == ReviewKind.PROJECT else f"{thing.name}（{thing.unit.name}）",
            )
            for number, thing in enumerate(plan.subjects, 1)
        )  # fmt: skip
        self.own = {subject.pk: set(mains.get(subject.project_id or subject.cadre_id, ())) for subject in self.subjects}
        for seat, name in HOLDERS.items():
            key = self.keys[seat]
            Officer.objects.create(
                review=review, seat=seat, user=self.users[name], public_key=key.public, salt=key.salt, nonce=key.nonce,
                locked_key=key.locked, ready_at=instant(min(plan.ends - timedelta(days=7), self.day), 8),
            )  # fmt: skip

    # The vote -----------------------------------------------------------------------------------

    def _vote(self, begins):
        review = self.review
        locked = min(begins - timedelta(days=3), self.day - timedelta(days=1))
        SubjectUnit.objects.bulk_create(
            SubjectUnit(subject_id=subject, unit_id=unit)
            for subject, units in self.own.items()
            for unit in sorted(units)
        )
        length = max(len(str(subject.pk)) for subject in self.subjects)
        count, room = len(self.items), 12000
        review.whole_size = ballots.paper_size(len(self.subjects), count, 100, room, length)
        review.piece_size = ballots.paper_size(1, count, 100, room, length)
        excluded = queries.excluded_subjects(review)
        for group in self.groups.values():
            units = [
                unit and unit.pk for code, unit, slips in self.plan.seats if code == group.code for _n in range(slips)
            ]
            group.is_cut = ballots.must_be_cut(ballots.exclusion_sets(units, excluded), 5)
            group.save()
        self._move("lock", "office", locked, 10, S.LISTED, locked_at=True)
        self._tickets()
        self._line("issue_slips", "office", locked, 10.5, after={"slips": len(self.slips)}, before={})
        if not self.reached(S.OPEN):
            return
        review.electorate_hash = queries.electorate_hash(review)
        self._move("start", "office", begins, 9, S.OPEN, opened_at=True, before={},
                   after={"electorate": review.electorate_hash})  # fmt: skip
        if self.reached(S.OPENED):
            Ticket.objects.filter(digest__in=[digest for digest, _code, _unit in self.used]).update(used=1)
        else:
            self._cast(begins)
        if self.reached(S.CLOSED):
            self._move("close", None, self.plan.ends, 18, S.CLOSED, closed_at=True, reason="投票时间已到。")
        self._after(self.plan.ends)

    def _tickets(self):
        """The tickets; the first of group C bear the demo's known codes."""
        self.slips, known = [], list(self.plan.codes)
        rows = []
        for code, unit, slips in self.plan.seats:
            for _number in range(slips):
                text = known.pop(0) if code == "C" and known else f"D{self.rng.getrandbits(60):X}"
                digest = tickets.digest(text)
                rows.append(Ticket(digest=digest, group=self.groups[code], unit=unit))
                self.slips.append((digest, text, code, unit))
        Ticket.objects.bulk_create(sorted(rows, key=lambda row: row.digest))
        free = [slip for slip in self.slips if slip[1] not in self.plan.codes]
        self.voting = [slip for slip in free if self.rng.random() < self.plan.share]
        self.used = [(digest, code, unit) for digest, _text, code, unit in self.voting]

    def _cast(self, begins):
        """Real ballots into real urns, sealed for the officers' keys."""
        Urn.objects.bulk_create(
            Urn(group=group, subject=subject)
            for group in self.groups.values()
            for subject in (self.subjects if group.is_cut else [None])
        )
        at = instant(begins, 10)
        for _digest, text, _code, unit in self.voting:
            booth.cast(text, self._answers(unit), at=at)

    def _peel(self):
        """Take the outer box off every paper, with the first officer's key."""
        private = sealing.unlock(self.keys[Seat.FIRST], PHRASES[Seat.FIRST])
        for urn in Urn.objects.filter(group__review=self.review):
            size = (self.review.whole_size if urn.subject_id is None else self.review.piece_size) + 2 * sealing.OVERHEAD
            urn.peeled, urn.damaged = sealing.peel(urn.for_both, size, private)
            urn.save()

    def _answers(self, unit):
        """One rater's ballot: a few mark everything full, the others by what they judge, with a reason below full."""
        rng = self.rng
        mood = 1.0 if rng.random() < 0.08 else rng.gauss(0, 0.035)
        found = {}
        for subject in self.subjects:
            if unit is not None and unit.pk in self.own[subject.pk]:
                continue
            worth = 0.72 + 0.25 * Random(f"worth {subject.label}").random()
            marks, full = {}, True
            for item in self.items:
                share = 1.0 if mood == 1.0 else min(1.0, max(0.3, worth + mood + rng.gauss(0, 0.05)))
                if rng.random() < 0.015:
                    continue
                value, is_full = self._value(item, share)
                marks[str(item.pk)] = value
                full = full and is_full
            words = rng.choice(COMMENTS) if rng.random() < 0.02 else ""
            found[str(subject.pk)] = {"m": marks, "r": "" if full else rng.choice(REASONS), "c": words}
        return found

    def _value(self, item, share):
        if not self.choices:
            mark = round(int(item.full_mark) * share)
            return str(mark), mark == int(item.full_mark)
        if self.rng.random() < 0.03:
            return str(self.choices[-1].pk), True
        place = 0 if share > 0.9 else 1 if share > 0.78 else 2 if share > 0.62 else 3
        return str(self.choices[place].pk), place == 0

    def _opened(self):
        """The ballots as they come out of the urns, in random order under random keys."""
        rows = []
        for _digest, code, unit in self.used:
            group, answers = self.groups[code], self._answers(unit)
            if group.is_cut:
                rows += [(group, int(key), {key: given}) for key, given in answers.items()]
            else:
                rows.append((group, None, answers))
        self.rng.shuffle(rows)
        Ballot.objects.bulk_create(
            [
                Ballot(
                    id=UUID(int=self.rng.getrandbits(128), version=4), group=group, subject_id=subject, answers=answers
                )
                for group, subject, answers in rows
            ],
            batch_size=500,
        )
        for code, group in self.groups.items():
            group.cast, group.damaged = sum(1 for used in self.used if used[1] == code), 0
            group.save()
        Officer.objects.filter(review=self.review).update(locked_key=b"", salt=b"", nonce=b"")
        return len(rows)

    # After the vote -----------------------------------------------------------------------------

    def _after(self, ends):
        if self.plan.until == S.VOID:
            day = ends + timedelta(days=1)
            why = "投票率不足，另行组织。"
            self._move("void", "director", day, 9, S.VOID, reason=why, void_reason=why)
            Ticket.objects.filter(group__review=self.review, used=0).delete()
            Urn.objects.filter(group__review=self.review).update(for_both=b"", without_second=b"", without_first=b"")
            return
        if self.plan.until == S.PEELED:
            self._peel()
            self._move("peel", "office", ends + timedelta(days=1), 9, S.PEELED, peeled_at=True, before={}, after={})
        if not self.reached(S.OPENED):
            return
        self._move("peel", "office", ends + timedelta(days=1), 9, S.PEELED, peeled_at=True, before={}, after={})
        found = self._opened()
        self._move("open_urns", "discipline", ends + timedelta(days=1), 10, S.OPENED, unsealed_at=True, before={},
                   after={"ballots": found})  # fmt: skip
        if not self.reached(S.COUNTED):
            return
        day = ends + timedelta(days=3)
        tally = tallies.store(self.review, actor=self.users["office"], at=instant(day, 9))
        self._move("count", "office", day, 9, S.COUNTED, counted_at=True, before={}, after={"digest": tally.digest})
        if self.reached(S.CHECKED):
            at = self._move("check", "director", day, 15, S.CHECKED, checked_at=True)
            tally.checked_at, tally.checked_by = at, self.users["director"]
            tally.save()
        if self.reached(S.APPROVED):
            met = ends + timedelta(days=6)
            number = f"张组评〔{met.year}〕{self.review.quarter}号"
            self._move(
                "approve", "director", met, 16, S.APPROVED, approved_at=True, meeting="区重点项目建设领导小组会议",
                met_on=met, decision_number=number, before={}, after={"decision_number": number},
            )  # fmt: skip
        if self.reached(S.PUBLISHED):
            self._move("publish", "office", ends + timedelta(days=7), 9, S.PUBLISHED, published_at=True)
        if self.reached(S.ARCHIVED):
            self._move("archive", "office", ends + timedelta(days=12), 9, S.ARCHIVED, archived_at=True)
            newest = Seal.objects.order_by("-number").first()
            if newest is not None:
                tally.seal_number, tally.seal_hash = newest.number, newest.hash
                tally.save()
