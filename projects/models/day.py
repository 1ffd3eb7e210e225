"""A report a day: the row, its versions, its amounts and photos, and the receipts that make sending safe."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cadres.models import in_force
from projects.models.roster import (
    SEES_ALL,
    Milestone,
    Project,
    ProjectUnit,
    Responsibility,
    Target,
    concerning,
    money,
)
from projects.states import Addressee, Channel, PersonRole, ReportState, UnitRole


class DailyReportQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Reports of the projects that `user` may see on `day`."""
        if user.has_role(*SEES_ALL):
            return self
        return self.filter(project__in=concerning(user, day))

    def missing(self, at):
        """Past due, neither received nor exempt."""
        return self.filter(state=ReportState.OPEN, due_at__lte=at)

    def owed(self):
        """Still to be handed in: open or returned."""
        return self.filter(state__in=[ReportState.OPEN, ReportState.RETURNED])

    def spoken_for_by(self, user, day):
        """Reports of the projects whose liaison, or stand-in, `user` is on `day`."""
        return self.filter(project__in=Project.objects.carried_by(user, day, PersonRole.LIAISON).values("pk"))

    def speaking(self, user, day):
        """Adds `asker` and `speaks` alone (see `standing`): what handing in asks."""
        carried = Responsibility.objects.filter(in_force(day), project=OuterRef("project"), cadre__user=user)
        return self.annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            speaks=Exists(carried.filter(role=PersonRole.LIAISON)),
        )

    def standing(self, user, day):
        """Adds how `user` stands to each report on `day`: `asker`, `speaks` (liaison or stand-in), `reviews` (head or
        leader in charge of the responsible unit) and `wrote` (handed in some version). Predicates read these, so a
        lock, a list and a button cost no statement of their own."""
        carried = Responsibility.objects.filter(in_force(day), project=OuterRef("project"), cadre__user=user)
        headed = ProjectUnit.objects.filter(
            in_force(day),
            in_force(day, "unit__appointments__"),
            project=OuterRef("project"),
            role=UnitRole.RESPONSIBLE,
            unit__appointments__is_head=True,
            unit__appointments__cadre__user=user,
        )
        return self.speaking(user, day).annotate(
            reviews=Exists(headed) | Exists(carried.filter(role__in=[PersonRole.UNIT_HEAD, PersonRole.DEPUTY])),
            wrote=Exists(ReportVersion.objects.filter(report=OuterRef("pk"), by=user)),
        )

    def with_photo_count(self):
        """Adds `photo_count`: the photos that the newest version shows."""
        counted = (
            Photo.objects.filter(report=OuterRef("pk"), until_version__isnull=True)
            .order_by()
            .values("report")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(photo_count=Coalesce(Subquery(counted), 0))


class DailyReport(models.Model):
    """A liaison's word on one project for one working day."""

    BEGINS_AS = (ReportState.OPEN,)

    project = models.ForeignKey(Project, models.PROTECT, related_name="daily_reports", verbose_name=_("project"))
    day = models.DateField(_("day"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.OPEN)

    # Fixed by the first receipt, whatever happens later.
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), null=True, blank=True)
    written_at = models.DateTimeField(_("written without a signal at"), null=True, blank=True)
    channel = models.CharField(_("how it came in"), max_length=8, choices=Channel, blank=True)

    # What the newest version says.
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reporter")
    )
    no_change = models.BooleanField(_("no change today"), default=False)
    text = models.CharField(_("progress today"), max_length=2000, blank=True)
    milestone = models.ForeignKey(
        Milestone, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("milestone in work")
    )
    percent = models.PositiveSmallIntegerField(
        _("of it done (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    invested = money(_("invested today (10,000 yuan)"), null=True, blank=True)
    has_problem = models.BooleanField(_("there is a problem"), default=False)
    problem = models.CharField(_("problem"), max_length=1000, blank=True)
    needs_coordination = models.BooleanField(_("needs coordination"), default=False)
    coordination = models.CharField(_("matter to coordinate"), max_length=1000, blank=True)
    coordination_with = models.CharField(_("addressed to"), max_length=12, choices=Addressee, blank=True)
    plan = models.CharField(_("plan for tomorrow"), max_length=1000, blank=True)
    place = models.CharField(_("place"), max_length=60, blank=True)
    photos_expected = models.PositiveSmallIntegerField(_("photos announced"), default=0)

    # Stamps beside the state.
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("read by")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    return_due_at = models.DateTimeField(_("due again at"), null=True, blank=True)
    return_reason = models.CharField(_("reason for return"), max_length=400, blank=True)
    exempt_reason = models.CharField(_("reason for exemption"), max_length=400, blank=True)
    # When an excuse was last taken back.
    asked_again_at = models.DateTimeField(_("asked for again at"), null=True, blank=True)

    objects = DailyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily report")
        verbose_name_plural = _("daily reports")
        ordering = ["-day", "project"]
        constraints = [
            models.UniqueConstraint(fields=["day", "project"], name="one_report_a_day"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[ReportState.OPEN, ReportState.EXEMPT]) | Q(received_at__isnull=False),
                name="report_received",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.OPEN) | Q(received_at__isnull=True), name="report_open_empty"
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, is_late__isnull=True)
                | Q(received_at__isnull=False, is_late__isnull=False),
                name="report_lateness_fixed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.EXEMPT) | ~Q(exempt_reason=""), name="report_exempt_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(return_reason=""), name="report_return_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "day"], name="report_project_day"),
            models.Index(fields=["due_at"], condition=Q(state=ReportState.OPEN), name="report_owed"),
        ]

    def __str__(self):
        return f"{self.project} {self.day}"

    def get_absolute_url(self):
        return f"/daily-reports/{self.pk}/"

    @property
    def is_offline_on_time(self):
        """Received after the cut-off, yet on time within the tolerance for reports written without a signal."""
        return self.is_late is False and self.received_at >= self.due_at


