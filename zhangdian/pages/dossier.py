"""The file of a cadre: the basic file, what examinations looked at the cadre, facts, scores and projects; its paper."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres import queries, services
from cadres.models import Cadre
from cadres.permissions import is_own, reads_cadres
from evaluations import registry
from evaluations.permissions.dossier import takes_appraisal
from evaluations.queries import concerned
from evaluations.queries import dossier as portraits
from projects.queries.people import carried
from zhangdian.desk.purpose import PurposeForm
from zhangdian.pages import appraisal


def find(request, pk, day):
    """The cadre whose file the person may read, or 404."""
    rows = Cadre.objects.visible_to(request.user, day).select_related("unit")
    return get_object_or_404(portraits.standing(rows, request.user, day), pk=pk)


@login_required
def cadre_file(request, pk):
    """The file of a cadre: for the cadre section, for a team that looks at the cadre, and one's own. Every reading of
    another's leaves a line. What a team examined is never on the own file, nor an open case."""
    at = timezone.now()
    day = timezone.localdate(at)
    cadre = find(request, pk, day)
    services.note_reading(cadre, actor=request.user, at=at)
    carries = carried(cadre, day, reader=request.user)
    own = is_own(request.user, cadre)
    may_take = own or takes_appraisal(request.user, cadre, day)
    context = {
        "file": queries.file_of(cadre, day, own=own, duties=False),
        "is_own": own,
        "desk": f"/admin/cadres/cadre/{cadre.pk}/change/" if reads_cadres(request.user) else "",
        "examined": concerned.examinations_of(request.user, cadre, day),
        "portrait": portraits.portrait(cadre, request.user, day),
        "carried": carries,
        "sections": registry.sections(cadre, request.user, day),
        "years": appraisal.years(carries, day, "/me" if own else f"/cadres/{cadre.pk}") if may_take else (),
    }
    return render(request, "pages/dossier.html", context)


@login_required
def take_appraisal(request, pk, year):
    """The paper about another's year: first what for, then the file and a line on the trail. One's own is on /me/."""
    at = timezone.now()
    day = timezone.localdate(at)
    cadre = find(request, pk, day)
    if is_own(request.user, cadre):
        return redirect("me_appraisal", year=year)
    if not takes_appraisal(request.user, cadre, day):
        raise PermissionDenied(_("The paper is taken out by the cadre section and its leaders, the own one from /me/."))
    if not appraisal.is_told(year, day):
        raise Http404
    form = PurposeForm(request.POST or None)
    form.fields["purpose"].help_text = _("Kept on the trail of the cadre with your name.")
    if request.method == "POST" and form.is_valid():
        content, name = appraisal.paper(cadre, year, day, reader=request.user)
        services.note_taking_out(cadre, actor=request.user, at=at, purpose=form.cleaned_data["purpose"], name=name)
        return appraisal.answer(content, name)
    context = {"cadre": cadre, "year": year, "form": form}
    return render(request, "pages/appraisal.html", context, status=422 if form.is_bound else 200)
