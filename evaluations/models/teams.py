"""The evaluation teams (考察组): who sits in them, which projects they follow, who is recused; their evaluations."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre, Dated, dates_in_order, in_force
from evaluations.states.teams import ExaminationState, Outcome, Trigger, Way
from projects.models import Project, Responsibility
from projects.states import PersonRole

READS_ALL = (Role.OFFICE, Role.DIRECTOR)
S = ExaminationState
BEFORE_APPROVAL = (S.DRAFT, S.SUBMITTED, S.ABANDONED)


def person(label, **words):
    """A foreign key to an account, without an accessor of its own."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **words)


class Team(models.Model):
    """An evaluation team, led by a deputy leader of the organisation department."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("evaluation team")
        verbose_name_plural = _("evaluation teams")
        ordering = ["name"]

    def __str__(self):
        return self.name


class TeamMember(Dated):
    """Somebody's seat in a team, from a day to a day; one of the members leads it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members", verbose_name=_("evaluation team"))
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="team_seats", verbose_name=_("member"))
    is_leader = models.BooleanField(_("leads the team"), default=False)

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")
        ordering = ["-is_leader", "id"]
        constraints = [
            dates_in_order("teammember_dates"),
            models.UniqueConstraint(fields=["team", "cadre", "from_on"], name="teammember_once"),
        ]

    def __str__(self):
        return str(self.cadre)


class TeamProject(Dated):
    """A project that a team follows, from a day to a day."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="team_projects", verbose_name=_("evaluation team"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="team_projects", verbose_name=_("project"))

    class Meta:
        verbose_name = _("project of a team")
        verbose_name_plural = _("projects of teams")
        ordering = ["project__code"]
        constraints = [
            dates_in_order("teamproject_dates"),
            models.UniqueConstraint(fields=["team", "project", "from_on"], name="teamproject_once"),
        ]

    def __str__(self):
        return str(self.project)


class Recusal(Dated):
    """Somebody keeps out of what concerns a project or a cadre (回避): neither sees it as a team member nor acts."""

    person = models.ForeignKey(Cadre, models.PROTECT, related_name="recusals", verbose_name=_("person recused"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="recusals", verbose_name=_("from the project")
    )
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, blank=True, related_name="recused_from", verbose_name=_("from the cadre")
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        ordering = ["-from_on", "-id"]
        constraints = [
            dates_in_order("recusal_dates"),
            models.CheckConstraint(
                condition=Q(project__isnull=True, cadre__isnull=False) | Q(project__isnull=False, cadre__isnull=True),
                name="recusal_from_one",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_reason"),
        ]

    def __str__(self):
        return f"{self.person} · {self.project or self.cadre}"


# Conditions as subqueries, so that a list, a lock and a button cost no statement of their own -------------------------


def sits(user, day, team="team"):
    """Exists: `user` sits in the team of the outer row on `day`."""
    return Exists(TeamMember.objects.filter(in_force(day), team=OuterRef(team), cadre__user=user))


def leads(user, day, team="team"):
    """Exists: `user` leads the team of the outer row on `day`."""
    return Exists(TeamMember.objects.filter(in_force(day), team=OuterRef(team), cadre__user=user, is_leader=True))


def recused(user, day, *, cadre=None, project=None):
    """Exists: `user` is recused on `day` from the cadre or the project that the outer row names in these columns."""
    rows, found = Recusal.objects.filter(in_force(day), person__user=user), Q(pk__in=[])
    for column, name in ((cadre, "cadre"), (project, "project")):
        if column:
            found |= Q(**{name: OuterRef(column)})
    return Exists(rows.filter(found))


def followed(user, day):
    """Keys of the projects that the teams of `user` follow on `day` and from which `user` is not recused."""
    seats = TeamMember.objects.filter(in_force(day), cadre__user=user).values("team")
    rows = TeamProject.objects.filter(in_force(day), team__in=seats)
    return rows.exclude(project_id__in=recused_projects(user, day)).order_by().values("project_id")


def recused_projects(user, day):
    """Keys of the projects from which `user` is recused on `day`."""
    rows = Recusal.objects.filter(in_force(day), person__user=user, project__isnull=False)
    return rows.order_by().values("project_id")


class ExaminationQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """All for the cadre section and its leaders, the team's own for its members; never to one of its subjects."""
        about_me = Exists(ExaminedCadre.objects.filter(examination=OuterRef("pk"), cadre__user=user))
        rows = self.filter(~about_me)
        return rows if user.has_role(*READS_ALL) else rows.filter(sits(user, day)).exclude(state__in=BEFORE_APPROVAL)

    def standing(self, user, day):
        """Adds how `user` stands to each evaluation on `day`: `asker`, `is_member`, `is_leader`, `is_subject`,
        `keeps_out` (recused from one of its cadres or projects, or its subject). Predicates read these."""
        subjects = ExaminedCadre.objects.filter(examination=OuterRef("pk"))
        about = subjects.filter(Q(cadre__user=user) | Q(recused(user, day, cadre="cadre")))
        works = ExaminationProject.objects.filter(examination=OuterRef("pk"))
        return self.annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            is_member=sits(user, day),
            is_leader=leads(user, day),
            is_subject=Exists(subjects.filter(cadre__user=user)),
            keeps_out=Exists(about) | Exists(works.filter(recused(user, day, project="project"))),
        )


