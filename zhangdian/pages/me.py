"""/me/: the own file, in plain words: what I carry and carried, my posts, what blocks me, my account."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from cadres import queries as cadres
from evaluations.queries import facts
from projects.queries.people import carried


@login_required
def me(request):
    """One's own data and nobody else's; reading one's own file is not a disclosure and leaves no line."""
    day = timezone.localdate()
    cadre = None if request.user.administrator else cadres.cadre_of(request.user)
    parts = {"cadre": cadre, "day": day}
    if cadre:
        parts |= {"file": cadres.file_of(cadre, day), "carried": carried(cadre, day)}
        parts["facts"] = facts.of_cadre(cadre)[:20]
    return render(request, "pages/me.html", parts)
