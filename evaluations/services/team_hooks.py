"""How this subject hooks into lower floors: what a team sees; what becomes of its rows when doubles are made one."""

from django.db.models import Q

from cadres import registry as cadres
from cadres.models import Cadre
from evaluations.models import Check, ExaminedCadre, Material, Recusal, Talk, TeamMember
from evaluations.models.teams import Examination, followed, in_force, recused_projects, sits
from evaluations.services import check_ladder  # noqa: F401  (declares the ladder of requests)
from projects import registry as projects
from projects.models import Responsibility
from projects.states import PersonRole
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


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


def move_cadre(kept, gone, *, actor, at):
    """What `gone` has here becomes `kept`'s; where both stand in one evaluation, it is refused."""
    for model in (ExaminedCadre, Material):
        both = model.objects.filter(cadre=gone, examination__in=model.objects.filter(cadre=kept).values("examination"))
        if both.exists():
            raise MoveRefused(f"{both.first().examination}: {kept}, {gone}", MoveRefused.WRONG_STATE)
    same_seats = TeamMember.objects.filter(cadre=kept).values_list("team", "from_on")
    for team, since in same_seats:
        TeamMember.objects.filter(cadre=gone, team=team, from_on=since).delete()
    moved = sum(
        model.objects.filter(**{column: gone}).update(**{column: kept})
        for model, column in (
            (ExaminedCadre, "cadre"), (Material, "cadre"), (Talk, "cadre"), (Check, "cadre"), (TeamMember, "cadre"),
            (Recusal, "cadre"), (Recusal, "person"),
        )
    )  # fmt: skip
    if moved:
        trail.record(kept, "merge_cadre", actor=actor, at=at, before={"cadre": f"{gone} (#{gone.pk})"}, after={})


def lay():
    """Hook in, once."""
    for hooks, hook in (
        (projects.CONCERNS, followed),
        (projects.WITHHELD, recused_projects),
        (cadres.READERS, read_cadres),
        (cadres.MERGES_CADRES, move_cadre),
    ):
        if hook not in hooks:
            hooks.append(hook)
