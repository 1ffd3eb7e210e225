"""Reading the reserve list. Whoever reads it reads it here: what blocks the reserve list takes people off at once,
whether the sweep has come by or not."""

from django.db.models import BooleanField, Case, Q, When
from django.utils.translation import gettext_lazy as _

from cadres.queries import blocked
from cadres.states import Purpose
from cases.models import ReserveEntry
from cases.queries import rulesets
from cases.rules.reserve import age_on
from cases.states.reserve import RESERVE_ENDED, RESERVE_STANDING, Layer
from evaluations.models import ExaminedCadre
from evaluations.models.teams import recused
from evaluations.states.teams import Outcome

BLOCKED = _("blocked: not on the list")
AGES = {Layer.PRINCIPAL: "reserve.age_principal", Layer.DEPUTY: "reserve.age_deputy"}


def in_list(day, reader=None):
    """[ReserveEntry] on the list on the day: without those that an influence period keeps from it. Two statements.

    reader: only what that person may see; None for what runs by itself.
    """
    rows = ReserveEntry.objects.all() if reader is None else ReserveEntry.objects.visible_to(reader, day)
    rows = marked(rows, day).standing_on_list().filter(is_blocked=False)
    return list(rows.select_related("cadre__unit", "handler", "decision").order_by("layer", "id"))


def marked(rows, day):
    """Adds `is_blocked`: in the list by its state, and kept from it on the day by an influence period, which the sweep
    strikes off within a quarter of an hour. One statement of its own. Every list of entries says so from here."""
    stand = ReserveEntry.objects.standing_on_list()
    out = blocked(stand.order_by().values("cadre"), Purpose.RESERVE, day)
    kept_off = Q(state__in=RESERVE_STANDING, cadre__in=list(out))
    return rows.annotate(is_blocked=Case(When(kept_off, then=True), default=False, output_field=BooleanField()))


def aside(keys, day):
    """registry.Kind.aside: {pk: words} of entries that are kept off the list."""
    rows = marked(ReserveEntry.objects.filter(pk__in=keys), day).filter(is_blocked=True).order_by()
    return dict.fromkeys(rows.values_list("pk", flat=True), BLOCKED)


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
