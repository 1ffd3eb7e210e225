"""A report a day: every working day of every project in construction, in every state a report can be in."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random

from projects.models import DailyReport, Progress, ReportVersion
from projects.states import Channel, ReportState
from zhangdian.demo import words
from zhangdian.demo.clock import instant
from zhangdian.trail import services as trail

BATCH = 500
SAID = (
    "no_change",
    "text",
    "percent",
    "invested",
    "has_problem",
    "problem",
    "needs_coordination",
    "coordination",
    "coordination_with",
    "plan",
    "place",
    "photos_expected",
)
CENT = Decimal("0.01")


@dataclass
class Told:
    """A day's row with what hangs on it, before anything is stored."""

    report: DailyReport
    amounts: dict = field(default_factory=dict)  # Target → Decimal
    versions: list = field(default_factory=list)  # (instant, user, channel, content)
    moves: list = field(default_factory=list)  # (verb, actor, instant, from, to, reason)


def build(district, works, calendar, first, at, ticks=lambda done: None):
    """The reports of all `works` from `first` until the instant `at`.

    Returns ([Told], amounts invested by (project pk, month), trail lines). `ticks` is told how many projects are done.
    """
    told, done = [], {}
    for number, work in enumerate(works):
        rng = Random(f"zhangdian-days-{number}")
        told += _project(district, rng, work, number, calendar, at, done)
        ticks(number + 1)
    DailyReport.objects.bulk_create([each.report for each in told], batch_size=BATCH)
    versions, progress, lines = [], [], []
    for each in told:
        report = each.report
        for number, (when, user, channel, content) in enumerate(each.versions, 1):
            versions.append(
                ReportVersion(report=report, number=number, at=when, by=user, channel=channel, content=content)
            )
        progress += [Progress(report=report, target=target, amount=amount) for target, amount in each.amounts.items()]
        for verb, actor, when, source, target, reason in each.moves:
            lines.append(
                trail.line(report, verb, actor=actor, at=when, from_state=source, to_state=target, reason=reason)
            )
    ReportVersion.objects.bulk_create(versions, batch_size=BATCH)
    Progress.objects.bulk_create(progress, batch_size=BATCH)
    return told, done, lines


def _project(district, rng, work, number, calendar, at, done):
    """The rows of one project, oldest first."""
    today = at.astimezone(instant(at.date(), 0).tzinfo).date()
    days = [day for begin, end in work.building for day in calendar.between(begin, min(end, today))]
    if not days:
        return []
    writer = _Writer(rng, work, days, done)
    planner = district.users["planner"]
    reviewer = work.head.user
    told = []
    for index, day in enumerate(days):
        report = DailyReport(project=work.project, day=day, due_at=instant(day, 18))
        row = Told(report)
        told.append(row)
        age = len(days) - 1 - index
        writer.advance(day)
        fate = _fate(rng, work, number, age, index)
        if fate == "exempt":
            reason = rng.choice(words.EXEMPT_REASONS)
            report.state, report.exempt_reason = ReportState.EXEMPT, reason
            row.moves.append(("exempt", planner, instant(day, 8.4), "OPEN", "EXEMPT", reason))
            continue
        if fate in ("missing", "open"):
            continue
        received, written, channel = _receipt(rng, day, calendar, fate, age)
        if received > at:
            continue
        reporter = _reporter(work, day)
        writer.write(row, day, index)
        report.received_at, report.written_at, report.channel = received, written, channel
        report.is_late = received >= report.due_at and fate != "offline"
        report.version, report.reporter, report.state = 1, reporter, ReportState.SUBMITTED
        row.moves.append(("submit", reporter, received, "OPEN", "SUBMITTED", ""))
        row.versions.append((received, reporter, channel, _content(row)))
        _afterwards(rng, row, fate, reviewer, calendar, at, age)
    return told


def _fate(rng, work, number, age, index):
    """What becomes of a day's row. The newest days are arranged so that every log-in has something to do."""
    if number == 0 and age in (0, 2):
        return "open" if age == 0 else "returned"
    if number == 1 and age in (0, 1):
        return "open" if age == 0 else "on time"
    if age == 0:
        return rng.choice(["on time", "on time", "open"])
    draw = rng.random()
    if number > 1 and age == 1 and draw < 0.08:
        return "returned"
    miss = 1 - work.habit
    if draw < miss:
        return "missing"
    if draw < miss * 2.2:
        return "late"
    if draw < miss * 2.2 + 0.012:
        return "corrected"
    if draw < miss * 2.2 + 0.022:
        return "revised"
    if draw < miss * 2.2 + 0.028:
        return "exempt"
    if draw < miss * 2.2 + 0.036:
        return "offline"
    if draw < miss * 2.2 + 0.039:
        return "offline late"
    return "on time"


