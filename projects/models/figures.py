"""Stored figures and lights: computed from the rows below, always computable again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.roster import SEES_ALL, Project, money
from projects.states import LightColour, LightState, Period, Scope


class Figure(models.Model):
    """Reporting health of one project, unit or the district over one period.

    expected − exempt = on_time + late + missing (of the days whose cut-off has passed). A unit's figure is the
    sum of the projects it is responsible for, the district's the sum of all its projects.
    """

    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    scope_id = models.BigIntegerField(_("of"), default=0)
    period = models.CharField(_("period"), max_length=8, choices=Period)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    expected = models.PositiveIntegerField(_("expected"), default=0)
    exempt = models.PositiveIntegerField(_("exempt"), default=0)
    on_time = models.PositiveIntegerField(_("on time"), default=0)
    late = models.PositiveIntegerField(_("late"), default=0)
    missing = models.PositiveIntegerField(_("missing"), default=0)
    invested = money(_("invested (10,000 yuan)"), default=0)
    planned = money(_("planned (10,000 yuan)"), default=0)
    milestones_due = models.PositiveIntegerField(_("milestones due"), default=0)
    milestones_done = models.PositiveIntegerField(_("milestones reached"), default=0)
    computed_at = models.DateTimeField(_("computed at"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["period", "starts_on", "scope", "scope_id"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(expected=models.F("exempt") + models.F("on_time") + models.F("late") + models.F("missing")),
                name="figure_adds_up",
            ),
        ]

    def __str__(self):
        return f"{self.get_scope_display()} {self.scope_id} {self.starts_on}"


class LightQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Lights of the projects that `user` may see on `day`."""
        if user.has_role(*SEES_ALL):
            return self
        return self.filter(project__in=Project.objects.visible_to(user, day).order_by().values("pk"))


class Light(models.Model):
    """A project's light for one month: computed from plan and milestones, then confirmed by a person."""

    BEGINS_AS = (LightState.COMPUTED,)

    project = models.ForeignKey(Project, models.CASCADE, related_name="lights", verbose_name=_("project"))
    month = models.DateField(_("month (its first day)"))
    as_of = models.DateField(_("as of"))
    computed = models.CharField(_("computed light"), max_length=6, choices=LightColour)
    why = models.CharField(_("why"), max_length=200, blank=True)
    scheduled = models.DecimalField(_("scheduled (%)"), max_digits=7, decimal_places=2, null=True)
    done = models.DecimalField(_("done (%)"), max_digits=7, decimal_places=2, null=True)
    deviation = models.DecimalField(_("deviation (percentage points)"), max_digits=7, decimal_places=2, null=True)
    state = models.CharField(_("state"), max_length=10, choices=LightState, default=LightState.COMPUTED)
    confirmed = models.CharField(_("confirmed light"), max_length=6, choices=LightColour, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = LightQuerySet.as_manager()

    class Meta:
        verbose_name = _("light")
        verbose_name_plural = _("lights")
        ordering = ["-month", "project"]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="one_light_a_month"),
            models.CheckConstraint(condition=Q(state__in=LightState.values), name="light_state_known"),
            models.CheckConstraint(condition=Q(computed__in=LightColour.values), name="light_colour_known"),
            models.CheckConstraint(
                condition=Q(state=LightState.COMPUTED)
                | Q(confirmed__in=LightColour.values, confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="light_stamped",
            ),
            # A person who departs from the computed light says why.
            models.CheckConstraint(
                condition=Q(state=LightState.COMPUTED) | Q(confirmed=models.F("computed")) | ~Q(reason=""),
                name="light_departure_reason",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.month:%Y-%m}"

    @property
    def colour(self):
        """The light that counts: the confirmed one where there is one."""
        return self.confirmed or self.computed


class LightWeek(models.Model):
    """The light that counted in one week, kept so that a page can say what changed since."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="light_weeks", verbose_name=_("project"))
    week = models.DateField(_("week (its Monday)"))
    colour = models.CharField(_("light"), max_length=6, choices=LightColour)
    deviation = models.DecimalField(_("deviation (percentage points)"), max_digits=7, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("light of a week")
        verbose_name_plural = _("lights of weeks")
        constraints = [
            models.UniqueConstraint(fields=["week", "project"], name="one_light_a_week"),
            models.CheckConstraint(condition=Q(colour__in=LightColour.values), name="lightweek_colour_known"),
        ]

    def __str__(self):
        return f"{self.project} {self.week}"


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Standings of the projects that `user` may see on `day`."""
        if user.has_role(*SEES_ALL):
            return self
        return self.filter(project__in=Project.objects.visible_to(user, day).order_by().values("pk"))


class Standing(models.Model):
    """How one project stands, with its figures already written out: what cockpit, screen and lists show.

    A read model: every value follows from the rows below and is written anew by each sweep.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="standing")
    programme_id = models.BigIntegerField()
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30, blank=True)
    stage = models.CharField(max_length=10)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(max_length=60, blank=True)
    leader_name = models.CharField(max_length=40, blank=True)
    colour = models.CharField(max_length=6, choices=LightColour, default=LightColour.GREY)
    is_confirmed = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)
    week_colour = models.CharField(max_length=6, blank=True)
    deviation = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    week_deviation = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    deviation_text = models.CharField(max_length=12, blank=True)
    scheduled_text = models.CharField(max_length=12, blank=True)
    done_text = models.CharField(max_length=12, blank=True)
    invested_text = models.CharField(max_length=24, blank=True)
    year_plan_text = models.CharField(max_length=24, blank=True)
    owed = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    rate_text = models.CharField(max_length=8, blank=True)
    matter = models.CharField(max_length=200, blank=True)
    matter_with = models.CharField(max_length=12, blank=True)
    matter_since = models.DateField(null=True)
    matter_report_id = models.BigIntegerField(null=True)
    last_report_on = models.DateField(null=True)
    computed_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of a project")
        verbose_name_plural = _("standings of projects")
        ordering = ["code", "project"]
        constraints = [models.CheckConstraint(condition=Q(colour__in=LightColour.values), name="standing_colour_known")]
        indexes = [
            models.Index(fields=["colour"], name="standing_colour"),
            models.Index(fields=["code"], name="standing_code"),
            models.Index(fields=["matter_since"], condition=Q(matter_since__isnull=False), name="standing_matter"),
        ]

    def __str__(self):
        return self.name
