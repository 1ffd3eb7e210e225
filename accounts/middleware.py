"""What every signed-in request must pass: the idle time-out and the first password change."""

import time
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.options import IDLE_MINUTES
from zhangdian.options.registry import DECLARED

# Keys of the session: when it was last used, and after how many seconds of rest it ends (set at log-in).
SEEN, IDLE = "seen_at", "idle_seconds"
# Writing the session at every request would cost a statement each time; a minute's grain is enough.
GRAIN = 60
SAFE = ("GET", "HEAD", "OPTIONS")


class SessionGuard:
    """Ends idle sessions; sends people who must change their password to that page, and nowhere else.

    Whoever sends a form after the session ended is led, through the log-in page, back to the page of the form,
    where the browser still has what was typed; the address that only takes the form would be no page at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.get(SEEN) is not None or request.user.is_authenticated:
            answer = self.guard(request)
            if answer is not None:
                return answer
        response = self.get_response(request)
        if request.method not in SAFE and self.leads_to_login(response):
            return redirect(login_address(request))
        return response

    def guard(self, request):
        """An answer, or None to go on."""
        if not request.user.is_authenticated:
            return None
        now = int(time.time())
        seen = request.session.get(SEEN)
        if seen is not None and now - seen > request.session.get(IDLE, DECLARED[IDLE_MINUTES].default * 60):
            logout(request)
            request.session_ended_idle = True
            if is_api(request):
                return None
            messages.info(
                request, _("You were signed out because nothing was done for a while. What you typed is kept.")
            )
            return redirect(login_address(request))
        if seen is None or now - seen >= GRAIN:
            request.session[SEEN] = now
        if request.user.must_change_password and not self.is_open(request.path):
            sentence = _("Please set a password of your own first.")
            if is_api(request):
                return JsonResponse({"detail": sentence, "code": "password_change_required"}, status=403)
            messages.info(request, sentence)
            return redirect("accounts:password_change")
        return None

    @staticmethod
    def is_open(path):
        allowed = (reverse("accounts:password_change"), reverse("accounts:logout"), "/static/", "/i18n/", "/healthz")
        return path.startswith(allowed)

    @staticmethod
    def leads_to_login(response):
        return isinstance(response, HttpResponseRedirect) and urlsplit(response.url).path == reverse("accounts:login")


def is_api(request):
    return request.path.startswith("/api/")


def login_address(request):
    """The log-in page with the way back: this page, or for a form sent the page it stood on."""
    back = request.get_full_path()
    if request.method not in SAFE:
        came_from = urlsplit(request.headers.get("Referer", ""))
        back = came_from.path if came_from.netloc == request.get_host() else "/"
        if back != "/" and came_from.query:
            back += f"?{came_from.query}"
    if back.startswith(reverse("accounts:login")) or back == "/":
        return reverse("accounts:login")
    return f"{reverse('accounts:login')}?{urlencode({'next': back})}"