def _receipt(rng, day, calendar, fate, age):
    """(received at, written at, channel) in keeping with the fate."""
    second = rng.randint(0, 59)
    if fate == "late":
        if rng.random() < 0.6 or age < 2:
            return instant(day, rng.uniform(18.02, 22.4), second), None, Channel.WEB
        return instant(calendar.add(day, 1), rng.uniform(7.8, 11.5), second), None, Channel.WEB
    if fate == "offline":
        return instant(day, rng.uniform(18.05, 19.9)), instant(day, rng.uniform(15.5, 17.9), second), Channel.OFFLINE
    if fate == "offline late":
        return instant(day, rng.uniform(20.3, 23)), instant(day, rng.uniform(15.5, 17.9), second), Channel.OFFLINE
    if age == 0:
        return instant(day, rng.triangular(7, 17.5, 10.5), second), None, Channel.WEB
    if fate in ("returned", "corrected", "revised"):
        return instant(day, rng.uniform(14.5, 16.5), second), None, Channel.WEB
    channel = Channel.API if rng.random() < 0.03 else Channel.WEB
    return instant(day, rng.triangular(11.2, 17.98, 17.2), second), None, channel


def _afterwards(rng, row, fate, reviewer, calendar, at, age):
    """Returned and mended, revised before the cut-off, read, or left as it came."""
    report = row.report
    first = report.received_at
    if fate in ("returned", "corrected"):
        back = first + timedelta(minutes=rng.randint(25, 80))
        reason = rng.choice(words.RETURN_REASONS)
        report.state, report.returned_at, report.return_reason = ReportState.RETURNED, back, reason
        report.return_due_at = instant(calendar.add(report.day, 1), 12)
        row.moves.append(("return", reviewer, back, "SUBMITTED", "RETURNED", reason))
        if fate == "returned":
            return
    if fate in ("corrected", "revised"):
        again = (report.returned_at or first) + timedelta(minutes=rng.randint(10, 70))
        report.text = f"{report.text[:-1]},已现场核对。" if report.text else "经现场核对,今日无新增。"
        report.no_change = False
        report.version, report.state = 2, ReportState.SUBMITTED
        source, verb = ("RETURNED", "submit") if fate == "corrected" else ("SUBMITTED", "revise")
        row.moves.append((verb, report.reporter, again, source, "SUBMITTED", ""))
        row.versions.append((again, report.reporter, Channel.WEB, _content(row)))
    last = row.versions[-1][0]
    # A report is read the same evening or the next working morning; some of the newest wait.
    read = (
        instant(calendar.add(report.day, 1), rng.uniform(8.2, 10.4))
        if rng.random() < 0.7
        else last + timedelta(hours=0.7)
    )
    if read > last and read <= at and age > 1 and rng.random() < 0.93 and report.reporter != reviewer:
        report.read_at, report.read_by = read, reviewer
        row.moves.append(("read", reviewer, read, "SUBMITTED", "SUBMITTED", ""))


def _reporter(work, day):
    """Who was the liaison on that day."""
    for row in work.liaisons:
        if row.holds_on(day):
            return row.cadre.user
    return work.liaison.user


def _content(row):
    """A version's content, as the report form keeps it."""
    report = row.report
    kept = {name: getattr(report, name) for name in SAID}
    kept["invested"] = None if report.invested is None else str(report.invested)
    kept["milestone"] = report.milestone_id
    kept["amounts"] = {
        str(target.pk): str(amount) for target, amount in sorted(row.amounts.items(), key=lambda item: item[0].pk)
    }
    return kept


