"""Which team and which evaluations concern a project or a cadre: what the roof's pages add for those who may see it."""

from dataclasses import dataclass, field

from accounts.states import Role
from cadres.models import in_force
from evaluations.models import Examination, ExaminedCadre, TeamMember, TeamProject
from evaluations.models.teams import sits
from zhangdian import gathered

# Roles that may know which team follows a project; members know their own. Those who are looked at do not.
KNOWS_TEAMS = (Role.OFFICE, Role.DIRECTOR, Role.LEADER, Role.DISCIPLINE)
# As many evaluations as a page lists.
MOST = 10


@dataclass
class OnProject:
    """A project's teams [(name, leader, other members)] and its evaluations, newest first."""

    teams: list = field(default_factory=list)
    examinations: list = field(default_factory=list)


def of_project(user, project, day):
    """What `user` may know of the teams and evaluations of `project` on `day`; one statement, none for others."""
    if not user.has_role(*KNOWS_TEAMS, Role.TEAM):
        return OnProject()
    follow = TeamProject.objects.filter(in_force(day), project=project).order_by().values("team")
    seats = TeamMember.objects.filter(in_force(day), team__in=follow).select_related("team", "cadre")
    if not user.has_role(*KNOWS_TEAMS):
        seats = seats.filter(sits(user, day))
    rows = Examination.objects.visible_to(user, day).standing(user, day).filter(works__project=project, keeps_out=False)
    read = gathered.rows(
        seats=seats.order_by("team__name", "-is_leader", "pk"),
        examinations=rows.select_related("team").order_by("-from_on", "-pk")[:MOST],
    )
    teams = {}
    for seat in read["seats"]:
        leaders, others = teams.setdefault(seat.team.name, ([], []))
        (leaders if seat.is_leader else others).append(seat.cadre.name)
    return OnProject(
        [(name, "、".join(leaders), "、".join(others)) for name, (leaders, others) in teams.items()],
        list(read["examinations"]),
    )


def examinations_of(user, cadre, day):
    """Evaluations that look or looked at `cadre`, as [ExaminedCadre] with what the meeting found, newest first, of
    those that `user` may see; never one's own, nor where one keeps out. One statement."""
    seen = Examination.objects.visible_to(user, day).standing(user, day).filter(keeps_out=False)
    rows = ExaminedCadre.objects.filter(cadre=cadre, examination__in=seen.order_by().values("pk"))
    return list(rows.select_related("examination__team").order_by("-examination__from_on", "-pk")[:MOST])
