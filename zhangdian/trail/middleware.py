"""Gives every request a number that the trail, the log and the answer's header share."""

import logging
import re
import uuid

from zhangdian.trail import context

SAFE = re.compile(r"^[A-Za-z0-9-]{8,40}$")


class RequestId:
    """Keeps a well-formed X-Request-ID of the front, makes one otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if SAFE.match(given) else uuid.uuid4().hex
        token = context.request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            context.request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response


class RequestIdFilter(logging.Filter):
    """Puts the request's number on every log record."""

    def filter(self, record):
        record.request_id = context.request_id.get() or "-"
        return True
