"""What is to be built, by whom, by when: the roster and the plans."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre, Dated, Unit, dates_in_order, in_force
from projects import registry
from projects.states import Nature, PersonRole, ProgrammeState, Stage, UnitRole

# Roles that read every project of the district.
SEES_ALL = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR, Role.LEADER, Role.DISCIPLINE)


def money(label, **words):
    """An amount in 万元 with two decimals, never negative."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, validators=[MinValueValidator(0)], **words)


class Programme(models.Model):
    """A year's or a batch's list of key projects."""

    BEGINS_AS = (ProgrammeState.DRAFT,)

    name = models.CharField(_("name"), max_length=60, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    batch = models.CharField(_("batch"), max_length=20, blank=True)
    reporting_from = models.DateField(_("reports are due from"))
    reporting_until = models.DateField(_("reports are due until"))
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-year", "batch"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProgrammeState.values), name="programme_state_known"),
            models.CheckConstraint(
                condition=Q(reporting_until__gte=models.F("reporting_from")), name="programme_dates"
            ),
        ]

    def __str__(self):
        return self.name


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """What `user` may see on `day`: all for the offices and leaders; else where a dated row names the person,
        the person's branch, or a unit that the person heads. The three administrators see none."""
        if user.has_role(*SEES_ALL):
            return self
        return self.filter(pk__in=concerning(user, day))

    def of_responsible_unit(self, unit, day):
        """Projects for which `unit` is responsible on `day`."""
        return self.filter(
            pk__in=ProjectUnit.objects.filter(in_force(day), unit=unit, role=UnitRole.RESPONSIBLE).values("project")
        )

    def carried_by(self, user, day, *roles):
        """Projects on which `user` holds one of the person roles on `day` (any role when none is named)."""
        rows = Responsibility.objects.filter(in_force(day), cadre__user=user)
        if roles:
            rows = rows.filter(role__in=roles)
        return self.filter(pk__in=rows.values("project"))

    def headed_by(self, user, day, *unit_roles):
        """Projects on which a unit headed by `user` has one of the unit roles on `day`."""
        rows = ProjectUnit.objects.filter(in_force(day), unit__in=Unit.objects.headed_by(user, day).values("pk"))
        return self.filter(pk__in=rows.filter(role__in=unit_roles or UnitRole.values).values("project"))


def concerning(user, day):
    """Keys of the projects that concern `user` by a dated row on `day`, of this floor or of one above (`registry`):
    a union of subqueries, no evaluation."""
    by_role = Responsibility.objects.filter(in_force(day), cadre__user=user)
    for withheld in registry.WITHHELD:
        by_role = by_role.exclude(role=PersonRole.TEAM, project_id__in=withheld(user, day))
    by_role = by_role.order_by().values("project_id")
    by_unit = (
        ProjectUnit.objects.filter(in_force(day), unit__in=Unit.objects.headed_by(user, day).values("pk"))
        .order_by()
        .values("project_id")
    )
    by_branch = BranchMember.objects.filter(in_force(day), cadre__user=user).order_by().values("branch__project_id")
    return by_role.union(by_unit, by_branch, *(concerns(user, day) for concerns in registry.CONCERNS))


