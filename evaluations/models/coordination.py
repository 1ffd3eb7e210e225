"""The coordination slip: what is to be coordinated, at which level it lies, and every step it took."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.states.coordination import HELD, OPEN, CoordinationState, Level, Origin, StepEnd
from projects.models import DailyReport, Project
from projects.models.roster import SEES_ALL, concerning
from projects.states import Addressee


class CoordinationQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Slips of the projects that `user` may see on `day`, and those that `user` raised."""
        if user.administrator:
            return self.none()
        if user.has_role(*SEES_ALL):
            return self
        return self.filter(Q(project__in=concerning(user, day)) | Q(raised_by=user))

    def open(self):
        return self.filter(state__in=OPEN)

    def overdue(self, at):
        """Whose turn it is, is late."""
        return self.filter(state__in=OPEN, due_at__lte=at)

    def to_escalate(self, at):
        """Has lain at its level for as long as prompts an escalation."""
        return self.filter(state__in=HELD, escalate_at__lte=at, level__lt=Level.PRINCIPAL)


class Coordination(models.Model):
    """A matter that needs somebody above the site: raised, held at one of four levels, settled by who raised it."""

    BEGINS_AS = (CoordinationState.RAISED,)

    number = models.CharField(_("slip number"), max_length=30, unique=True)
    project = models.ForeignKey(Project, models.PROTECT, related_name="coordinations", verbose_name=_("project"))
    origin = models.CharField(_("how it came about"), max_length=8, choices=Origin, default=Origin.HAND)
    matter = models.CharField(_("matter to coordinate"), max_length=1000)
    addressed_to = models.CharField(_("addressed to"), max_length=12, choices=Addressee)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by")
    )
    raised_at = models.DateTimeField(_("raised at"))
    state = models.CharField(_("state"), max_length=10, choices=CoordinationState, default=CoordinationState.RAISED)
    level = models.PositiveSmallIntegerField(pgettext_lazy("coordination", "level"), choices=Level)
    step = models.PositiveSmallIntegerField(_("step"), default=1)

    # Whose turn it is must act before this; empty when all is over.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    escalate_at = models.DateTimeField(_("escalation is prompted at"), null=True, blank=True)

    responded_at = models.DateTimeField(_("first taken up at"), null=True, blank=True)
    response_days = models.PositiveSmallIntegerField(_("working days until taken up"), null=True, blank=True)
    note = models.CharField(_("what is being done"), max_length=1000, blank=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    sent_back = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    solved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    solved_days = models.PositiveSmallIntegerField(_("working days until settled"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdraw_reason = models.CharField(_("reason for withdrawal"), max_length=400, blank=True)

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination slip")
        verbose_name_plural = _("coordination slips")
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CoordinationState.values), name="coord_state_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="coord_level_known"),
            models.CheckConstraint(condition=Q(addressed_to__in=Addressee.values), name="coord_addressee_known"),
            models.CheckConstraint(condition=~Q(matter=""), name="coord_matter"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, due_at__isnull=False) | (~Q(state__in=OPEN) & Q(due_at__isnull=True)),
                name="coord_due",
            ),
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True, response_days__isnull=True)
                | Q(responded_at__isnull=False, response_days__isnull=False),
                name="coord_response",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ANSWERED", "SOLVED"])
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="coord_answered",
            ),
            # Nobody confirms an answer of their own.
            models.CheckConstraint(
                condition=~Q(state="SOLVED")
                | (
                    Q(solved_at__isnull=False, solved_by__isnull=False, solved_days__isnull=False)
                    & ~Q(solved_by=models.F("answered_by"))
                ),
                name="coord_solved",
            ),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN") | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="coord_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="coord_open"),
            models.Index(fields=["project", "state"], name="coord_project"),
            models.Index(fields=["raised_by", "state"], name="coord_raiser"),
            models.Index(fields=["raised_at"], name="coord_raised"),
        ]

    def __str__(self):
        return f"{self.number} {self.project}"

    def get_absolute_url(self):
        return f"/coordination/{self.pk}/"

    @property
    def is_open(self):
        return self.state in OPEN


class CoordinationStep(models.Model):
    """A slip's stay at one level, with its owner then, its dues and how it ended. Never rewritten once ended."""

    slip = models.ForeignKey(Coordination, models.CASCADE, related_name="steps", verbose_name=_("coordination slip"))
    number = models.PositiveSmallIntegerField(_("step"))
    level = models.PositiveSmallIntegerField(pgettext_lazy("coordination", "level"), choices=Level)
    owners = models.CharField(_("held by"), max_length=200, blank=True)
    begun_at = models.DateTimeField(_("reached at"))
    respond_due_at = models.DateTimeField(_("to be taken up until"))
    escalate_due_at = models.DateTimeField(_("escalation is prompted at"))
    accepted_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken up by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end = models.CharField(_("ended as"), max_length=10, choices=StepEnd, blank=True)

    class Meta:
        verbose_name = _("step of a slip")
        verbose_name_plural = _("steps of slips")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "number"], name="coordstep_once"),
            models.UniqueConstraint(fields=["slip"], condition=Q(ended_at__isnull=True), name="coordstep_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="coordstep_ended",
            ),
        ]
        indexes = [models.Index(fields=["begun_at", "ended_at"], name="coordstep_when")]

    def __str__(self):
        return f"{self.slip_id}.{self.number}"


class CoordinationReport(models.Model):
    """A report whose matter a slip carries: each report is drawn up once, a matter named again joins its open slip."""

    report = models.OneToOneField(DailyReport, models.PROTECT, related_name="+", verbose_name=_("daily report"))
    slip = models.ForeignKey(Coordination, models.PROTECT, related_name="reports", verbose_name=_("coordination slip"))
    at = models.DateTimeField(_("taken over at"))

    class Meta:
        verbose_name = _("report of a slip")
        verbose_name_plural = _("reports of slips")
        ordering = ["report__day"]

    def __str__(self):
        return f"{self.slip_id} {self.report_id}"
