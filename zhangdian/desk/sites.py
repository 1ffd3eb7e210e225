"""The desk's site: the theme's relaxed content policy here and nowhere else; navigation by what one may see."""

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

RELAXED = {"script-src": [UNSAFE_EVAL, UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]}


class DeskSite(UnfoldAdminSite):
    """Log-in goes through our own page, so that lock-out, password change and idle time-out hold here too."""

    def admin_view(self, view, cacheable=False):
        # The theme evaluates expressions in the browser; see docs/decisions/.
        return csp_update(RELAXED)(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        """Our own page; who is signed in but has no desk is sent home."""
        if request.user.is_authenticated:
            return redirect("home")
        return redirect(f"{reverse('accounts:login')}?next={request.GET.get('next', request.get_full_path())}")


def environment(request):
    """The badge beside the title."""
    return [_("Demo"), "warning"] if settings.DEMO else None


def navigation(request):
    """The side bar: one group per room, only what the person may see."""
    from django.contrib import admin

    groups = []
    for app in admin.site.get_app_list(request):
        items = [
            {"title": model["name"], "link": model["admin_url"]} for model in app["models"] if model.get("admin_url")
        ]
        if items:
            groups.append({"title": app["name"], "separator": True, "items": items})
    return groups
