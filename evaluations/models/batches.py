"""Lists of faster projects (进度较快项目, by batches), drawn from published bulletins, decided by people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.states import Track
from evaluations.models.inspections import person
from evaluations.states.bulletins import BatchState
from projects.models import Project


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Drafts are the key project office's; what is published, everybody's who works here."""
        if user.administrator or not user.is_active:
            return self.none()
        if user.has_role(Role.PLANNER, Role.LEADER):
            return self
        return self.filter(state=BatchState.PUBLISHED)


class Batch(models.Model):
    """A list of faster projects over some months, with the criteria it was drawn by and the decision that made it."""

    BEGINS_AS = (BatchState.DRAFT,)

    first_month = models.DateField(_("from the month"))
    last_month = models.DateField(_("until the month"))
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.DRAFT)
    title = models.CharField(_("title"), max_length=100)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number in the year"), null=True, blank=True)
    number_text = models.CharField(_("number"), max_length=40, blank=True)
    criteria = models.JSONField(_("criteria"), default=dict)
    sources = models.JSONField(_("bulletins it was drawn from"), default=list)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person(_("drafted by"))
    meeting = models.CharField(_("meeting that decided"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    document_no = models.CharField(_("document number"), max_length=40, blank=True)
    recorded_at = models.DateTimeField(_("decision recorded at"), null=True, blank=True)
    recorded_by = person(_("decision recorded by"), null=True, blank=True)
    end_reason = models.CharField(_("reason for discarding it"), max_length=400, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of faster projects")
        verbose_name_plural = _("lists of faster projects")
        ordering = ["-last_month", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="batch_months"),
            models.CheckConstraint(
                condition=Q(state=BatchState.PUBLISHED, number__isnull=False, year__isnull=False,
                            decided_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False)
                & ~Q(meeting="") & ~Q(document_no="")
                | ~Q(state=BatchState.PUBLISHED) & Q(number__isnull=True),
                name="batch_decided",
            ),
            models.CheckConstraint(condition=~Q(state=BatchState.DISCARDED) | ~Q(end_reason=""), name="batch_ended"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/faster/{self.pk}/"


class BatchLine(models.Model):
    """A project considered for a list, with what the bulletins say of it; kept out only with a reason."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines", verbose_name=_("list"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("project"))
    code = models.CharField(_("project number"), max_length=30)
    name = models.CharField(_("project name"), max_length=100)
    unit_names = models.CharField(_("responsible units then"), max_length=200, blank=True)
    track = models.CharField(_("track"), max_length=12, choices=Track)
    months = models.PositiveSmallIntegerField(_("months among the faster"))
    deviation = models.DecimalField(_("deviation (percentage points)"), max_digits=7, decimal_places=2, null=True)
    is_proposed = models.BooleanField(_("meets the criteria"))
    is_listed = models.BooleanField(_("on the list"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("project of a list")
        verbose_name_plural = _("projects of lists")
        ordering = ["track", F("deviation").desc(nulls_last=True), "code"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "project"], name="batch_project_once"),
            models.CheckConstraint(condition=Q(is_listed=F("is_proposed")) | ~Q(reason=""), name="batchline_departure"),
        ]

    def __str__(self):
        return self.name
