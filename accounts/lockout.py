"""Where a request comes from, and the answer to somebody who is locked out."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from accounts import queries


def client_ip(request):
    """The sender's address: the entry of X-Forwarded-For that the outermost of our own proxies wrote."""
    count = settings.TRUSTED_PROXIES
    if count:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= count:
            return hops[-count]
    return request.META.get("REMOTE_ADDR", "")


def answer(request, original=None, credentials=None):
    """429 that says until when and whom to ask: a page, or JSON under /api/."""
    now = timezone.now()
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