class Project(models.Model):
    """A key project of a programme. `state` is its stage; the spans say since when."""

    BEGINS_AS = (Stage.IDEA, Stage.RESERVE, Stage.PREPARING, Stage.BUILDING, Stage.SUSPENDED, Stage.COMPLETED)

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects", verbose_name=_("programme"))
    code = models.CharField(_("project number"), max_length=30)
    name = models.CharField(_("project name"), max_length=100)
    nature = models.CharField(_("nature"), max_length=12, choices=Nature, default=Nature.NEW)
    kind = models.CharField(_("kind of project"), max_length=30, blank=True)
    content = models.TextField(_("what is built"), blank=True)
    location = models.CharField(_("place"), max_length=120, blank=True)
    funding = models.CharField(_("source of funds"), max_length=60, blank=True)
    total_investment = money(_("total investment (10,000 yuan)"), default=0)
    year_plan = money(_("investment planned this year (10,000 yuan)"), default=0)
    invested_before = money(_("invested this year before reporting began (10,000 yuan)"), default=0)
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned completion"), null=True, blank=True)
    entry_document = models.CharField(_("document of entry"), max_length=40, blank=True)
    exit_document = models.CharField(_("document of exit"), max_length=40, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    state = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PREPARING)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="project_code_once"),
            models.CheckConstraint(condition=Q(state__in=Stage.values), name="project_state_known"),
            models.CheckConstraint(condition=Q(total_investment__gte=0, year_plan__gte=0), name="project_money"),
        ]
        indexes = [models.Index(fields=["name"], name="project_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/projects/{self.pk}/"


class StageSpan(Dated):
    """The days a project spent in a stage: what was in construction on a past day is asked here."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="spans", verbose_name=_("project"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("span of a stage")
        verbose_name_plural = _("spans of stages")
        ordering = ["from_on"]
        constraints = [
            dates_in_order("stagespan_dates"),
            models.UniqueConstraint(fields=["project", "from_on"], name="stagespan_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(until_on__isnull=True), name="stagespan_one_open"),
        ]
        indexes = [models.Index(fields=["stage", "from_on"], name="stagespan_stage")]

    def __str__(self):
        return f"{self.project} {self.get_stage_display()}"


class ProjectUnit(Dated):
    """A unit's part in a project; a role may be held by several units."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="project_units", verbose_name=_("project"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="project_units", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=12, choices=UnitRole)

    class Meta:
        verbose_name = _("unit of a project")
        verbose_name_plural = _("units of projects")
        ordering = ["role", "id"]
        constraints = [
            dates_in_order("projectunit_dates"),
            models.CheckConstraint(condition=Q(role__in=UnitRole.values), name="projectunit_role_known"),
            models.UniqueConstraint(fields=["project", "unit", "role", "from_on"], name="projectunit_once"),
        ]

    def __str__(self):
        return f"{self.unit} {self.get_role_display()}"


class Responsibility(Dated):
    """A person's part in a project, with the share of responsibility and the days it was carried."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="responsibilities", verbose_name=_("project"))
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="responsibilities", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=12, choices=PersonRole)
    share = models.DecimalField(
        _("share (0 to 1)"), max_digits=4, decimal_places=3, default=0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip
    stands_in_for = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="stand_ins", verbose_name=_("stands in for")
    )

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["role", "id"]
        constraints = [
            dates_in_order("responsibility_dates"),
            models.CheckConstraint(condition=Q(role__in=PersonRole.values), name="responsibility_role_known"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="responsibility_share"),
            models.UniqueConstraint(fields=["project", "cadre", "role", "from_on"], name="responsibility_once"),
        ]

    def __str__(self):
        return f"{self.cadre} {self.get_role_display()}"


class Branch(models.Model):
    """The Party branch on the site of a project."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="branch", verbose_name=_("project"))
    name = models.CharField(_("name"), max_length=60)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)

    class Meta:
        verbose_name = _("site Party branch")
        verbose_name_plural = _("site Party branches")

    def __str__(self):
        return self.name


class BranchMember(Dated):
    """A member of a site branch; one of them is its secretary."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="members", verbose_name=_("branch"))
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="branch_memberships", verbose_name=_("person"))
    is_secretary = models.BooleanField(_("secretary"), default=False)

    class Meta:
        verbose_name = _("branch member")
        verbose_name_plural = _("branch members")
        ordering = ["-is_secretary", "id"]
        constraints = [
            dates_in_order("branchmember_dates"),
            models.UniqueConstraint(fields=["branch", "cadre", "from_on"], name="branchmember_once"),
        ]

    def __str__(self):
        return str(self.cadre)


class Milestone(models.Model):
    """A step of a project with the day it is planned for and the day it was reached."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones", verbose_name=_("project"))
    name = models.CharField(_("milestone"), max_length=60)
    planned_on = models.DateField(_("planned for"))
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    done_on = models.DateField(_("reached on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    excuse = models.CharField(_("accepted reason for delay"), max_length=200, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("reason accepted by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["planned_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="milestone_once"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="milestone_weight"),
        ]

    def __str__(self):
        return self.name


class MonthlyPlan(models.Model):
    """Investment planned for one month of a project, and the month's confirmed amount once it is known."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="monthly_plans", verbose_name=_("project"))
    month = models.DateField(_("month (its first day)"))
    planned = money(_("planned (10,000 yuan)"), default=0)
    confirmed = money(_("done, confirmed (10,000 yuan)"), null=True, blank=True)

    class Meta:
        verbose_name = _("monthly plan")
        verbose_name_plural = _("monthly plans")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="one_plan_a_month"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="plan_money"),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"


class Target(models.Model):
    """A quantity to reach, in its own unit of measure (户, ㎡, 株, 亩)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="targets", verbose_name=_("project"))
    name = models.CharField(_("target"), max_length=40)
    measure = models.CharField(_("unit of measure"), max_length=10)
    total = models.DecimalField(
        _("amount to reach"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    done_before = models.DecimalField(
        _("done before reporting began"), max_digits=14, decimal_places=2, default=0,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="target_once"),
            models.CheckConstraint(condition=Q(total__gte=0, done_before__gte=0), name="target_amounts"),
        ]

    def __str__(self):
        return self.name


class RosterImport(models.Model):
    """An uploaded roster: the file, how its columns were understood, what it did, and how to undo the last one."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("programme")
    )
    name = models.CharField(_("file name"), max_length=120)
    file = models.FileField(_("file"), upload_to="imports/%Y/", max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(_("columns as understood"), default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    outcome = models.JSONField(_("what it did"), default=dict)

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-id"]

    def __str__(self):
        return self.name
