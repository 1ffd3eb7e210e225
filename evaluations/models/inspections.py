"""The week's plan of sites, the visits, what each inspector writes alone, and what they confirm together."""

from datetime import datetime, timezone

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from evaluations.states.inspections import Aspect, Choice, InspectionState, PlanState, RecordState, Speed
from evaluations.states.inspections import Value as MarkValue
from projects.models import Project
from projects.models.roster import SEES_ALL, concerning
from zhangdian.papers.models import Attachment

# Where everything that was written on a visit is in.
ALL_IN = (InspectionState.GATHERED, InspectionState.CONFIRMED)
NEVER = datetime(9000, 1, 1, tzinfo=timezone.utc)
NEVER_EVER = datetime(9001, 1, 1, tzinfo=timezone.utc)


def person(label, **words):
    """An account, looked up from here only."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **words)


class WeekPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The inspection office sees its drafts; what is published is seen by everybody who works here."""
        if user.has_role(Role.SUPERVISOR):
            return self
        return self.none() if user.administrator else self.filter(state=PlanState.PUBLISHED)


class WeekPlan(models.Model):
    """The sites of one week, with the seed and the pool from which anybody can draw them again."""

    BEGINS_AS = (PlanState.DRAFT,)

    week_on = models.DateField(_("week (its Monday)"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    seed = models.CharField(_("seed of the draw"), max_length=64)
    draws = models.PositiveSmallIntegerField(_("times drawn"), default=1)
    # What the draw was made from: {"wanted", "oldest", "ceiling", "factors", "pool": [[key, unseen, colour, visits]]}.
    basis = models.JSONField(_("basis of the draw"))
    drawn_at = models.DateTimeField(_("drawn at"))
    drawn_by = person(_("drawn by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = person(_("published by"), null=True, blank=True)

    objects = WeekPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection plan of a week")
        verbose_name_plural = _("inspection plans of weeks")
        ordering = ["-week_on"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="weekplan_state_known"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(published_at__isnull=False, published_by__isnull=False),
                name="weekplan_published",
            ),
        ]

    def __str__(self):
        year, week, _day = self.week_on.isocalendar()
        return f"{year}-W{week:02}"

    def get_absolute_url(self):
        return f"/inspections/?week={self}"


def blinding(user, prefix=""):
    """The condition that `user` still has to write alone about the site of an inspection (reached by `prefix`), while
    that inspection is under way too: a seat of one's own on the same site whose record is not in, begun, or still to
    begin, before the other inspection was confirmed."""
    written = Record.objects.filter(inspection=OuterRef("inspection"), author=user, state=RecordState.IN)
    return Exists(
        Seat.objects.filter(
            ~Exists(written),
            user=user,
            inspection__project=OuterRef(f"{prefix}project"),
            inspection__state__in=[InspectionState.PLANNED, InspectionState.OPEN],
        )
        .annotate(begun=Coalesce("inspection__begun_at", Value(NEVER)))
        .filter(begun__lt=Coalesce(OuterRef(f"{prefix}confirmed_at"), Value(NEVER_EVER)))
    )


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """That a site is visited, when and by whom: the office, those who go, and, once the plan is published, the
        offices that read every project and those whom the project concerns."""
        if user.has_role(Role.SUPERVISOR):
            return self
        if user.administrator:
            return self.none()
        published = Q(plan__state=PlanState.PUBLISHED)
        if user.has_role(*SEES_ALL):
            return self.filter(published)
        mine = Seat.objects.filter(inspection=OuterRef("pk"), user=user)
        return self.filter(published & (Exists(mine) | Q(project__in=concerning(user, day))))

    def readable_by(self, user, day):
        """Those of the visible whose common result `user` may read: what is confirmed; for the office and those who
        went also what is still to be consolidated; nothing while the own record of the same site is not in."""
        mine = Exists(Seat.objects.filter(inspection=OuterRef("pk"), user=user))
        gathered = Q(state=InspectionState.GATHERED)
        if not user.has_role(Role.SUPERVISOR):
            gathered &= Q(mine)
        return self.visible_to(user, day).filter(Q(state=InspectionState.CONFIRMED) | gathered, ~blinding(user))

    def standing(self, user, day):
        """Adds how `user` stands to each visit on `day`: `asker`, `goes` (is one of its inspectors) and `is_readable`
        (may read what was written together)."""
        readable = Inspection.objects.readable_by(user, day).order_by().filter(pk=OuterRef("pk"))
        return self.annotate(
            asker=Value(user.pk, models.BigIntegerField()),
            goes=Exists(Seat.objects.filter(inspection=OuterRef("pk"), user=user)),
            is_readable=Exists(readable),
        )


class Inspection(models.Model):
    """A visit to one site in a week: planned, written by each alone, consolidated, confirmed."""

    BEGINS_AS = (InspectionState.PLANNED,)

    plan = models.ForeignKey(WeekPlan, models.PROTECT, related_name="inspections", verbose_name=_("plan"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("project"))
    day = models.DateField(_("day of the visit"))
    state = models.CharField(_("state"), max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    how = models.CharField(_("why this site"), max_length=8, choices=Choice)
    why = models.CharField(_("reason for adding it"), max_length=200, blank=True)
    unseen = models.PositiveIntegerField(_("days not seen"), default=0)
    visits = models.PositiveSmallIntegerField(_("visits lately"), default=0)
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    # The common result; `version` counts the confirmations.
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    summary = models.TextField(_("what was found"), max_length=4000, blank=True)
    nothing_found = models.BooleanField(_("no problem found"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = person(_("confirmed by"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-day", "project"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "project"], name="inspection_once_a_week"),
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="inspection_state_known"),
            models.CheckConstraint(condition=Q(how__in=Choice.values), name="inspection_how_known"),
            models.CheckConstraint(condition=~Q(how=Choice.ADDED) | ~Q(why=""), name="inspection_added_why"),
            models.CheckConstraint(
                condition=Q(state__in=[InspectionState.PLANNED, InspectionState.CANCELLED]) | Q(begun_at__isnull=False),
                name="inspection_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, nothing_found__isnull=False, version__gt=0),
                name="inspection_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.CANCELLED) | ~Q(reason=""), name="inspection_called_off_why"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "day"], name="inspection_project_day"),
            models.Index(fields=["day", "state"], name="inspection_day"),
        ]

    def __str__(self):
        return f"{self.project} {self.day}"

    def get_absolute_url(self):
        return f"/inspections/{self.pk}/"


class Seat(models.Model):
    """Who goes to a site; one of them leads."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="seats", verbose_name=_("inspection"))
    user = person(_("inspector"))
    is_leader = models.BooleanField(_("leads"), default=False)

    class Meta:
        verbose_name = _("inspector of a site")
        verbose_name_plural = _("inspectors of sites")
        ordering = ["-is_leader", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "user"], name="seat_once"),
            models.UniqueConstraint(fields=["inspection"], condition=Q(is_leader=True), name="seat_one_leader"),
        ]
        indexes = [models.Index(fields=["user"], name="seat_user")]

    def __str__(self):
        return str(self.user)


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user, day=None):
        """One's own; those of the others once every record of the visit is in, for the office and those who went,
        and not while one still has to write alone about the same site."""
        mine = Exists(Seat.objects.filter(inspection=OuterRef("inspection"), user=user))
        others = Q(inspection__state__in=ALL_IN)
        if not user.has_role(Role.SUPERVISOR):
            others &= Q(mine)
        return self.filter(Q(author=user) | (others & ~Q(blinding(user, "inspection__"))))


class Record(models.Model):
    """What one inspector saw, written without seeing what the others wrote."""

    BEGINS_AS = (RecordState.WRITING,)

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="records", verbose_name=_("inspection"))
    author = person(_("inspector"))
    state = models.CharField(_("state"), max_length=10, choices=RecordState, default=RecordState.WRITING)
    summary = models.TextField(_("what I saw"), max_length=2000, blank=True)
    nothing_found = models.BooleanField(_("no problem found"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of an inspector")
        verbose_name_plural = _("records of inspectors")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "author"], name="record_once"),
            models.CheckConstraint(condition=Q(state__in=RecordState.values), name="record_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RecordState.IN) | Q(handed_in_at__isnull=False, nothing_found__isnull=False),
                name="record_handed_in",
            ),
        ]

    def __str__(self):
        return f"{self.inspection} {self.author}"

    def get_absolute_url(self):
        return f"/inspections/{self.inspection_id}/"


class Mark(models.Model):
    """An inspector's mark for one aspect of the site."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="marks", verbose_name=_("record"))
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect)
    value = models.CharField(_("mark"), max_length=8, choices=MarkValue)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "aspect"], name="mark_once"),
            models.CheckConstraint(condition=Q(aspect__in=Aspect.values), name="mark_aspect_known"),
            models.CheckConstraint(condition=Q(value__in=MarkValue.values), name="mark_value_known"),
        ]

    def __str__(self):
        return f"{self.get_aspect_display()}: {self.get_value_display()}"


class Observation(models.Model):
    """A problem as one inspector saw it."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="observations", verbose_name=_("record"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("problem"), max_length=500)
    speed = models.CharField(_("how fast"), max_length=8, choices=Speed, default=Speed.ORDINARY)

    class Meta:
        verbose_name = _("observed problem")
        verbose_name_plural = _("observed problems")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="observation_once"),
            models.CheckConstraint(condition=Q(speed__in=Speed.values), name="observation_speed_known"),
        ]

    def __str__(self):
        return self.text


class Finding(models.Model):
    """A problem of the site as the inspectors confirmed it together; an order may follow from it."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings", verbose_name=_("inspection"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("problem"), max_length=1000)
    speed = models.CharField(_("how fast"), max_length=8, choices=Speed, default=Speed.ORDINARY)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="finding_once"),
            models.CheckConstraint(condition=Q(speed__in=Speed.values), name="finding_speed_known"),
        ]

    def __str__(self):
        return self.text


class EvidenceQuerySet(models.QuerySet):
    def current(self):
        """What the record shows now."""
        return self.filter(hidden_at__isnull=True)


class Evidence(models.Model):
    """A photo or file of an inspector's record. One taken out of a confirmed record stays with its earlier versions."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="evidence", verbose_name=_("record"))
    paper = models.OneToOneField(Attachment, models.PROTECT, related_name="+", verbose_name=_("file"))
    is_picture = models.BooleanField(_("is a picture"), default=False)
    hidden_at = models.DateTimeField(_("taken out at"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]

    def __str__(self):
        return f"{self.record} #{self.pk}"


class InspectionVersion(models.Model):
    """What was confirmed each time, and why it was taken up again."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="versions", verbose_name=_("inspection"))
    number = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField(_("confirmed at"))
    by = person(_("confirmed by"))
    content = models.JSONField(_("content"))
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    voided_by = person(_("voided by"), null=True, blank=True)
    void_reason = models.CharField(_("reason for changing it"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("version of an inspection")
        verbose_name_plural = _("versions of inspections")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="inspection_version_once"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | (Q(voided_by__isnull=False) & ~Q(void_reason="")),
                name="inspection_version_voided",
            ),
        ]

    def __str__(self):
        return f"{self.inspection} #{self.number}"
