"""The desk's site: the theme's relaxed content policy here and nowhere else; navigation by what one may see."""

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

RELAXED = {"script-src": [UNSAFE_EVAL, UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]}


class DeskSite(UnfoldAdminSite):
    """Log-in goes through our own page, so that lock-out, password change and idle time-out hold here too."""

    index_title = gettext_lazy("Work desk")

    def admin_view(self, view, cacheable=False):
        # The theme evaluates expressions in the browser; see docs/decisions/020-admin-theme-policy.md.
        return csp_update(RELAXED)(super().admin_view(view, cacheable))

    def has_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def login(self, request, extra_context=None):
        """Our own page; who is signed in but has no desk is sent home."""
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        back = request.GET.get("next", request.get_full_path())
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?next={back}")

    def logout(self, request, extra_context=None):
        """The one address that ends a session, so that it is on the trail; asked for by POST only."""
        if request.method == "POST":
            return redirect(settings.LOGOUT_URL, preserve_request=True)
        return redirect(settings.LOGOUT_REDIRECT_URL)

    def password_change(self, request, extra_context=None):
        """The one page on which passwords are changed."""
        return redirect(settings.PASSWORD_CHANGE_URL)


def environment(request):
    """The badge beside the title."""
    return [_("Demo"), "warning"] if settings.DEMO else None


def style(request):
    """The desk's own stylesheet beside the theme's."""
    return static("desk.css")


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
