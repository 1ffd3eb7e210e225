"""Coordination slips of the demo: drawn up from its reports, walked through the levels, in every state somewhere."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace

from accounts.models import User
from evaluations.models import Coordination, CoordinationReport, CoordinationStep
from evaluations.queries import holders
from evaluations.rules import coordination as rules
from evaluations.services.coordination import SERIES, number_of
from evaluations.states.coordination import CoordinationState as S
from evaluations.states.coordination import Origin, StepEnd
from projects.states import ReportState
from zhangdian.calendar.queries import calendar
from zhangdian.demo import words
from zhangdian.demo.clock import instant
from zhangdian.papers.models import Series
from zhangdian.trail import services as trail

RESPOND, ESCALATE, CONFIRM, ALIKE = 2, 5, 3, 80
RECENT = timedelta(days=30)


def build(told, at):
    """The slips of the matters that the reports `told` name until the instant `at`; returns their trail lines."""
    named = [
        each.report for each in told
        if each.report.needs_coordination and each.report.state == ReportState.SUBMITTED and each.report.reporter_id
    ]  # fmt: skip
    named.sort(key=lambda report: (_when(report, at), report.pk))
    working, walks, open_on, numbers = calendar(), [], {}, {}
    people = _People(at.date())
    for report in named:
        when = _when(report, at)
        joined = next((walk for walk in open_on.get(report.project_id, ()) if walk.carries(report, when)), None)
        if joined is None:
            numbers[when.year] = numbers.get(when.year, 0) + 1
            joined = _Walk(report, when, at, working, people, number_of(when.year, numbers[when.year]), len(walks))
            walks.append(joined)
            open_on.setdefault(report.project_id, []).append(joined)
        else:
            joined.note("name_again", None, when, joined.slip.state, "", f"{report.day:%Y-%m-%d}")
        joined.reports.append((report, when))
    _everywhere(walks)
    Coordination.objects.bulk_create([walk.slip for walk in walks], batch_size=500)
    CoordinationStep.objects.bulk_create([step for walk in walks for step in walk.steps], batch_size=500)
    CoordinationReport.objects.bulk_create(
        [CoordinationReport(report=report, slip=walk.slip, at=when) for walk in walks for report, when in walk.reports],
        batch_size=500,
    )
    Series.objects.bulk_create(Series(name=SERIES, year=year, last=last) for year, last in numbers.items())
    return [
        trail.line(walk.slip, verb, actor=actor, at=when, from_state=came, to_state=went, reason=reason)
        for walk in walks
        for verb, actor, when, came, went, reason in walk.lines
    ]


def _everywhere(walks):
    """So that every state can be seen: where none stands early on its way, one that was settled lately does."""
    for state in (S.RAISED, S.ACCEPTED, S.ESCALATED):
        if any(walk.slip.state == state for walk in walks):
            continue
        for place in reversed(range(len(walks))):
            again = walks[place].as_far_as(state) if walks[place].slip.state == S.SOLVED else None
            if again is not None and again.slip.state == state:
                walks[place] = again
                break


def _when(report, at):
    """The sweep's wake-up after the report came in."""
    return min(report.received_at + timedelta(minutes=7), at)


class _People:
    """Who stands where, asked once a level."""

    def __init__(self, day):
        self.day, self.known = day, {}
        self.users = User.objects.in_bulk()

    def of(self, slip):
        """(level that holds it, names, a user) of `slip` as it stands."""
        key = (slip.project_id, slip.level, slip.addressed_to, slip.raised_by_id)
        if key not in self.known:
            stand_in = SimpleNamespace(
                pk=0, project_id=slip.project_id, level=slip.level, addressed_to=slip.addressed_to,
                raised_by_id=slip.raised_by_id,
            )  # fmt: skip
            held = holders.held([stand_in], self.day)[0]
            self.known[key] = (held.level, held.names, self.users[min(held.user_ids)])
        return self.known[key]


