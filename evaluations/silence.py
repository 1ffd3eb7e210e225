"""The log says nothing of the voting booth. Read before the application is set up: imports nothing of it."""

import logging

BOOTH = "/vote/"


class NotTheBooth(logging.Filter):
    """Drops log records about requests to the booth: a refused code is no matter of the web log either."""

    def filter(self, record):
        request = getattr(record, "request", None)
        return not (request is not None and getattr(request, "path_info", "").startswith(BOOTH))
