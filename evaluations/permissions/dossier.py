"""Who takes the paper about a cadre's year out of the system."""

from cadres.models import Cadre
from cadres.permissions import is_own, reads_cadres
from evaluations.models.teams import recused


def takes_appraisal(user, cadre, day):
    """The cadre section and its leaders, never who is recused from the cadre. One's own is taken from /me/."""
    if not reads_cadres(user) or is_own(user, cadre):
        return False
    keeps_out = getattr(cadre, "keeps_out", None)
    if keeps_out is None:
        keeps_out = Cadre.objects.filter(recused(user, day, cadre="pk"), pk=cadre.pk).exists()
    return not keeps_out
