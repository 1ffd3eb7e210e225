"""Proposals for promotion (能上), with the evidence as it stood when they were made."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.models import Unit
from cases.models.base import Case, PersonCaseQuerySet, case_constraints
from cases.models.decisions import Decision
from cases.models.people import person
from cases.states.adjustment import Stance
from cases.states.promotion import ENDED, PromotionState, Target


class PromotionQuerySet(PersonCaseQuerySet):
    def subject_sees(self):
        """What was not decided is not told to the person: raised hopes are no kindness. From the appointment on."""
        return Q(state=PromotionState.APPOINTED)

    def discipline_sees(self):
        """From the asking of its opinion on."""
        return Q(asked_at__isnull=False)


class Promotion(Case):
    """A person is proposed for a higher post or rank."""

    KIND = "promotion"
    ENDED = ENDED
    BEGINS_AS = (PromotionState.DRAFT,)

    state = models.CharField(_("state"), max_length=10, choices=PromotionState, default=PromotionState.DRAFT)
    target = models.CharField(_("proposed for"), max_length=10, choices=Target, default=Target.PROMOTION)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("to the unit"))
    to_post = models.CharField(_("to the post"), max_length=60)
    grounds = models.TextField(_("grounds"), max_length=2000)
    # What spoke for the person on the day of the proposal: cases.queries.promotion.pack. Never changed.
    pack = models.JSONField(_("evidence"), default=dict)
    asked_at = models.DateTimeField(_("opinion asked at"), null=True, blank=True)
    stance = models.CharField(_("opinion"), max_length=10, choices=Stance, blank=True)
    opinion = models.TextField(_("opinion in words"), max_length=2000, blank=True)
    advised_at = models.DateTimeField(_("opinion received at"), null=True, blank=True)
    advised_by = person(_("opinion given by"), null=True, blank=True)
    proposal = models.TextField(_("reasoned proposal"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    proposed_by = person(_("proposed by"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    document_no = models.CharField(_("document of the appointment"), max_length=40, blank=True)
    post_from_on = models.DateField(_("post changes on"), null=True, blank=True)
    appointed_at = models.DateTimeField(_("appointment entered at"), null=True, blank=True)
    appointed_by = person(_("appointment entered by"), null=True, blank=True)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal for promotion")
        verbose_name_plural = _("proposals for promotion")
        ordering = ["-id"]
        constraints = [
            *case_constraints("promotion", PromotionState.values, ENDED),
            models.CheckConstraint(condition=Q(target__in=Target.values), name="promotion_target_known"),
            models.CheckConstraint(condition=Q(cadre__isnull=False, unit__isnull=True), name="promotion_of_a_person"),
            models.CheckConstraint(condition=~Q(to_post="") & ~Q(grounds=""), name="promotion_said"),
            models.CheckConstraint(
                condition=~Q(state__in=[PromotionState.FORWARDED, PromotionState.DECIDED, PromotionState.APPOINTED])
                | (
                    Q(advised_at__isnull=False, advised_by__isnull=False, stance__in=[Stance.AGREE, Stance.RESERVED])
                    & ~Q(opinion="")
                    & Q(proposed_at__isnull=False, proposed_by__isnull=False)
                    & ~Q(proposal="")
                ),
                name="promotion_advised",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PromotionState.DECIDED, PromotionState.APPOINTED])
                | Q(decision__isnull=False, decided_at__isnull=False),
                name="promotion_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=PromotionState.APPOINTED)
                | (
                    Q(appointed_at__isnull=False, appointed_by__isnull=False, post_from_on__isnull=False)
                    & ~Q(document_no="")
                ),
                name="promotion_appointed",
            ),
            models.UniqueConstraint(
                fields=["cadre", "target"], condition=~Q(state__in=ENDED), name="promotion_one_open"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="promotion_due")]

    def __str__(self):
        return f"{self.number_text} {self.cadre} {self.to_post}"
