"""Who keeps the list of projects, moves a project, and settles who carries it."""

from django.utils import timezone

from accounts.states import Role
from cadres.models import Unit
from projects.models import ProjectUnit, Responsibility
from projects.models.roster import SEES_ALL
from projects.states import PersonRole, UnitRole
from zhangdian.desk.permissions import allow

# The posts that the head of the responsible unit fills from the unit's own people.
HEADS_SETTLE = (PersonRole.LIAISON, PersonRole.DEPUTY)


def keeps_roster(user, thing=None):
    """The key project office keeps programmes, projects, plans and milestones, and moves them."""
    return user.has_role(Role.PLANNER)


def sees_roster(user, thing=None):
    """Every signed-in person who works here sees the list, as far as it concerns them; no administrator does."""
    return user.is_active and not user.administrator


def sees_desk(user, thing=None):
    """On the desk the list is read by the offices that read every project."""
    return user.has_role(*SEES_ALL)


def settles_people(user, project):
    """Who stands in, and who takes over: the key project office, and the head of the responsible unit."""
    return keeps_roster(user) or heads_responsible(user, project)


def posts_settled_by(user, project):
    """The posts on `project` that `user` settles: all for the key project office; for the head of the responsible
    unit those of the unit's own people, never the head's own nor those that other units fill."""
    posts = Responsibility.objects.filter(project=project).select_related("cadre")
    if keeps_roster(user):
        return posts
    return posts.filter(role__in=HEADS_SETTLE) if heads_responsible(user, project) else posts.none()


def settles_post(user, post):
    """May `user` hand this post over, or name who stands in?"""
    return posts_settled_by(user, post.project_id).filter(pk=post.pk).exists()


def heads_responsible(user, project):
    """Is the user principal leader of a unit responsible for the project today?"""
    day = timezone.localdate()
    return ProjectUnit.objects.filter(
        project=project, role=UnitRole.RESPONSIBLE, until_on__isnull=True,
        unit__in=Unit.objects.headed_by(user, day).values("pk"),
    ).exists()  # fmt: skip


def may_reach(user, milestone):
    """A milestone is noted as reached by the key project office or the head of the responsible unit."""
    return settles_people(user, milestone.project)


def may_excuse(user, milestone):
    """A reason for delay is accepted by the key project office, never by who gave it (`asked_by`, when known)."""
    asked = getattr(milestone, "asked_by", None)
    return keeps_roster(user) and (asked is None or asked.user_id != user.pk)


READ = {"view": sees_desk}
KEEP = {"view": sees_desk, "add": keeps_roster, "change": keeps_roster, "delete": keeps_roster}
allow("projects.programme", **KEEP)
allow("projects.project", **KEEP, export=sees_desk, **{"import": keeps_roster})
for _name in ("projectunit", "responsibility", "branch", "branchmember", "milestone", "monthlyplan", "target"):
    allow(f"projects.{_name}", **KEEP)
allow("projects.rosterimport", **READ)
allow("projects.stagespan", **READ)
