"""Reading adjustments: the lighter measure, and the figures by measure and quarter."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast, ExtractQuarter, ExtractYear
from django.utils.translation import gettext_lazy as _

from cadres.models import Appointment
from cadres.states import InfluenceKind
from cases.models import Adjustment, Measure
from cases.states.adjustment import AdjustmentState as S
from cases.states.adjustment import Trigger
from zhangdian.trail.models import Entry

# The act by which it is said what becomes of a post, and what lists say beside the state until then.
SETTLE_POST, POST_OWED = "settle_post", _("post to be settled")
# Delivered and not taken back.
COUNTED = (S.DELIVERED, S.FOLLOW_UP, S.CLOSED)
MOVED, REMOVED, DEMOTED = InfluenceKind.TRANSFER, InfluenceKind.REMOVAL, InfluenceKind.DEMOTION


def lighter(measure):
    """The lighter measures of the same kind and rules, the next one down first."""
    rows = Measure.objects.filter(rule_set=measure.rule_set_id, kind=measure.kind, weight__lt=measure.weight)
    return rows.order_by("-weight", "code")


def posts_owed():
    """The adjustments taken back after the posts had changed, while nobody has settled the post: the person was not
    appointed since, and what becomes of it is not recorded. The trail's line is that record."""
    since = Appointment.objects.filter(cadre=OuterRef("cadre"), from_on__gte=OuterRef("ended_at__date")).exclude(
        document_no=OuterRef("document_no"), from_on=OuterRef("post_from_on")
    )
    key = Cast(OuterRef("pk"), CharField(max_length=40))
    said = Entry.objects.filter(label=Adjustment._meta.label_lower, key=key, verb=SETTLE_POST)
    return Adjustment.objects.filter(~Exists(since), ~Exists(said), state=S.REVOKED, appointed_at__isnull=False)


def owes_post(case):
    return case.state == S.REVOKED and posts_owed().filter(pk=case.pk).exists()


def aside(keys, day):
    """registry.Kind.aside: {pk: words} of adjustments of which a post is to be settled."""
    return dict.fromkeys(posts_owed().filter(pk__in=keys).order_by().values_list("pk", flat=True), POST_OWED)


@dataclass
class Line:
    """A quarter: name, what each measure came to (in the order of Statistics.measures), moved, removed, demoted."""

    name: str
    year: int
    quarter: int
    counts: list
    moved: int
    removed: int
    demoted: int

    @property
    def all(self):
        return sum(self.counts)


@dataclass
class Statistics:
    """measures: their names. lines: newest quarter first. total: a Line over all. triggers: [(words, cases)]. open,
    dismissed: cases on the way, and ended without a measure."""

    measures: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    total: Line | None = None
    triggers: list = field(default_factory=list)
    open: int = 0
    dismissed: int = 0


def statistics(year=None):
    """The Statistics of decided and delivered adjustments, of one year or all. Names nobody: for who may see the
    figures. Two statements."""
    rows = Adjustment.objects.filter(state__in=COUNTED).annotate(
        in_year=ExtractYear("delivered_at"), in_quarter=ExtractQuarter("delivered_at")
    )
    if year:
        rows = rows.filter(in_year=year)
    seen = list(
        rows.order_by().values_list("in_year", "in_quarter", "measure__label", "measure__influence", "measure__weight")
    )
    weights = {label: weight for _year, _quarter, label, _influence, weight in seen}
    measures = sorted(weights, key=lambda label: (weights[label], label))
    quarters = sorted({(one[0], one[1]) for one in seen}, reverse=True)
    lines = [
        _line(f"{number}Q{quarter}", number, quarter, measures, [one for one in seen if one[:2] == (number, quarter)])
        for number, quarter in quarters
    ]
    states = Counter()
    triggers = Counter()
    for state, trigger in Adjustment.objects.order_by().values_list("state", "trigger"):
        states[state] += 1
        triggers[trigger] += 1
    ended = states[S.DISMISSED] + states[S.DECLINED]
    return Statistics(
        measures=measures, lines=lines, total=_line("", 0, 0, measures, seen),
        triggers=[(Trigger(code).label, number) for code, number in triggers.most_common()],
        open=sum(number for state, number in states.items() if state not in Adjustment.ENDED), dismissed=ended,
    )  # fmt: skip


def _line(name, year, quarter, measures, seen):
    counts = Counter(one[2] for one in seen)
    kinds = Counter(one[3] for one in seen)
    return Line(
        name, year, quarter, [counts[label] for label in measures], kinds[MOVED], kinds[REMOVED], kinds[DEMOTED]
    )


def behind(reader, day, *, year=0, quarter=0):
    """The cases behind the figures that `reader` may see, newest first: of a quarter, of a year, or all."""
    rows = Adjustment.objects.visible_to(reader, day).filter(state__in=COUNTED)
    if year:
        rows = rows.filter(delivered_at__year=year)
    if quarter:
        rows = rows.filter(delivered_at__quarter=quarter)
    return rows.select_related("cadre__unit", "measure").order_by("-delivered_at", "-id")
