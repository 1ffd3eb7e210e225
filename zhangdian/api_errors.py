"""One shape for every refusal of the API: {"detail": sentence, "code": word, "fields": {name: [sentences]}}.

Sentences are in the language of the request; programs go by the status and the code.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from zhangdian.workflow import MoveRefused

# A refused move: status and code by its `why`.
MOVES = {
    MoveRefused.WRONG_STATE: (status.HTTP_409_CONFLICT, "wrong_state"),
    MoveRefused.WRONG_PERSON: (status.HTTP_403_FORBIDDEN, "wrong_person"),
    MoveRefused.MISSING: (status.HTTP_400_BAD_REQUEST, "missing"),
}
WHOLE = ("non_field_errors", "__all__")

SHAPE = {
    "type": "object",
    "required": ["detail", "code"],
    "properties": {
        "detail": {"type": "string", "description": "What is wrong and how to mend it, for people."},
        "code": {"type": "string", "description": "The same for programs: invalid, missing, wrong_state, throttled …"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "With code `invalid`: the sentences by field.",
        },
        "request_id": {"type": "string", "description": "With a fault of ours: the number of the request in the log."},
    },
    "example": {
        "detail": "请改正所列各项后重新提交。",
        "code": "invalid",
        "fields": {"text": ["该字段是必填项。"]},
    },
}
ANSWERS = {
    "400": "What was sent is incomplete or wrong (`invalid`, `missing`, `parse_error`).",
    "401": "Nobody is signed in, or the token or session is over (`not_authenticated`, `session_expired` …).",
    "403": "Seen, but not yours to do (`permission_denied`, `wrong_person`, `password_change_required`).",
    "404": "Not there, or not yours to see (`not_found`).",
    "409": "The thing has moved on (`wrong_state`), or the same key came with other content.",
    "500": "A fault of ours; nothing was half stored. `request_id` is the number to name when asking (`server_error`).",
    "429": "Too many requests; `Retry-After` says when to come again (`throttled`, `locked`).",
}


def handle(exc, context):
    """The answer for what a view raised, or None for a fault of ours, which then is a 500."""
    headers = {}
    if isinstance(exc, MoveRefused):
        code, word = MOVES.get(exc.why, (status.HTTP_409_CONFLICT, exc.why))
        body = {"detail": str(exc), "code": word}
    elif isinstance(exc, ValidationError):
        code, body = status.HTTP_400_BAD_REQUEST, _invalid(_of_django(exc))
    else:
        exc = _of_rest_framework(exc, context)
        if exc is None:
            return None
        code = exc.status_code
        if getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = exc.auth_header
        if getattr(exc, "wait", None):
            headers["Retry-After"] = str(int(exc.wait) + 1)
        if isinstance(exc, exceptions.ValidationError):
            body = _invalid(exc.detail)
        else:
            body = {"detail": str(exc.detail), "code": getattr(exc.detail, "code", exc.default_code)}
    set_rollback()
    return Response(body, status=code, headers=headers)


def _of_rest_framework(exc, context):
    """Django's own refusals as REST framework's; the kinder sentences are put in here."""
    if isinstance(exc, Http404):
        return exceptions.NotFound(_("There is nothing here that you may see."))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied(str(exc) or _("You may see this, but it is not yours to do."))
    if isinstance(exc, exceptions.NotAuthenticated):
        request = context.get("request")
        over = getattr(getattr(request, "_request", request), "session_ended_idle", False)
        if over:
            kind = exceptions.NotAuthenticated(
                _("You were signed out because nothing was done for a while. Sign in again; nothing typed is lost."),
                "session_expired",
            )
        else:
            kind = exceptions.NotAuthenticated(_("Sign in, or send “Authorization: Token …”."))
        kind.auth_header = getattr(exc, "auth_header", None)
        return kind
    return exc if isinstance(exc, exceptions.APIException) else None


def _of_django(exc):
    return exc.message_dict if hasattr(exc, "error_dict") else {"__all__": exc.messages}


def _invalid(detail):
    """The body of a 400: field sentences, and the ones about the whole as `detail`."""
    if not isinstance(detail, dict):
        detail = {"__all__": detail}
    fields = {name: _sentences(found) for name, found in detail.items()}
    whole = [sentence for name in WHOLE for sentence in fields.pop(name, [])]
    body = {"detail": " ".join(whole) or _("Please mend what is listed and send it again."), "code": "invalid"}
    if fields:
        body["fields"] = fields
    return body


def _sentences(found):
    """Nested errors (lists of rows, dictionaries of columns) as one flat list of sentences."""
    if isinstance(found, dict):
        return [f"{name}: {text}" for name, inner in found.items() for text in _sentences(inner)]
    if isinstance(found, (list, tuple)):
        return [text for inner in found for text in _sentences(inner)]
    return [str(found)]


def document(result, generator, request, public):
    """A hook of the schema: every operation names the shape of its refusals."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = SHAPE
    for path in result.get("paths", {}).values():
        for verb, operation in path.items():
            if verb not in ("get", "post", "put", "patch", "delete"):
                continue
            asked = ["401", "403", "429", "500"]
            if "{" in str(operation.get("parameters", "")) or operation.get("parameters"):
                asked.append("404")
            if verb != "get":
                asked += ["400", "409"]
            for code in sorted(asked):
                operation.setdefault("responses", {}).setdefault(
                    code,
                    {
                        "description": ANSWERS[code],
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                    },
                )
    return result
