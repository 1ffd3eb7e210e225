"""Adjustments of posts (能下): from a clue to the evaluation at the end of the influence period."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cadres.models import Unit
from cases.models.base import CaseQuerySet, DueProcess, case_constraints, due_process_constraints
from cases.models.people import person
from cases.models.rulesets import Circumstance, Measure
from cases.states import adjustment as states
from cases.states.adjustment import AdjustmentState, Asked, Stance, TalkTime, ToleranceCheck, Trigger, Verdict


class PersonCaseQuerySet(CaseQuerySet):
    """Cases about a person: no matter of the unit's."""

    def unit_sees(self):
        return Q(pk__in=[])


class AdjustmentQuerySet(PersonCaseQuerySet):
    def discipline_sees(self):
        """From the consultation on."""
        return Q(consulted_at__isnull=False)


class Adjustment(DueProcess):
    """A person is to leave a post, or to hold another one, for a circumstance of the catalogue."""

    KIND = "adjustment"
    ENDED = states.ENDED
    EFFECTIVE = states.EFFECTIVE
    BEGINS_AS = (AdjustmentState.CLUE,)

    state = models.CharField(_("state"), max_length=10, choices=AdjustmentState, default=AdjustmentState.CLUE)
    trigger = models.CharField(_("set off by"), max_length=12, choices=Trigger)
    clue = models.TextField(_("clue"), max_length=2000)
    # What it rests on, of any floor. No foreign key.
    source_label = models.CharField(max_length=60, blank=True, editable=False)
    source_key = models.CharField(max_length=40, blank=True, editable=False)
    source_title = models.CharField(_("rests on"), max_length=120, blank=True)
    source_path = models.CharField(max_length=200, blank=True, editable=False)
    circumstance = models.ForeignKey(
        Circumstance, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("circumstance")
    )
    tolerance = models.CharField(
        _("error tolerance"), max_length=8, choices=ToleranceCheck, blank=True, default=ToleranceCheck.NONE
    )
    tolerance_why = models.CharField(_("why"), max_length=400, blank=True)
    tolerance_at = models.DateTimeField(_("considered at"), null=True, blank=True)
    tolerance_by = person(_("considered by"), null=True, blank=True)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("measure")
    )
    way = models.CharField(_("way"), max_length=200, blank=True)
    destination_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to the unit")
    )
    destination_post = models.CharField(_("to the post"), max_length=60, blank=True)
    consulted_at = models.DateTimeField(_("opinions asked at"), null=True, blank=True)
    document_no = models.CharField(_("document of the appointment"), max_length=40, blank=True)
    post_from_on = models.DateField(_("post changes on"), null=True, blank=True)
    appointed_at = models.DateTimeField(_("appointment entered at"), null=True, blank=True)
    appointed_by = person(_("appointment entered by"), null=True, blank=True)
    follow_until = models.DateField(_("influence and follow-up until"), null=True, blank=True)
    verdict = models.CharField(_("result"), max_length=10, choices=Verdict, blank=True)
    evaluation = models.TextField(_("evaluation"), max_length=2000, blank=True)
    evaluated_at = models.DateTimeField(_("evaluated at"), null=True, blank=True)
    evaluated_by = person(_("evaluated by"), null=True, blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-id"]
        constraints = [
            *case_constraints("adjust", AdjustmentState.values, states.ENDED),
            *due_process_constraints(
                "adjust", states.EFFECTIVE, decided=(AdjustmentState.DECIDED, AdjustmentState.TALKED)
            ),
            models.CheckConstraint(condition=Q(trigger__in=Trigger.values), name="adjust_trigger_known"),
            models.CheckConstraint(condition=Q(tolerance__in=ToleranceCheck.values), name="adjust_tolerance_known"),
            models.CheckConstraint(condition=Q(cadre__isnull=False, unit__isnull=True), name="adjust_of_a_person"),
            models.CheckConstraint(condition=~Q(clue=""), name="adjust_clue"),
            models.CheckConstraint(
                condition=Q(state__in=[AdjustmentState.CLUE, AdjustmentState.DISMISSED])
                | Q(circumstance__isnull=False),
                name="adjust_circumstance",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.UNVERIFIED)
                | (Q(tolerance_at__isnull=False, tolerance_by__isnull=False) & ~Q(tolerance="") & ~Q(tolerance_why="")),
                name="adjust_tolerance_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.UNSERVED) | Q(served_at__isnull=False), name="adjust_served_first"
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.UNHEARD) | Q(heard_at__isnull=False), name="adjust_heard_first"
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.UNPROPOSED)
                | (Q(measure__isnull=False, proposed_at__isnull=False) & ~Q(way="")),
                name="adjust_measure",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.UNCONSULTED) | Q(consulted_at__isnull=False), name="adjust_consulted"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AdjustmentState.FOLLOW_UP, AdjustmentState.CLOSED])
                | (
                    Q(appointed_at__isnull=False, appointed_by__isnull=False, post_from_on__isnull=False)
                    & Q(follow_until__isnull=False)
                    & ~Q(document_no="")
                ),
                name="adjust_appointed",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdjustmentState.CLOSED)
                | (
                    Q(evaluated_at__isnull=False, evaluated_by__isnull=False, verdict__in=Verdict.values)
                    & ~Q(evaluation="")
                ),
                name="adjust_evaluated",
            ),
            # One clue a person and source: a red card is proposed for verification once.
            models.UniqueConstraint(
                fields=["cadre", "source_label", "source_key"], condition=~Q(source_key=""), name="adjust_once_a_source"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="adjust_due")]

    def __str__(self):
        return f"{self.number_text} {self.cadre}"

    @cached_property
    def opinions_asked(self):
        """{Asked: AdjustOpinion}, read once."""
        return {row.whom: row for row in self.opinions.all()}

    @cached_property
    def talks_held(self):
        """The talks, oldest first, read once."""
        return list(self.talks.all())

    @cached_property
    def evidence_list(self):
        return list(self.evidence.all())


