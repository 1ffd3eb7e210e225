"""Reviews and appeals: a case of its own about a decided case of any kind; one of each a person."""

from django.db import models
from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import registry
from cases.models.base import Case, CaseQuerySet, case_constraints
from cases.models.decisions import Decision
from cases.models.people import person
from cases.states.appeals import EFFECTIVE, ENDED, AppealState
from cases.states.common import Remedy, Result


def _others(name, column, *columns):
    """That the person of `column` is none of those of `columns`."""
    condition = Q()
    for other in columns:
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{column: F(other)})
    return models.CheckConstraint(condition=condition, name=name)


class AppealQuerySet(CaseQuerySet):
    def subject_sees(self):
        """The person sees the own appeal from the first day."""
        return Q()

    def unit_sees(self):
        return Q()

    def discipline_sees(self):
        """The commission sees an appeal where it sees what it is about."""
        found = Q(pk__in=[])
        for kind in registry.KINDS.values():
            if kind.model is self.model:
                continue
            rows = kind.model.objects.filter(kind.model.objects.discipline_sees()).order_by()
            keys = rows.annotate(as_key=Cast("pk", CharField(max_length=20))).values("as_key")
            found |= Q(target_label=kind.key, target_key__in=keys)
        return found

    def against(self, case):
        """The reviews and appeals about a case, oldest first."""
        return self.filter(target_label=case._meta.label_lower, target_key=str(case.pk)).order_by("id")