class _Writer:
    """Writes what a liaison would: amounts that add up to the pace of the project, sentences of its kind."""

    def __init__(self, rng, work, days, done):
        self.rng, self.work, self.days, self.done = rng, work, days, done
        project = work.project
        self.last_of_week = {
            day
            for day, after in zip(days, [*days[1:], None], strict=True)
            if after is None or after.isocalendar()[:2] != day.isocalendar()[:2] or after.month != day.month
        }
        if days[-1].weekday() < 4:
            self.last_of_week.discard(days[-1])
        self.per_month = Counter(day.replace(day=1) for day in days)
        whole = max(1, (project.ends_on - project.starts_on).days)
        share = min(1.0, (days[-1] - days[0]).days / whole) * work.pace
        finished = project.state in ("COMPLETED", "ACCEPTED")
        self.rates = {
            target: float(target.total - target.done_before) * (1.0 if finished else min(share, 0.97)) / len(days)
            for target in work.targets
        }
        self.saved = dict.fromkeys(work.targets, 0.0)
        self.left = {target: target.total - target.done_before for target in work.targets}
        self.money = 0.0
        self.kilometre = 0
        self.trouble = 0

    def advance(self, day):
        """Another working day has gone into the site."""
        month = day.replace(day=1)
        planned = float(self.work.plans.get(month, 0))
        self.money += planned * self.work.pace / self.per_month[month] * self._part(month)
        for target in self.saved:
            self.saved[target] += self.rates[target] * self.rng.uniform(0.3, 1.7)

    def _part(self, month):
        """How much of the month lies before the last day: the running month is not spent whole."""
        last = self.days[-1]
        if month.year == last.year and month.month == last.month:
            return min(1.0, last.day / 30)
        return 1.0

    def write(self, row, day, index):
        """Fill the report of `day`."""
        rng, report, kind = self.rng, row.report, words.KINDS[self.work.kind]
        quiet = index > 2 and rng.random() < 0.06 and day not in self.last_of_week
        report.no_change = quiet
        if not quiet:
            for target in self.saved:
                amount = Decimal(int(min(self.saved[target], self.left[target])))
                if amount >= 1 and rng.random() < 0.7:
                    row.amounts[target] = amount.quantize(CENT)
                    self.saved[target] -= float(amount)
                    self.left[target] -= amount
            report.text = self._sentence(kind["work"], row.amounts)
            report.plan = rng.choice(words.NEXT)
        if day in self.last_of_week and self.money >= 1:
            report.invested = Decimal(str(round(self.money, 1))).quantize(CENT)
            self.money = 0.0
            key = (self.work.project.pk, day.replace(day=1))
            self.done[key] = self.done.get(key, Decimal(0)) + report.invested
        current = next((m for m in self.work.milestones if m.done_on is None or m.done_on >= day), None)
        if current and not quiet and rng.random() < 0.35:
            report.milestone = current
            begun = max(1, (current.planned_on - self.days[0]).days)
            report.percent = max(5, min(95, round((day - self.days[0]).days / begun * 95 / 5) * 5))
        self._trouble(report, quiet)

    def _trouble(self, report, quiet):
        """A problem lasts some days; a matter to coordinate comes with one of them."""
        rng = self.rng
        start = 0.004 if self.work.pace > 0.9 else 0.03
        if self.trouble == 0 and rng.random() < start:
            self.trouble = rng.randint(2, 9)
            self.problem = _filled(rng, rng.choice(words.PROBLEMS))
            self.matter = rng.choice(words.COORDINATION) if rng.random() < 0.6 else ""
            self.addressee = rng.choice(["unit", "support", "leader", "planner"])
        if self.trouble:
            self.trouble -= 1
            if quiet:
                return
            report.has_problem, report.problem = True, self.problem
            if self.matter:
                report.needs_coordination, report.coordination = True, self.matter
                report.coordination_with = self.addressee

    def _sentence(self, parts, amounts):
        rng = self.rng
        self.kilometre += rng.randint(0, 1)
        first, second = rng.sample(parts, 2)
        pieces = [_filled(rng, first, self.kilometre // 12)]
        if rng.random() < 0.55:
            pieces.append(_filled(rng, second, self.kilometre // 12))
        if amounts and rng.random() < 0.5:
            target, amount = next(iter(amounts.items()))
            pieces.append(f"今日{target.name}{amount:.0f}{target.measure}")
        crew = _filled(rng, rng.choice(words.CREW))
        text = rng.choice(words.WEATHER) + ";".join([*pieces, crew] if crew else pieces)
        return f"{text}。"


def _filled(rng, part, kilometre=0):
    """A part of a sentence with plausible numbers in it."""
    if "{" not in part:
        return part
    metre = rng.randrange(0, 700, 20)
    return part.format(
        km=kilometre % 6,
        m=f"{metre:03}",
        m2=f"{metre + rng.randrange(80, 280, 20):03}",
        few=rng.randint(2, 9),
        few2=rng.randint(2, 9),
        mid=rng.randint(8, 36),
        big=rng.randrange(120, 2400, 20),
        len=rng.randrange(60, 420, 10),
        short=rng.randrange(12, 96, 2),
        area=rng.randrange(120, 1900, 10),
        vol=rng.randrange(80, 900, 10),
        crew=rng.randint(18, 86),
    )
