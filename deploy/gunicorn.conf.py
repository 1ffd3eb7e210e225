"""gunicorn in production; every number may be given by the environment (docs/deployment.md)."""

import os

from gunicorn.glogging import Logger

bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", str((os.cpu_count() or 2) + 1)))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
# Twice what the front keeps open, so that the front closes first.
keepalive = 75
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
accesslog = "-" if os.environ.get("ACCESS_LOG") else None


class SilentBooth(Logger):
    """No line about the voting booth: a time beside an address would tell who voted when."""

    def access(self, resp, req, environ, request_time):
        if not req.path.startswith("/vote/"):
            super().access(resp, req, environ, request_time)


logger_class = SilentBooth
errorlog = "-"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
