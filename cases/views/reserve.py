"""The reserve list: proposing an entry, the list, and taking it out for a purpose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.documents.reserve import XLSX, list_book
from cases.forms.reserve import EntryForm
from cases.models import ReserveEntry
from cases.permissions import reserve as may
from cases.queries import reserve as queries
from cases.services import reserve as services
from cases.states.reserve import Layer
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.desk import purpose
from zhangdian.workflow import MoveRefused


def _check(request):
    # Not even that there is a list is told to others.
    if request.user.administrator or not may.reads(request.user):
        raise Http404


@login_required
@timed("case.reserve")
def propose(request):
    """Propose somebody for the list."""
    _check(request)
    if not may.proposes(request.user):
        raise PermissionDenied(_("Entries are proposed by the cadre section."))
    at = timezone.now()
    found = queries.proposals(request.user, timezone.localdate(at))
    form = EntryForm(request.POST if request.method == "POST" else None, proposals=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = form.proposals.get(said["proposal"])
        given = {"layer": said["layer"], "reason": said["reason"], "actor": request.user, "at": at}
        if row is not None:
            given |= {"cadre": row.cadre, "examination": row.examination, "source": str(row.examination)}
        else:
            given |= {"cadre": said["cadre"], "source": _("proposed by the cadre section")}
        try:
            entry = services.propose_entry(**given)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as wrong:
            desk_forms.blame(form, wrong)
        else:
            messages.success(request, _("Proposed. Next: check what is needed."))
            return redirect(entry)
    words = {
        "form": form, "timed": "case.reserve", "title": _("Propose for the reserve list"),
        "about": _("Confidential: only the cadre section and its leaders see this. The person is not told."),
    }  # fmt: skip
    return render(request, "cases/new.html", words, status=422 if form.errors else 200)


def _rows(request, day):
    layer = request.GET.get("layer", "")
    rows = queries.in_list(day, request.user)
    return [row for row in rows if row.layer == layer] if layer in Layer.values else rows, layer


@require_safe
@login_required
def reserve_list(request):
    """Who is on the list today, by layer. Whom something blocks is not there, whether the sweep came by or not."""
    _check(request)
    day = timezone.localdate()
    rows, layer = _rows(request, day)
    groups = [(Layer(code).label, [row for row in rows if row.layer == code]) for code in Layer.values]
    words = {
        "groups": [(label, found) for label, found in groups if found], "layers": Layer.choices, "chosen": layer,
        "count": len(rows), "may_propose": may.proposes(request.user),
    }  # fmt: skip
    return render(request, "cases/reserve_list.html", words)


@login_required
def export(request):
    """The list as a workbook: first what for; the purpose stands on the trail."""
    _check(request)
    day = timezone.localdate()
    rows, _layer = _rows(request, day)

    def give():
        return list_book(rows, day), XLSX, f"{_('reserve list')}-{day:%Y%m%d}.xlsx"

    return purpose.ask(
        request, ReserveEntry, len(rows), give=give, title=_("Take out the reserve list"), back="/cases/reserve/list/"
    )
