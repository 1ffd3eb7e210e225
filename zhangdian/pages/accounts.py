"""Accounts for people of the roster: picked here, printed as slips. Who may: docs/decisions/011."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import may_issue_in_bulk
from cadres.services.accounts import issue_accounts
from projects.queries import accounts as people
from projects.states import PersonRole
from zhangdian.workflow import MoveRefused

# As many slips as one print and one request can bear.
PAGE = 100


@login_required
@require_http_methods(["GET", "POST"])
def issue(request):
    """The list of those without an account, by role on the projects; a POST makes accounts and shows the slips once."""
    if not may_issue_in_bulk(request.user):
        raise PermissionDenied
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("cadre") if key.isdecimal()][:PAGE]
        try:
            made = issue_accounts(keys, actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            messages.error(request, str(refused))
            return redirect(request.get_full_path())
        response = render(request, "accounts/slips.html", {"slips": made, "back": request.get_full_path()})
        response["Cache-Control"] = "no-store"
        return response
    role = request.GET.get("role", "")
    if role not in {known.value for known in people.ROLES}:
        role = PersonRole.LIAISON.value
    rows = people.without_account(role, timezone.localdate())
    return render(
        request,
        "pages/issue_accounts.html",
        {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "roles": [(known.value, known.label) for known in people.ROLES],
            "role": role,
            "nobody": _(
                "Everybody who carries this role can log in. New people appear here when the roster names them."
            ),
        },
    )
