"""The bell's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhangdian.notices import queries, services
from zhangdian.notices.forms import CadenceForm
from zhangdian.notices.models import Digest, Notice

PAGE = 30


@login_required
def notice_list(request):
    """One's own notices, newest first; `?unread=1` only the unread."""
    rows = Notice.objects.visible_to(request.user)
    only_unread = request.GET.get("unread") == "1"
    page = Paginator(rows.unread() if only_unread else rows, PAGE).get_page(request.GET.get("page"))
    owed, more = queries.still_owed(request.user)
    words = {"page": page, "only_unread": only_unread, "owed": owed, "more": more}
    return render(request, "notices/list.html", words)


@login_required
def digest_detail(request, pk):
    """All that one was told at one wake, and where it stands now."""
    digest = get_object_or_404(Digest.objects.visible_to(request.user), pk=pk)
    return render(request, "notices/digest.html", {"digest": digest, **queries.told_in(digest)})


@login_required
def cadence(request):
    """How I am reminded: how often, at what time, when not."""
    day = timezone.localdate()
    allowed = queries.allowed(day)
    form = CadenceForm(request.POST or None, instance=queries.cadence_of(request.user), allowed=allowed)
    if request.method == "POST" and form.is_valid():
        services.choose(request.user, **form.cleaned_data)
        messages.success(request, _("Stored."))
        return redirect("notices:cadence")
    return render(request, "notices/cadence.html", {"form": form, "allowed": allowed})


@login_required
@require_POST
def read(request, pk):
    """Mark one as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.read(request.user, at=timezone.now(), pk=notice.pk)
    if notice.path and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
        return redirect(notice.path)
    return redirect("notices:list")


@login_required
@require_POST
def read_all(request):
    """Mark all as read."""
    count = services.read(request.user, at=timezone.now())
    messages.success(request, _("Marked as read: %(count)s.") % {"count": count})
    return redirect("notices:list")
