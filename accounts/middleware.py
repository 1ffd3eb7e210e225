"""What every signed-in request must pass: the idle time-out and the first password change."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

SEEN = "seen_at"
# Writing the session at every request would cost a statement each time; a minute's grain is enough.
GRAIN = 60


class SessionGuard:
    """Ends idle sessions; sends people who must change their password to that page, and nowhere else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.get(SEEN) is not None or request.user.is_authenticated:
            answer = self.guard(request)
            if answer is not None:
                return answer
        return self.get_response(request)

    def guard(self, request):
        """A redirect, or None to go on."""
        if not request.user.is_authenticated:
            return None
        now = int(time.time())
        seen = request.session.get(SEEN)
        if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * 60:
            logout(request)
            request.session["ended_idle"] = True
            if request.path.startswith("/api/"):
                return None
            return redirect(f"{reverse('accounts:login')}?next={request.get_full_path()}")
        if seen is None or now - seen >= GRAIN:
            request.session[SEEN] = now
        if request.user.must_change_password and not self.is_open(request.path):
            messages.info(request, _("Please set a password of your own first."))
            return redirect("accounts:password_change")
        return None

    @staticmethod
    def is_open(path):
        allowed = (reverse("accounts:password_change"), reverse("accounts:logout"), "/static/", "/i18n/", "/healthz")
        return path.startswith(allowed)
