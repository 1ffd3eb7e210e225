"""The number of the request being answered, for the trail and the log."""

from contextvars import ContextVar

request_id = ContextVar("request_id", default="")
