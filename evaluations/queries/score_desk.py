"""Which rows about scores of persons the desk shows whom."""

from django.db.models import Q

from evaluations.models.teams import recused


def seen_by(rows, user, day):
    """Rows with a column `cadre`: those of projects, and those of others from whom `user` is not recused."""
    own = Q(cadre__user=user)
    return rows.filter(Q(cadre__isnull=True) | ~own & ~recused(user, day, cadre="cadre"))