class AdjustEvidence(models.Model):
    """A piece of the evidence of a verification; unchanged once the facts are served."""

    case = models.ForeignKey(Adjustment, models.PROTECT, related_name="evidence", verbose_name=_("case"))
    text = models.CharField(_("piece of evidence"), max_length=300)
    origin = models.CharField(_("where it comes from"), max_length=120)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person(_("entered by"))

    class Meta:
        verbose_name = _("piece of evidence of a verification")
        verbose_name_plural = _("evidence of verifications")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text="") & ~Q(origin=""), name="adjustevidence_said")]

    def __str__(self):
        return self.text


class AdjustTalk(models.Model):
    """A talk with the person concerned: who held it, when, what was said. Never changed."""

    case = models.ForeignKey(Adjustment, models.PROTECT, related_name="talks", verbose_name=_("case"))
    time = models.CharField(_("when"), max_length=10, choices=TalkTime)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=60, blank=True)
    held_by = models.CharField(_("held by"), max_length=60)
    words = models.TextField(_("what was said"), max_length=2000)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person(_("entered by"))

    class Meta:
        verbose_name = _("talk of an adjustment")
        verbose_name_plural = _("talks of adjustments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(time__in=TalkTime.values), name="adjusttalk_time_known"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(held_by=""), name="adjusttalk_said"),
        ]

    def __str__(self):
        return f"{self.get_time_display()} {self.held_on}"


class AdjustOpinion(models.Model):
    """The written opinion of who must be heard before the meeting; unchanged once given."""

    case = models.ForeignKey(Adjustment, models.PROTECT, related_name="opinions", verbose_name=_("case"))
    whom = models.CharField(_("asked"), max_length=12, choices=Asked)
    name = models.CharField(_("name"), max_length=40, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = person(_("asked by"))
    stance = models.CharField(_("opinion"), max_length=10, choices=Stance, blank=True)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    document_no = models.CharField(_("number of the reply"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = person(_("entered by"), null=True, blank=True)

    class Meta:
        verbose_name = _("opinion on an adjustment")
        verbose_name_plural = _("opinions on adjustments")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "whom"], name="adjustopinion_once"),
            models.CheckConstraint(condition=Q(whom__in=Asked.values), name="adjustopinion_whom_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | (Q(answered_by__isnull=False, stance__in=Stance.values) & ~Q(words="")),
                name="adjustopinion_answered",
            ),
        ]

    def __str__(self):
        return f"{self.get_whom_display()} {self.get_stance_display()}"
