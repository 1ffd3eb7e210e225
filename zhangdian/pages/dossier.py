"""The file of a cadre: the basic file, what examinations looked at the cadre, and the verified facts."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cadres import queries, services
from cadres.models import Cadre
from cadres.permissions import is_own, reads_cadres
from evaluations.queries import concerned, facts


@login_required
def cadre_file(request, pk):
    """The file of a cadre: for the cadre section, for a team that looks at the cadre, and one's own. Every reading of
    another's leaves a line. What a team examined is never on the own file."""
    at = timezone.now()
    day = timezone.localdate(at)
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user, day).select_related("unit"), pk=pk)
    services.note_reading(cadre, actor=request.user, at=at)
    own = is_own(request.user, cadre)
    context = {
        "file": queries.file_of(cadre, day, own=own and not reads_cadres(request.user)),
        "is_own": own,
        "desk": f"/admin/cadres/cadre/{cadre.pk}/change/" if reads_cadres(request.user) else "",
        "examined": concerned.examinations_of(request.user, cadre, day),
        "book": list(facts.of_cadre(cadre, seen_by=request.user, day=day)[:20]),
    }
    return render(request, "pages/dossier.html", context)
