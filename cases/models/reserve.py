"""The reserve list (后备): one open entry a person and layer, and its yearly reviews. Confidential: the cadre section
and its leaders only; never the person, the commission or a unit. It has no notice of facts and no delivery: nothing is
served of what is confidential."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import Case, CaseQuerySet, case_constraints
from cases.models.decisions import Decision
from cases.models.people import person
from cases.states.reserve import (
    RESERVE_EFFECTIVE,
    RESERVE_ENDED,
    RESERVE_STANDING,
    AnnualGrade,
    Layer,
    Maturity,
    ReserveState,
)
from evaluations.models import Examination

S = ReserveState


class ReserveQuerySet(CaseQuerySet):
    """Only the cadre section and its leaders see entries, and never the own one."""

    def subject_sees(self):
        return Q(pk__in=[])

    def unit_sees(self):
        return Q(pk__in=[])

    def standing_on_list(self):
        """In the list by state; who is blocked on a day says cases.queries.reserve.marked."""
        return self.filter(state__in=RESERVE_STANDING)


class ReserveEntry(Case):
    """A person on the way to, in, or out of the reserve list of one layer."""

    KIND = "reserve"
    ENDED = RESERVE_ENDED
    BEGINS_AS = (S.PROPOSED,)

    state = models.CharField(_("state"), max_length=10, choices=ReserveState, default=S.PROPOSED)
    layer = models.CharField(_("layer"), max_length=10, choices=Layer)
    source = models.CharField(_("where the proposal comes from"), max_length=200)
    reason = models.TextField(_("reason"), max_length=1000)
    examination = models.ForeignKey(
        Examination, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evaluation on site")
    )
    annual_grade = models.CharField(_("newest yearly grade"), max_length=10, choices=AnnualGrade, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = person(_("checked by"), null=True, blank=True)
    check_note = models.CharField(_("what was checked"), max_length=400, blank=True)
    maturity = models.CharField(_("maturity"), max_length=8, choices=Maturity, blank=True)
    measures = models.TextField(_("training measures"), max_length=1000, blank=True)
    proposal = models.TextField(_("reasoned proposal"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    proposed_by = person(_("proposed by"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = person(_("confirmed by"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    listed_for = models.CharField(_("evaluated for"), max_length=200, blank=True)
    used_as = models.CharField(_("used as"), max_length=200, blank=True)
    # Proposed on the desk; a leader decides.
    exit_at = models.DateTimeField(_("exit proposed at"), null=True, blank=True)
    exit_by = person(_("exit proposed by"), null=True, blank=True)
    exit_why = models.CharField(_("why the exit is proposed"), max_length=400, blank=True)
    # A leader decided that it stays all the same: not proposed again before the next review.
    kept_at = models.DateTimeField(_("kept in the list at"), null=True, blank=True)
    # What struck it off at once: an influence period, by key; the entry comes back only where that falls altogether.
    struck_by = models.CharField(max_length=40, blank=True, editable=False)
    struck_words = models.CharField(_("struck off by"), max_length=200, blank=True)
    return_at = models.DateTimeField(_("return proposed at"), null=True, blank=True)

    objects = ReserveQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the reserve list")
        verbose_name_plural = _("reserve list")
        ordering = ["-id"]
        constraints = [
            *case_constraints("reserve", ReserveState.values, RESERVE_ENDED),
            models.CheckConstraint(condition=Q(cadre__isnull=False, unit__isnull=True), name="reserve_of_one"),
            models.CheckConstraint(condition=Q(layer__in=Layer.values), name="reserve_layer_known"),
            models.UniqueConstraint(
                fields=["cadre", "layer"], condition=~Q(state__in=RESERVE_ENDED), name="reserve_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*RESERVE_EFFECTIVE, S.DECIDED])
                | (
                    Q(checked_at__isnull=False, checked_by__isnull=False, proposed_by__isnull=False)
                    & Q(proposed_at__gte=F("checked_at")) & ~Q(proposal="") & ~Q(annual_grade="") & ~Q(maturity="")
                ),
                name="reserve_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*RESERVE_EFFECTIVE, S.DECIDED])
                | Q(decision__isnull=False, decided_at__gte=F("proposed_at")),
                name="reserve_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RESERVE_EFFECTIVE)
                | (
                    Q(confirmed_at__gte=F("decided_at"), confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                ),
                name="reserve_confirmed",
            ),
            models.CheckConstraint(condition=~Q(state=S.USED) | ~Q(used_as=""), name="reserve_used"),
            models.CheckConstraint(condition=~Q(state=S.REMOVED) | ~Q(ended_why=""), name="reserve_removed"),
            models.CheckConstraint(condition=Q(exit_at__isnull=True) | ~Q(exit_why=""), name="reserve_exit_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_at"], name="reserve_due")]

    def __str__(self):
        return f"{self.number_text} {self.cadre}"


class ReserveReview(models.Model):
    """What a yearly review found of an entry. Never changed."""

    entry = models.ForeignKey(ReserveEntry, models.PROTECT, related_name="reviews", verbose_name=_("entry"))
    at = models.DateTimeField(_("reviewed at"))
    by = person(_("reviewed by"))
    annual_grade = models.CharField(_("newest yearly grade"), max_length=10, choices=AnnualGrade)
    maturity = models.CharField(_("maturity"), max_length=8, choices=Maturity)
    measures = models.TextField(_("training measures"), max_length=1000, blank=True)
    comment = models.CharField(_("comment"), max_length=400)

    class Meta:
        verbose_name = _("yearly review of an entry")
        verbose_name_plural = _("yearly reviews of entries")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(comment=""), name="reservereview_comment")]

    def __str__(self):
        return f"{self.entry} {self.at:%Y-%m-%d}"
