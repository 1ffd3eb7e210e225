"""Looking a rule set over before it is adopted, and saying what it changes against the version before."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.models import RuleSet
from cases.queries.codes import clock_words, needed_clocks, needed_figures, needed_measures
from cases.rules.figures import bounds, figure_words
from cases.states.rulesets import MeasureKind, Span

# Longer than this a step is not meant: three years in working days, days, months.
LONGEST = {Span.WORKING: 750, Span.DAYS: 1100, Span.MONTHS: 36}


@dataclass(frozen=True)
class Finding:
    """A sentence about a rule set. stops: with it the rule set cannot be adopted, for a case would come to a halt."""

    sentence: str
    stops: bool = False


def check(rule_set):
    """[Finding] of a rule set, what stops it first; empty where nothing is to be said. Seven statements at most."""
    found = [*_missing(rule_set), *_clocks(rule_set), *_figures(rule_set), *_measures(rule_set), *_days(rule_set)]
    found.sort(key=lambda one: not one.stops)
    return found


def _missing(rule_set):
    clocks = set(rule_set.clocks.values_list("code", flat=True))
    numbers = set(rule_set.figures.values_list("code", flat=True))
    measures = set(rule_set.measures.values_list("kind", "code"))
    for code in needed_clocks():
        if code not in clocks:
            words = {"step": clock_words(code), "code": code}
            yield Finding(_("No period for “%(step)s”: add the clock %(code)s.") % words, True)
    for code in needed_figures():
        if code not in numbers:
            words = {"what": figure_words(code), "code": code}
            yield Finding(_("Not said: %(what)s. Add the number %(code)s.") % words, True)
    for kind, code in needed_measures():
        if (kind, code) not in measures:
            words = {"kind": MeasureKind(kind).label, "code": code}
            yield Finding(_("There is no measure “%(code)s” of the kind “%(kind)s”: add it.") % words, True)


def _clocks(rule_set):
    for clock in rule_set.clocks.all():
        words = {"step": clock_words(clock.code), "code": clock.code, "length": clock.count}
        if not clock.count:
            yield Finding(_("“%(step)s” may take no day at all: give it at least one.") % words, True)
        elif clock.count > LONGEST[clock.span]:
            yield Finding(_("“%(step)s” may take more than three years: is that meant?") % words)
        if clock.extension > clock.count:
            yield Finding(_("The extension of “%(step)s” is longer than the step itself: is that meant?") % words)
        if clock_words(clock.code) == clock.code:
            yield Finding(_("Nothing in the system asks for the clock %(code)s: is it written right?") % words)


def _figures(rule_set):
    for figure in rule_set.figures.all():
        least, most = bounds(figure.code)
        if not least <= figure.value <= most:
            words = {"what": figure_words(figure.code), "value": figure.value, "least": least, "most": most}
            yield Finding(_("%(what)s: %(value)s lies outside %(least)s to %(most)s.") % words, True)


def _measures(rule_set):
    lighter = {}
    for measure in rule_set.measures.order_by("kind", "weight", "code"):
        words = {"measure": measure.label}
        if measure.points > 0 and measure.kind != MeasureKind.PROMOTION:
            yield Finding(_("“%(measure)s” gives points instead of taking them: is that meant?") % words)
        if measure.blocks and not measure.influence:
            yield Finding(_("“%(measure)s” blocks something but begins no influence period: name its kind.") % words)
        if measure.influence and not measure.months:
            yield Finding(_("“%(measure)s” begins an influence period of no month: say how many.") % words)
        before = lighter.get(measure.kind)
        if before is not None and before.weight == measure.weight:
            words["other"] = before.label
            yield Finding(_("“%(other)s” and “%(measure)s” weigh the same: which one is heavier?") % words)
        lighter[measure.kind] = measure


def _days(rule_set):
    if RuleSet.objects.adopted().filter(from_on=rule_set.from_on).exclude(pk=rule_set.pk).exists():
        yield Finding(_("Another rule set begins on the same day: change the first day of one of them."), True)
    if not rule_set.circumstances.filter(is_active=True).exists():
        yield Finding(_("The catalogue has no circumstance in use: import it."))


def before(rule_set):
    """The adopted version that `rule_set` follows, or None."""
    rows = RuleSet.objects.adopted().exclude(pk=rule_set.pk).filter(from_on__lte=rule_set.from_on)
    return rows.order_by("-from_on", "-id").first()


@dataclass(frozen=True)
class Difference:
    """One thing that differs: of which part, what, its words before and after ("" where it was or is not there)."""

    part: Any
    what: Any
    before: str
    after: str


def differences(rule_set, other):
    """[Difference] of `rule_set` against `other`, an earlier version; eight statements."""
    return [
        *_parts(_("clock"), rule_set.clocks, other.clocks, lambda row: row.code, clock_said, clock_title),
        *_parts(
            _("number of the rules"), rule_set.figures, other.figures, lambda row: row.code,
            lambda row: f"{row.value.normalize():f}", lambda row: figure_words(row.code),
        ),
        *_parts(
            _("measure"), rule_set.measures, other.measures, lambda row: (row.kind, row.code), measure_said,
            lambda row: f"{row.get_kind_display()} · {row.code}",
        ),
        *_parts(
            _("circumstance"), rule_set.circumstances.filter(is_active=True),
            other.circumstances.filter(is_active=True), lambda row: row.code, circumstance_said, lambda row: row.code,
        ),
    ]  # fmt: skip


def _parts(part, rows, earlier, key, said, title):
    now, was = ({key(row): row for row in of.all()} for of in (rows, earlier))
    for one in sorted({*now, *was}):
        after, old = (said(of[one]) if one in of else "" for of in (now, was))
        if after != old:
            yield Difference(part, title(now.get(one) or was[one]), old, after)


def clock_title(clock):
    return clock_words(clock.code)


def clock_said(clock):
    """The length of a clock in words."""
    said = f"{clock.count} {clock.get_span_display()}"
    return f"{said} (+{clock.extension})" if clock.extension else said


def measure_said(measure):
    """What a measure does in words."""
    said = [
        measure.label, measure.get_decided_by_display(),
        _("%(n)s months") % {"n": measure.months} if measure.months else "",
        measure.get_influence_display() if measure.influence else "",
        _("blocks: %(what)s") % {"what": measure.block_words} if measure.blocks else "",
        _("points: %(n)s") % {"n": measure.points} if measure.points else "",
    ]  # fmt: skip
    return "；".join(str(part) for part in said if part)


def circumstance_said(row):
    """A circumstance in words."""
    said = [row.get_category_display(), row.text, row.clause, row.get_severity_display(), row.default_card]
    return "；".join(str(part) for part in said if part)