class Appeal(Case):
    """What a person lodges against a decision that touches it."""

    KIND = "appeal"
    ENDED = ENDED
    EFFECTIVE = EFFECTIVE
    # A late one begins with the question whether it is admitted.
    BEGINS_AS = (AppealState.LODGED, AppealState.QUESTIONED)

    state = models.CharField(_("state"), max_length=12, choices=AppealState, default=AppealState.LODGED)
    remedy = models.CharField(_("remedy"), max_length=8, choices=Remedy)
    # What it is about, of any kind of case: no foreign key.
    target_label = models.CharField(max_length=60, editable=False)
    target_key = models.CharField(max_length=20, editable=False)
    target_title = models.CharField(_("decision disputed"), max_length=120)
    target_path = models.CharField(max_length=200, editable=False)
    after_review = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("review before")
    )
    claim = models.CharField(_("what is asked for"), max_length=400)
    grounds = models.TextField(_("facts and grounds"), max_length=4000)
    received_at = models.DateTimeField(_("received at"))
    on_paper = models.BooleanField(_("came on paper"), default=False)
    last_on = models.DateField(_("last day to lodge it"))
    is_late = models.BooleanField(_("after the period"), default=False)
    # Who had a hand in what is disputed: none of them in the appeal.
    first_officer = person(_("officer of the decision disputed"), null=True, blank=True)
    first_proposer = person(_("proposer of the decision disputed"), null=True, blank=True)
    first_confirmer = person(_("confirmed the decision disputed"), null=True, blank=True)
    review_officer = person(_("officer of the review"), null=True, blank=True)
    review_confirmer = person(_("confirmed the review"), null=True, blank=True)
    doubt = models.CharField(_("doubt about the admission"), max_length=400, blank=True)
    ruled_at = models.DateTimeField(_("ruled on at"), null=True, blank=True)
    ruled_by = person(_("ruled on by"), null=True, blank=True)
    ruling = models.CharField(_("reason of the ruling"), max_length=400, blank=True)
    # The decision is due before; of the remedy's period, from the admission on.
    decide_before = models.DateTimeField(_("to be decided before"), null=True, blank=True)
    findings = models.TextField(_("facts established"), max_length=4000, blank=True)
    examined_at = models.DateTimeField(_("examined at"), null=True, blank=True)
    proposal = models.TextField(_("reasoned proposal"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    proposed_by = person(_("proposed by"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = person(_("confirmed by"), null=True, blank=True)
    result = models.CharField(_("outcome"), max_length=10, choices=Result, blank=True)
    # A word of the disputed case's kind (registry.Kind.changes).
    change_code = models.CharField(_("changed to"), max_length=12, blank=True)
    change_words = models.CharField(_("changed to, in words"), max_length=120, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    delivered_by = person(_("delivered by"), null=True, blank=True)
    # After a review: until when an appeal may follow.
    appeal_until = models.DateField(_("last day of the appeal"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("review or appeal")
        verbose_name_plural = _("reviews and appeals")
        ordering = ["-id"]
        constraints = [
            *case_constraints("appeal", AppealState.values, ENDED),
            models.CheckConstraint(condition=Q(remedy__in=Remedy.values), name="appeal_remedy_known"),
            models.CheckConstraint(condition=Q(result__in=[*Result.values, ""]), name="appeal_result_known"),
            models.CheckConstraint(
                condition=Q(cadre__isnull=False, unit__isnull=True) | Q(cadre__isnull=True, unit__isnull=False),
                name="appeal_one_person",
            ),
            # One review and one appeal a decision and person; whatever became of it.
            models.UniqueConstraint(
                fields=["target_label", "target_key", "remedy", "cadre"], condition=Q(cadre__isnull=False),
                name="appeal_once",
            ),
            models.UniqueConstraint(
                fields=["target_label", "target_key", "remedy", "unit"], condition=Q(unit__isnull=False),
                name="appeal_once_unit",
            ),
            models.CheckConstraint(condition=~Q(claim="") & ~Q(grounds=""), name="appeal_said"),
            models.CheckConstraint(
                condition=Q(after_review__isnull=True) | Q(remedy=Remedy.APPEAL), name="appeal_after_review"
            ),
            _others("appeal_other_officer", "handler", "first_officer", "first_proposer", "review_officer"),
            _others("appeal_other_proposer", "proposed_by", "first_officer", "first_proposer", "review_officer"),
            _others("appeal_other_leader", "decided_by", "first_confirmer", "review_confirmer", "proposed_by"),
            models.CheckConstraint(
                condition=Q(state__in=[AppealState.LODGED, AppealState.QUESTIONED, AppealState.WITHDRAWN])
                | Q(ruled_at__isnull=False, ruled_by__isnull=False),
                name="appeal_ruled",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppealState.INADMISSIBLE) & Q(Q(is_late=False) | Q(ruled_at__isnull=True))
                | ~Q(ruling=""),
                name="appeal_ruled_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AppealState.PROPOSED, AppealState.DECIDED, AppealState.CLOSED])
                | (
                    Q(examined_at__isnull=False, proposed_at__isnull=False, proposed_by__isnull=False)
                    & Q(examined_at__gte=F("ruled_at"), proposed_at__gte=F("examined_at"))
                    & ~Q(findings="") & ~Q(proposal="")
                ),
                name="appeal_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AppealState.DECIDED, AppealState.CLOSED])
                | Q(decision__isnull=False, decided_at__isnull=False, decided_by__isnull=False,
                    decided_at__gte=F("proposed_at")) & ~Q(result=""),
                name="appeal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(result=Result.CHANGED) & Q(change_code="") | Q(result=Result.CHANGED) & ~Q(change_code=""),
                name="appeal_changed_to",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppealState.CLOSED)
                | Q(delivered_at__isnull=False, delivered_by__isnull=False, delivered_at__gte=F("decided_at")),
                name="appeal_delivered",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "due_at"], name="appeal_due"),
            models.Index(fields=["target_label", "target_key"], name="appeal_target"),
        ]

    def __str__(self):
        return f"{self.number_text} {self.get_remedy_display()} {self.whom}"

    @cached_property
    def target(self):
        """The case it is about."""
        return (
            registry.labelled(self.target_label)
            .model.objects.select_related("cadre", "unit", "handler")
            .get(pk=self.target_key)
        )

    @property
    def involved(self):
        """Keys of those who had a hand in what is disputed, or in the review before."""
        found = (
            self.first_officer_id, self.first_proposer_id, self.first_confirmer_id, self.review_officer_id,
            self.review_confirmer_id,
        )  # fmt: skip
        return {key for key in found if key}
