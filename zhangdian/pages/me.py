"""/me/: the own file, in plain words: what I carry and carried, facts and scores about me, what blocks me, my paper."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from cadres import queries as cadres
from cadres.models import Cadre
from evaluations import registry
from evaluations.queries import dossier as portraits
from projects.queries.people import carried
from zhangdian.pages import appraisal


def own(user, day):
    """The Cadre that is this account, with how it stands for a dossier, or None."""
    if user.administrator:
        return None
    rows = Cadre.objects.filter(user=user).select_related("unit")
    return portraits.standing(rows, user, day).first()


@login_required
def me(request):
    """One's own data and nobody else's; reading one's own file is not a disclosure and leaves no line."""
    user, day = request.user, timezone.localdate()
    cadre = own(user, day)
    parts = {"cadre": cadre, "day": day, "is_own": True}
    if cadre:
        carries = carried(cadre, day, reader=user)
        parts |= {
            "file": cadres.file_of(cadre, day, own=True, duties=False),
            "carried": carries,
            "portrait": portraits.portrait(cadre, user, day),
            "objections": portraits.objections_of(user),
            "sections": registry.sections(cadre, user, day),
            "years": appraisal.years(carries, day, "/me"),
        }
    return render(request, "pages/me.html", parts)


@login_required
def take_appraisal(request, year):
    """The paper about one's own year. It is about oneself: nobody is asked what for."""
    day = timezone.localdate()
    cadre = own(request.user, day)
    if cadre is None or not appraisal.is_told(year, day):
        raise Http404
    return appraisal.answer(*appraisal.paper(cadre, year, day, reader=request.user))