def empty_list():
    return []


class Examination(models.Model):
    """One evaluation on site (考察): its plan, its team, how far it has come, and the meeting that considered it."""

    BEGINS_AS = (S.DRAFT,)

    title = models.CharField(_("title"), max_length=100)
    team = models.ForeignKey(Team, models.PROTECT, related_name="examinations", verbose_name=_("evaluation team"))
    trigger = models.CharField(_("why now"), max_length=10, choices=Trigger, default=Trigger.PROGRESS)
    ways = models.JSONField(_("ways"), default=empty_list)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=S, default=S.DRAFT)
    drafted_by = person(_("drafted by"))
    approved_by = person(_("approved by"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    formed_on = models.DateField(_("team formed on"), null=True, blank=True)
    formed_of = models.CharField(_("formed of"), max_length=400, blank=True)
    met_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    meeting_no = models.CharField(_("number of the minutes"), max_length=40, blank=True)
    due_present = models.PositiveSmallIntegerField(_("due to be present"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True, blank=True)
    agreed = models.PositiveSmallIntegerField(_("agreed"), null=True, blank=True)

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation on site")
        verbose_name_plural = _("evaluations on site")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="examination_state_known"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="examination_dates"),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_APPROVAL)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("drafted_by")),
                name="examination_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_APPROVAL, S.APPROVED]) | Q(formed_on__isnull=False) & ~Q(formed_of=""),
                name="examination_formed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.JUDGED, S.ARCHIVED])
                | Q(met_on__isnull=False, due_present__isnull=False, present__isnull=False, agreed__isnull=False)
                & ~Q(meeting_no=""),
                name="examination_considered",
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed__lte=F("present"), present__lte=F("due_present")),
                name="examination_heads",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/examinations/{self.pk}/"

    @property
    def way_words(self):
        """The ways in words."""
        return "、".join(str(Way(code).label) for code in self.ways)


class ExaminedCadre(models.Model):
    """A cadre whom an evaluation looks at, and what the department meeting found."""

    examination = models.ForeignKey(
        Examination, models.CASCADE, related_name="subjects", verbose_name=_("evaluation on site")
    )
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="examined_in", verbose_name=_("cadre"))
    outcome = models.CharField(_("found by the meeting"), max_length=10, choices=Outcome, blank=True)
    outcome_note = models.CharField(_("note of the meeting"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cadre looked at")
        verbose_name_plural = _("cadres looked at")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["examination", "cadre"], name="examinedcadre_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="examinedcadre_outcome"),
        ]

    def __str__(self):
        return str(self.cadre)


class ExaminationProject(models.Model):
    """A project on which an evaluation looks."""

    examination = models.ForeignKey(
        Examination, models.CASCADE, related_name="works", verbose_name=_("evaluation on site")
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="examined_in", verbose_name=_("project"))

    class Meta:
        verbose_name = _("project looked at")
        verbose_name_plural = _("projects looked at")
        ordering = ["project__code"]
        constraints = [models.UniqueConstraint(fields=["examination", "project"], name="examinationproject_once")]

    def __str__(self):
        return str(self.project)


def read_cadres(user, day):
    """Keys of the cadres whose file `user` may read as a member of a team: those assessed who carry a project that the
    team follows, and those whom an evaluation in work looks at; without oneself and whom one is recused from."""
    carried = Responsibility.objects.filter(in_force(day), project__in=followed(user, day))
    carried = carried.filter(cadre__is_assessed=True).exclude(role=PersonRole.TEAM)
    mine = Examination.objects.filter(sits(user, day)).exclude(
        state__in=["DRAFT", "SUBMITTED", "ABANDONED", "ARCHIVED"]
    )
    looked_at = ExaminedCadre.objects.filter(examination__in=mine.order_by().values("pk"))
    out = Recusal.objects.filter(in_force(day), person__user=user, cadre__isnull=False)
    rows = Cadre.objects.filter(
        Q(pk__in=carried.order_by().values("cadre")) | Q(pk__in=looked_at.order_by().values("cadre"))
    )
    rows = rows.exclude(pk__in=out.order_by().values("cadre")).exclude(user=user)
    return rows.order_by().values("pk")
