"""Read model of the cockpit and of the screen: stored standings and figures, a constant number of statements."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When
from django.utils.translation import gettext as _

from projects.models import Figure, Standing
from projects.queries.lights import COLOURS, why_words
from projects.queries.scope import sees_district
from projects.rules import health, periods, shown
from projects.rules.lights import ORDER
from projects.states import Addressee, LightColour, Period, Scope, Stage

GROUPS = {"unit": "unit_name", "kind": "kind", "leader": "leader_name"}
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}
PAGE = 100
FEW = 6
COUNTS = ("expected", "exempt", "on_time", "late", "missing")
# A tile of these says the stage where others say how far they are off the plan.
STAGE_SAYS_IT = frozenset({Stage.RESERVE, Stage.SUSPENDED, Stage.ACCEPTED, Stage.WITHDRAWN})


@dataclass
class Choice:
    """What the address asks for; unknown words count as not said."""

    group: str = "unit"
    colour: str = ""
    unit: str = ""
    kind: str = ""
    leader: str = ""
    q: str = ""
    only: str = ""
    sort: str = ""

    @classmethod
    def read(cls, words):
        """From the address's words (a mapping)."""
        said = {name: str(words.get(name, ""))[:60].strip() for name in cls.__dataclass_fields__}
        if said["group"] not in GROUPS:
            said["group"] = "unit"
        if said["colour"] not in COLOURS:
            said["colour"] = ""
        if said["only"] not in {"changed", "waiting", "missing"}:
            said["only"] = ""
        if said["unit"] and not said["unit"].isdigit():
            said["unit"] = ""
        return cls(**said)

    @property
    def is_narrow(self):
        return any((self.colour, self.unit, self.kind, self.leader, self.q, self.only))

    def narrow(self, rows):
        """The standings that the address asks for."""
        equal = {"colour": self.colour, "unit_id": self.unit, "kind": self.kind, "leader_name": self.leader}
        rows = rows.filter(**{name: value for name, value in equal.items() if value})
        if self.q:
            rows = rows.filter(Q(name__icontains=self.q) | Q(code__icontains=self.q))
        if self.only == "changed":
            rows = rows.exclude(week_colour="").exclude(week_colour=F("colour"))
        elif self.only == "waiting":
            rows = rows.filter(matter_since__isnull=False)
        elif self.only == "missing":
            rows = rows.filter(missing__gt=0)
        return rows


@dataclass
class Tally:
    """How many projects stand at one light, and how many more or fewer than last week."""

    colour: str
    words: str
    count: int = 0
    change: str = ""


@dataclass
class Cockpit:
    """What the page needs, all of it written out."""

    choice: Choice
    total: int = 0
    tallies: list = field(default_factory=list)
    rows: Any = None
    changes: list = field(default_factory=list)
    changed: int = 0
    curve: dict = field(default_factory=dict)
    month: Any = None
    gap: str = ""
    rate: str = ""
    ahead: bool = False
    groups: list = field(default_factory=list)


def by_light(rows):
    """Red first, then yellow, green, grey."""
    return rows.annotate(
        rank=Case(*[When(colour=colour, then=Value(-place)) for colour, place in ORDER.items()], default=Value(0),
                  output_field=IntegerField())
    )  # fmt: skip


def summary(rows):
    """([Tally of each colour], total, changed) over standings, in one query."""
    now, before, changed = dict.fromkeys(COLOURS, 0), dict.fromkeys(COLOURS, 0), 0
    known = False
    for colour, week, n in rows.order_by().values_list("colour", "week_colour").annotate(n=Count("pk")):
        now[colour] += n
        if week:
            known = True
            before[week] += n
            now_differs = week != colour
            changed += n if now_differs else 0
        else:
            before[colour] += n
    words = dict(LightColour.choices)
    tallies = []
    for colour in COLOURS:
        step = now[colour] - before[colour]
        tallies.append(Tally(colour, str(words[colour]), now[colour], signed(step) if known and step else ""))
    return tallies, sum(now.values()), changed


def signed(number):
    """+3 or −1."""
    return f"{number:+d}".replace("-", "−")


def ordered(rows, choice):
    """Grouped by what the address asks for; or the worst light first where it asks for that."""
    if choice.sort == "worst":
        return by_light(rows).order_by("rank", "deviation", "code", "pk")
    return rows.order_by(GROUPS[choice.group], "code", "pk")


