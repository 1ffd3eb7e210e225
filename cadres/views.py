"""Pages of the cadres floor."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cadres import queries, services
from cadres.models import Cadre
from cadres.permissions import is_own, reads_cadres


@login_required
def cadre_file(request, pk):
    """The file of a cadre: for the cadre section, and one's own. Every reading of another's leaves a line."""
    day = timezone.localdate()
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user, day).select_related("unit"), pk=pk)
    services.note_reading(cadre, actor=request.user, at=timezone.now())
    own = is_own(request.user, cadre)
    context = {
        "file": queries.file_of(cadre, day, own=own and not reads_cadres(request.user)),
        "is_own": own,
        "desk": f"/admin/cadres/cadre/{cadre.pk}/change/" if reads_cadres(request.user) else "",
    }
    return render(request, "cadres/file.html", context)
