"""Answers when something is not there, not allowed, or went wrong. Under /api/ they are JSON, like all else there."""

from django.http import JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

API = "/api/"


def csrf_failure(request, reason=""):
    """403 with a sentence: the form is too old, go back, nothing typed is lost."""
    return render(request, "403_csrf.html", status=403)


@requires_csrf_token
def not_understood(request, exception):
    """400: what was sent is no request that can be read."""
    if request.path.startswith(API):
        return _said(request, 400, "bad_request", _("What was sent cannot be read as a request."))
    return defaults.bad_request(request, exception)


@requires_csrf_token
def fault(request):
    """500, a fault of ours, with the number under which the log and the trail know the request."""
    number = getattr(request, "id", "")
    if request.path.startswith(API):
        said = _("Something went wrong on our side; nothing was half stored. Try again in a minute.")
        return _said(request, 500, "server_error", said)
    # Without the request: what failed may be what every page asks of it.
    html = loader.get_template("500.html").render({"request_id": number})
    return defaults.HttpResponseServerError(html)


def _said(request, status, code, detail):
    said = {"detail": detail, "code": code, "request_id": getattr(request, "id", "")}
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
