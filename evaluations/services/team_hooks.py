"""How this subject hooks into lower floors: what a team sees; what becomes of its rows when doubles are made one."""

from cadres import registry as cadres
from evaluations.models import Check, ExaminedCadre, Fact, Material, Recusal, Talk, TeamMember
from evaluations.models.teams import followed, read_cadres, recused_projects
from evaluations.services import check_ladder, team_ladder  # noqa: F401  (declare the ladders of the teams' work)
from projects import registry as projects
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


def move_cadre(kept, gone, *, actor, at):
    """What `gone` has here becomes `kept`'s; where both stand in one evaluation, it is refused."""
    for model in (ExaminedCadre, Material):
        both = model.objects.filter(cadre=gone, examination__in=model.objects.filter(cadre=kept).values("examination"))
        if both.exists():
            raise MoveRefused(f"{both.first().examination}: {kept}, {gone}", MoveRefused.WRONG_STATE)
    same_seats = TeamMember.objects.filter(cadre=kept).values_list("team", "from_on")
    for team, since in same_seats:
        TeamMember.objects.filter(cadre=gone, team=team, from_on=since).delete()
    for label, key in Fact.objects.filter(cadre=kept).exclude(from_key="").values_list("from_label", "from_key"):
        Fact.objects.filter(cadre=gone, from_label=label, from_key=key).update(from_label="", from_key="")
    moved = sum(
        model.objects.filter(**{column: gone}).update(**{column: kept})
        for model, column in (
            (ExaminedCadre, "cadre"), (Material, "cadre"), (Talk, "cadre"), (Check, "cadre"), (TeamMember, "cadre"),
            (Recusal, "cadre"), (Recusal, "person"), (Fact, "cadre"),
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