def curve(user, day):
    """(labels, plan, done, row of this month) of the year of `day` from monthly figures, running totals; one query."""
    months = Figure.objects.filter(period=Period.MONTH, starts_on__in=periods.months_until(day))
    if sees_district(user):
        months = months.filter(scope=Scope.DISTRICT).order_by("starts_on")
    else:
        mine = Standing.objects.visible_to(user, day).order_by().values("pk")
        sums = {name: Sum(name) for name in ("planned", "invested", *COUNTS)}
        rows = months.filter(scope=Scope.PROJECT, scope_id__in=mine).order_by("starts_on").values("starts_on")
        months = [Figure(**row) for row in rows.annotate(**sums)]
    return running(months, day)


def running(months, day):
    """(labels, plan, done, row of this month) of monthly figures in their order, as running totals; no statement."""
    labels, plan, done, planned, invested, this = [], [], [], 0, 0, None
    for row in months:
        planned, invested = planned + row.planned, invested + row.invested
        labels.append(month_words(row.starts_on.month))
        plan.append(planned)
        done.append(invested)
        if row.starts_on == periods.first_day(periods.MONTH, day):
            this = row
    return labels, plan, done, this


def cockpit(user, *, day, choice, paginate):
    """The cockpit of `user` on `day`; `paginate(queryset, total)` gives the page of rows asked for."""
    everything = Standing.objects.visible_to(user, day)
    page = Cockpit(choice=choice)
    page.tallies, page.total, page.changed = summary(everything)
    narrowed = choice.narrow(everything)
    # The sums already tell the number when nothing narrows the list: one statement less.
    page.rows = paginate(ordered(narrowed, choice), None if choice.is_narrow else page.total)
    page.groups = grouped(dress(page.rows, day), choice)
    changed = everything.exclude(week_colour="").exclude(week_colour=F("colour"))
    page.changes = list(by_light(changed).order_by("rank", "code")[:FEW])
    labels, plan, done, this = curve(user, day)
    page.curve = {"labels": labels, "series": plan_and_done(plan, done)}
    page.month = this
    if plan and plan[-1]:
        gap = (plan[-1] - done[-1]) * 100 / plan[-1]
        page.gap = shown.percent(abs(gap))
        page.ahead = gap < 0
    if this:
        page.rate = shown.percent(health.rate(this.on_time, this.expected - this.exempt))
    return page


def plan_and_done(plan, done):
    """The two lines of an investment curve."""
    return [
        {"name": _("plan"), "values": plan, "colour": "#5c6370", "dash": "6 4"},
        {"name": _("done"), "values": done, "colour": "#1f5fa8"},
    ]


def dress(rows, day):
    """Give each standing its light's shape and word, why it is so, and what a pointer reads; no statement."""
    words = {colour: str(word) for colour, word in LightColour.choices}
    stages = {stage: str(word) for stage, word in Stage.choices}
    for row in waiting(rows, day):
        row.colour_words, row.shape = words[row.colour], SHAPES[row.colour]
        row.why_words, row.tile_text = why_words(row.why), row.deviation_text
        row.tip = f"{row.colour_words} {row.deviation_text} · {row.why_words}"
        if row.colour == LightColour.GREY and row.stage in STAGE_SAYS_IT:
            row.tile_text = row.why_words = row.tip = stages[row.stage]
        if row.waited is not None:
            row.tip += " · " + _("waiting for %(whom)s, %(n)d days") % {"whom": row.waits_for or "…", "n": row.waited}
    return rows


def waiting(rows, day):
    """Give each standing the days its open matter has waited (None without one), and for whom."""
    words = {code: str(word) for code, word in Addressee.choices}
    for row in rows:
        row.waited = (day - row.matter_since).days if row.matter_since else None
        row.waits_for = words.get(row.matter_with, "")
    return rows


def grouped(rows, choice):
    """[(head, standings)] in the order of the rows; one group without a head where the worst come first."""
    if choice.sort == "worst":
        return [("", list(rows))]
    groups = {}
    for row in rows:
        groups.setdefault(getattr(row, GROUPS[choice.group]), []).append(row)
    return [(head or _("none named"), each) for head, each in groups.items()]


def month_words(number):
    """A month as charts name it: 4月."""
    return _("%(month)d") % {"month": number}
