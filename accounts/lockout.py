"""Where a request comes from, when tries for a name are slowed, and the answer to somebody who is locked out."""

import hashlib
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.db.models import Max, Sum
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import queries
from accounts.options import NAME_PAUSE, NAME_TRIES
from zhangdian.options import queries as options
from zhangdian.options.registry import DECLARED

DEVICE, DEVICE_DAYS, DEVICE_NAMES = "device", 180, 8


def client_ip(request):
    """The sender's address: the entry of X-Forwarded-For that the outermost of our own proxies wrote."""
    count = settings.TRUSTED_PROXIES
    if count:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= count:
            return hops[-count]
    return request.META.get("REMOTE_ADDR", "")


def known_here(request):
    """The log-in names that have signed in in this browser before, newest first."""
    names = request.get_signed_cookie(DEVICE, default="", salt=DEVICE)
    return [name for name in names.split(",") if name]


def remember_device(request, response, username):
    """Note in this browser that `username` has signed in here: tries from here are not slowed with others'."""
    names = [username, *(name for name in known_here(request) if name != username)][:DEVICE_NAMES]
    response.set_signed_cookie(
        DEVICE, ",".join(names), salt=DEVICE, max_age=timedelta(days=DEVICE_DAYS), httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def paused_until(request, username, *, at):
    """The instant before which this try for `username` is not looked at, or None when it may go on.

    Where more wrong passwords came for a name than the setting allows, from whatever addresses, one try passes and
    the next has to wait. Browsers that know the name go on as ever: they have their own lock by name and address.
    """
    if username in known_here(request):
        return None
    recent = AccessAttempt.objects.filter(username=username, attempt_time__gt=at - settings.AXES_COOLOFF_TIME)
    wrong = recent.aggregate(wrong=Sum("failures_since_start"))["wrong"] or 0
    if wrong < DECLARED[NAME_TRIES].low:
        # Nobody's setting can be lower: log-ins on a quiet day ask for none.
        return None
    policy = options.values(timezone.localdate(at), NAME_TRIES, NAME_PAUSE)
    if wrong < policy[NAME_TRIES]:
        return None
    slot = f"accounts.name:{hashlib.sha256(username.encode()).hexdigest()}"
    return None if cache.add(slot, 1, timeout=policy[NAME_PAUSE]) else at + timedelta(seconds=policy[NAME_PAUSE])


def answer(request, original=None, credentials=None):
    """429 that says until when and whom to ask: a page, or JSON under /api/."""
    now = timezone.now()
    paused = getattr(request, "paused_until", None)
    if paused is not None:
        return _slowed(request, max(1, int((paused - now).total_seconds())))
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    last = AccessAttempt.objects.filter(username=username, ip_address=client_ip(request)).aggregate(
        last=Max("attempt_time")
    )["last"]
    until = (last or now) + settings.AXES_COOLOFF_TIME
    left = max(1, -((now - until) // timedelta(minutes=1)))
    words = {"until": timezone.localtime(until), "minutes": left, "contact": queries.help_contact(timezone.localdate())}
    if request.path.startswith("/api/"):
        sentence = ngettext(
            "Too many wrong passwords. Try again in %(count)d minute, or ask the security administrator.",
            "Too many wrong passwords. Try again in %(count)d minutes, or ask the security administrator.",
            left,
        ) % {"count": left}
        response = JsonResponse({"detail": sentence, "code": "locked"}, status=429)
    else:
        response = render(request, "accounts/locked.html", words, status=429)
    response["Retry-After"] = str(left * 60)
    return response


def _slowed(request, seconds):
    """429 while tries for a name pass one at a time."""
    if request.path.startswith("/api/"):
        sentence = _(
            "Many wrong passwords came for this name. Tries pass one at a time: try again in %(count)d seconds."
        )
        response = JsonResponse({"detail": sentence % {"count": seconds}, "code": "locked"}, status=429)
    else:
        words = {"seconds": seconds, "contact": queries.help_contact(timezone.localdate())}
        response = render(request, "accounts/slowed.html", words, status=429)
    response["Retry-After"] = str(seconds)
    return response
