"""Rule sets (规则版本): measures, clocks, numbers and circumstances in force from a day on; a case keeps its own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.states import InfluenceKind, Purpose
from cases.models.people import person
from cases.states.decisions import Meeting
from cases.states.rulesets import Category, MeasureKind, RuleSetState, Severity, Span


class RuleSetQuerySet(models.QuerySet):
    def adopted(self):
        return self.filter(state=RuleSetState.ADOPTED)

    def in_force(self, day):
        """The rule set in force on the day: the one adopted that began last. As a queryset of at most one."""
        return self.adopted().filter(from_on__lte=day).order_by("-from_on", "-id")[:1]


class RuleSet(models.Model):
    """A version of the rules by which cases are run."""

    BEGINS_AS = (RuleSetState.DRAFT,)

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=100)
    basis = models.CharField(_("rests on"), max_length=200, blank=True)
    from_on = models.DateField(_("in force from"))
    # Every number that was not checked against an official text is a sample until the office has its own.
    is_sample = models.BooleanField(_("sample"), default=True)
    state = models.CharField(_("state"), max_length=8, choices=RuleSetState, default=RuleSetState.DRAFT)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person(_("entered by"))
    changed_by = person(_("last changed by"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)
    adopted_by = person(_("adopted by"), null=True, blank=True)
    adopted_why = models.CharField(_("reason for adopting it"), max_length=400, blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RuleSetState.values), name="ruleset_state_known"),
            models.CheckConstraint(
                condition=Q(state=RuleSetState.DRAFT)
                | (Q(adopted_at__isnull=False, adopted_by__isnull=False) & ~Q(adopted_why="")),
                name="ruleset_adopted",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True)
                | (
                    ~Q(adopted_by=F("entered_by"))
                    & (Q(changed_by__isnull=True) | ~Q(adopted_by=F("changed_by")))
                ),
                name="ruleset_four_eyes",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.title} ({self.code})"


class Clock(models.Model):
    """How long a step may take; `code` is kind.STATE of a case ("card.NOTIFIED") or a name that a kind declares."""

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="clocks", verbose_name=_("rule set"))
    code = models.CharField(_("step"), max_length=40)
    count = models.PositiveSmallIntegerField(_("length"))
    span = models.CharField(_("counted in"), max_length=8, choices=Span, default=Span.WORKING)
    # 0: not to be extended. Counted like the period itself.
    extension = models.PositiveSmallIntegerField(_("one extension by"), default=0)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="clock_once"),
            models.CheckConstraint(condition=Q(span__in=Span.values), name="clock_span_known"),
        ]

    def __str__(self):
        return self.code


class Figure(models.Model):
    """A number of the rules that is neither a clock nor a measure; codes and meanings: cases.rules.figures."""

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="figures", verbose_name=_("rule set"))
    code = models.CharField(_("number"), max_length=40)
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("number of the rules")
        verbose_name_plural = _("numbers of the rules")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["rule_set", "code"], name="casefigure_once")]

    def __str__(self):
        return self.code


class Measure(models.Model):
    """What may follow: a reminder, a card, an adjustment; with its effects and who decides it."""

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="measures", verbose_name=_("rule set"))
    kind = models.CharField(_("kind"), max_length=12, choices=MeasureKind)
    code = models.CharField(_("code"), max_length=20)
    label = models.CharField(_("name"), max_length=40)
    # From light to heavy; one step down is what a lighter finding means.
    weight = models.PositiveSmallIntegerField(_("weight"), default=0)
    decided_by = models.CharField(_("decided by"), max_length=12, choices=Meeting, default=Meeting.DEPARTMENT)
    months = models.PositiveSmallIntegerField(_("months of effect"), default=0)
    blocks = models.JSONField(_("blocks"), default=list, blank=True)
    influence = models.CharField(_("influence period"), max_length=16, choices=InfluenceKind, blank=True)
    points = models.DecimalField(_("points in the score of the quarter"), max_digits=5, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["kind", "weight", "code"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "kind", "code"], name="measure_once"),
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
            models.CheckConstraint(condition=Q(decided_by__in=Meeting.values), name="measure_meeting_known"),
        ]

    def __str__(self):
        return self.label

    @property
    def block_words(self):
        """What it keeps from, in words."""
        known = dict(Purpose.choices)
        return "、".join(str(known.get(code, code)) for code in self.blocks or [])


class Circumstance(models.Model):
    """A circumstance (情形) of the catalogue: what a card or an adjustment may rest on."""

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="circumstances", verbose_name=_("rule set"))
    code = models.CharField(_("code"), max_length=20)
    category = models.CharField(_("category"), max_length=10, choices=Category)
    text = models.CharField(_("text"), max_length=300)
    clause = models.CharField(_("clause"), max_length=80, blank=True)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, default=Severity.MIDDLE)
    # The code of a measure of kind card; empty where none is usual.
    default_card = models.CharField(_("usual card"), max_length=20, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("circumstance")
        verbose_name_plural = _("circumstances")
        ordering = ["rule_set", "code"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="circumstance_once"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="circumstance_category_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="circumstance_severity_known"),
            models.CheckConstraint(condition=~Q(text=""), name="circumstance_text"),
        ]

    def __str__(self):
        return f"{self.code} {self.text}"