class ReportVersion(models.Model):
    """What a report said each time it was handed in."""

    report = models.ForeignKey(DailyReport, models.CASCADE, related_name="versions", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField(_("received at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reporter"))
    channel = models.CharField(_("how it came in"), max_length=8, choices=Channel)
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="version_once")]

    def __str__(self):
        return f"{self.report} #{self.number}"


class Progress(models.Model):
    """The amount of one target done on the day of a report."""

    report = models.ForeignKey(DailyReport, models.CASCADE, related_name="progress", verbose_name=_("report"))
    target = models.ForeignKey(Target, models.PROTECT, related_name="progress", verbose_name=_("target"))
    amount = models.DecimalField(_("done today"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["report", "target"], name="progress_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="progress_amount"),
        ]

    def __str__(self):
        return f"{self.target} {self.amount}"


class PhotoQuerySet(models.QuerySet):
    def of_version(self, number):
        """The photos that belonged to version `number` of their report."""
        return self.filter(Q(until_version__isnull=True) | Q(until_version__gt=number), since_version__lte=number)

    def current(self):
        """The photos that the newest version shows."""
        return self.filter(until_version__isnull=True)


class Photo(models.Model):
    """A photo of a report. What is shown carries no EXIF; its time and place are kept apart as a hint."""

    report = models.ForeignKey(DailyReport, models.CASCADE, related_name="photos", verbose_name=_("report"))
    file = models.FileField(_("file"), upload_to="photos/%Y/%m/%d/", max_length=200)
    shown = models.FileField(_("cleaned image"), upload_to="photos/%Y/%m/%d/", max_length=200, blank=True)
    thumb = models.FileField(_("thumbnail"), upload_to="photos/%Y/%m/%d/", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    dhash = models.CharField(max_length=16, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(_("taken at, as the photo says"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    failed = models.CharField(_("why it could not be prepared"), max_length=200, blank=True)
    # A photo taken out of a report stays with the versions that showed it.
    since_version = models.PositiveSmallIntegerField(_("shown since version"), default=1)
    until_version = models.PositiveSmallIntegerField(_("taken out in version"), null=True, blank=True)
    alike = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("looks like an earlier photo")
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256"], condition=Q(until_version__isnull=True), name="photo_once"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(thumb="", failed=""), name="photo_unprepared"),
            models.Index(fields=["dhash"], name="photo_dhash"),
        ]

    def __str__(self):
        return f"{self.report} {self.pk}"


class Receipt(models.Model):
    """The answer given to one sending, by the sender's own key: sent again, it is answered alike."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="receipt_once")]
        indexes = [models.Index(fields=["started_at"], name="receipt_started")]

    def __str__(self):
        return self.key
