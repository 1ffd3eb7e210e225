"""Reading the reserve list. Whoever reads it reads it here: what blocks the reserve list takes people off at once,
whether the sweep has come by or not."""

from cadres.queries import blocked
from cadres.states import Purpose
from cases.models import ReserveEntry
from cases.queries import rulesets
from cases.rules.reserve import age_on
from cases.states.reserve import RESERVE_ENDED, Layer
from evaluations.models import ExaminedCadre
from evaluations.models.teams import recused
from evaluations.states.teams import Outcome

AGES = {Layer.PRINCIPAL: "reserve.age_principal", Layer.DEPUTY: "reserve.age_deputy"}


def in_list(day, reader=None):
    """[ReserveEntry] on the list on the day: without those that an influence period keeps from it. Two statements.

    reader: only what that person may see; None for what runs by itself.
    """
    rows = ReserveEntry.objects.all() if reader is None else ReserveEntry.objects.visible_to(reader, day)
    rows = rows.standing_on_list().select_related("cadre__unit", "handler", "decision").order_by("layer", "id")
    rows = list(rows)
    out = blocked({row.cadre_id for row in rows}, Purpose.RESERVE, day)
    return [row for row in rows if row.cadre_id not in out]


def age_limit(entry):
    """The greatest age for the layer by the rules of the entry."""
    return int(rulesets.figure(entry.rule_set_id, AGES[Layer(entry.layer)]))


def too_old(entry, day):
    """Is the person older than the layer allows on the day? False where no birth is known."""
    return entry.cadre.born_in is not None and age_on(entry.cadre.born_in, day) > age_limit(entry)


def proposals(reader, day):
    """What meetings proposed for the list after an evaluation on site and what is not taken up yet: [ExaminedCadre]."""
    taken = ReserveEntry.objects.exclude(examination=None).order_by().values("examination", "cadre")
    taken = {(row["examination"], row["cadre"]) for row in taken}
    rows = ExaminedCadre.objects.filter(outcome=Outcome.RESERVE, examination__state__in=["JUDGED", "ARCHIVED"])
    rows = rows.exclude(cadre__user=reader).exclude(recused(reader, day, cadre="cadre"))
    rows = rows.select_related("examination", "cadre__unit").order_by("-examination__met_on", "id")[:100]
    return [row for row in rows if (row.examination_id, row.cadre_id) not in taken]


def has_open(cadre, layer):
    """Is there an entry of the person and layer that is not over?"""
    return ReserveEntry.objects.filter(cadre=cadre, layer=layer).exclude(state__in=RESERVE_ENDED).exists()