class _Walk:
    """One slip on its way, as far as the instant `at` lets it come."""

    def __init__(self, report, when, at, working, people, number, place, walks=True):
        self.begun = (report, when, at, working, people, number, place)
        self.rng, self.at, self.working, self.people = Random(f"zhangdian-slip-{place}"), at, working, people
        self.reports, self.lines, self.steps, self.over_at = [], [], [], None
        self.slip = Coordination(
            number=number, project=report.project, origin=Origin.REPORT, matter=report.coordination,
            addressed_to=report.coordination_with, raised_by=report.reporter, raised_at=when,
            level=holders.BEGINS_AT[report.coordination_with], state=S.RAISED, step=0,
        )  # fmt: skip
        self.note("raise", None, when, "", S.RAISED, "")
        self.begin(when)
        if walks:
            self.walk(place)

    def as_far_as(self, state):
        """The same slip come as far as `state` (raised, accepted or escalated); reports that joined it stay."""
        slip = _Walk(*self.begun, walks=False)
        slip.reports = self.reports
        if state != S.RAISED:
            taken = slip.accept(slip.later(slip.slip.raised_at, 0))
            if state == S.ESCALATED and taken:
                slip.escalate(slip.later(taken, 0))
        slip.lines += [line for line in self.lines if line[0] == "name_again"]
        return slip

    def carries(self, report, when):
        """Does the open slip carry the matter of a report that came in at `when`?"""
        still = self.over_at is None or self.over_at > when
        return still and rules.same_matter(self.slip.matter, report.coordination, ALIKE)

    def note(self, verb, actor, when, came, went, reason):
        # A line that changes no state says none.
        self.lines.append((verb, actor, when, came if went else "", went, reason))

    def later(self, when, days, earliest=8.6):
        """An instant in the office hours `days` working days after `when`; the same day it is after `when`."""
        if days <= 0:
            return when + timedelta(minutes=self.rng.randint(35, 150))
        return instant(self.working.add(when.astimezone(instant(when.date(), 0).tzinfo).date(), days),
                       self.rng.uniform(earliest, 17.3))  # fmt: skip

    def begin(self, when, accepted_by=None):
        slip = self.slip
        slip.step += 1
        slip.escalate_at = rules.due(when.astimezone(instant(when.date(), 0).tzinfo), ESCALATE, self.working)
        respond = rules.due(when.astimezone(instant(when.date(), 0).tzinfo), RESPOND, self.working)
        slip.due_at = slip.escalate_at if accepted_by else respond
        _level, names, self.holder = self.people.of(slip)
        self.steps.append(
            CoordinationStep(
                slip=slip, number=slip.step, level=slip.level, owners=names, begun_at=when,
                respond_due_at=when if accepted_by else respond, escalate_due_at=slip.escalate_at,
                accepted_at=when if accepted_by else None, accepted_by=accepted_by,
            )
        )  # fmt: skip

    def move(self, verb, actor, when, state, reason=""):
        """Make a move if its time has come; says whether."""
        if when > self.at:
            return False
        self.note(verb, actor, when, self.slip.state, state, reason)
        self.slip.state = state
        return True

    def end(self, when, how):
        self.steps[-1].ended_at, self.steps[-1].end = when, how

    def days(self, when):
        zone = instant(when.date(), 0).tzinfo
        first = self.slip.raised_at.astimezone(zone).date()
        return rules.working_days(first, when.astimezone(zone).date(), self.working)

    def walk(self, place):
        rng, when = self.rng, self.slip.raised_at
        if place % 11 == 7:
            back = self.later(when, rng.randint(1, 3))
            return self.withdraw(back)
        climbs = min((0, 0, 0, 1, 0, 1, 0, 0, 2, 0, 0, 3, 0)[place % 13], rules.TOP - self.slip.level)
        # Of the newest some are left half way, so that every state can be seen.
        fate = place % 3 if self.at - when < RECENT else None
        while True:
            taken = self.accept(self.later(when, rng.choice([0, 1, 1, 1, 2, 2, 3])))
            if not taken:
                return None
            noted = self.later(taken, rng.choice([0, 1, 2]))
            what = rng.choice(words.COORDINATION_NOTES)
            if not self.move("coordinate", self.holder, noted, S.WORKING, what):
                return None
            self.slip.note = what
            if fate == 1:
                self.escalate(self.later(noted, 0))
                return None
            if climbs:
                climbs -= 1
                when = self.escalate(self.later(when, rng.randint(5, 7)))
                if when is None:
                    return None
                continue
            if place % 5 == 2 and self.at - self.slip.raised_at < 2 * RECENT:
                return None  # lies with its level to this day
            answered = self.answer(self.later(noted, rng.choice([1, 1, 2, 3, 4])))
            if not answered or fate == 0:
                return None
            settled = self.later(answered, rng.choice([0, 0, 1, 1, 2]))
            if place % 9 == 5 and not self.slip.sent_back:
                if not self.send_back(settled):
                    return None
                when = settled
                again = self.answer(self.later(settled, rng.choice([1, 2, 3])))
                if not again:
                    return None
                settled = self.later(again, 1)
            return self.confirm(settled)

    def accept(self, when):
        slip = self.slip
        if not self.move("accept", self.holder, when, S.ACCEPTED):
            return None
        self.steps[-1].accepted_at, self.steps[-1].accepted_by = when, self.holder
        if slip.responded_at is None:
            slip.responded_at, slip.response_days = when, self.days(when)
        slip.due_at = slip.escalate_at
        return when

    def escalate(self, when):
        level = self.people.of(self.slip)[0]
        if level >= rules.TOP or not self.move(
            "escalate", self.holder, when, S.ESCALATED, self.rng.choice(words.ESCALATION_REASONS)
        ):
            return None
        self.end(when, StepEnd.ESCALATED)
        self.slip.level = level + 1
        self.begin(when)
        return when

    def answer(self, when):
        text = self.rng.choice(words.COORDINATION_ANSWERS)
        if not self.move("answer", self.holder, when, S.ANSWERED, text):
            return None
        slip = self.slip
        slip.answer, slip.answered_at, slip.answered_by = text, when, self.holder
        self.end(when, StepEnd.ANSWERED)
        slip.due_at = rules.due(when.astimezone(instant(when.date(), 0).tzinfo), CONFIRM, self.working)
        slip.escalate_at = None
        return when

    def send_back(self, when):
        reason = self.rng.choice(words.SENT_BACK_REASONS)
        if not self.move("send-back", self.slip.raised_by, when, S.WORKING, reason):
            return None
        self.slip.sent_back += 1
        self.begin(when, accepted_by=self.slip.answered_by)
        return when

    def confirm(self, when):
        slip = self.slip
        if not self.move("confirm", slip.raised_by, when, S.SOLVED):
            return
        slip.solved_at, slip.solved_by, slip.solved_days, slip.due_at = when, slip.raised_by, self.days(when), None
        self.over_at = when

    def withdraw(self, when):
        slip, reason = self.slip, self.rng.choice(words.WITHDRAWAL_REASONS)
        if not self.move("withdraw", slip.raised_by, when, S.WITHDRAWN, reason):
            return
        slip.withdrawn_at, slip.withdraw_reason, slip.due_at, slip.escalate_at = when, reason, None, None
        self.end(when, StepEnd.WITHDRAWN)
        self.over_at = when
