"""A district on this machine: PostgreSQL, Redis, and the processes of docker-compose.yml by their own commands."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import yaml

from tests.template import address_of

BASE = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text(encoding="utf-8"))
HOST = "kaocha.example.cn"
TOKEN_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def free_port():
    """A port of the loop-back address that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(what, *, seconds, every=0.2, said="it did not happen"):
    """Wait until `what()` is true; its value. Fails after `seconds` with `said`."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        value = what()
        if value:
            return value
        time.sleep(every)
    raise AssertionError(f"{said} (within {seconds} s)")


class District:
    """Started in `with`; everything it started is stopped and removed at the end, come what may."""

    def __init__(self, folder, postgres):
        self.folder, self.postgres = Path(folder), postgres
        self.name = f"zhangdian_e2e_{os.getpid()}"
        self.web_port, self.redis_port = free_port(), free_port()
        self.running = {}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *fault):
        self.stop()

    # Starting and stopping --------------------------------------------------------------------

    def start(self):
        self.sql("postgres", f'CREATE DATABASE "{self.name}"')
        self.environment = self.settings()
        redis = [
            "redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder),
            *COMPOSE["services"]["redis"]["command"][2:],
        ]  # fmt: skip
        self.begin("redis", redis)
        until(lambda: self.answers(self.redis_port), seconds=20, said="Redis does not answer")
        self.run(self.command("setup"))
        self.run([sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"])
        for service in ("web", "worker", "beat"):
            self.begin(service)
        try:
            until(self.is_up, seconds=300, said="the web server does not answer")
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{self.logs()}") from None

    def stop(self):
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
        self.sql("postgres", f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def settings(self):
        """The environment compose gives: the same names, with this machine's places; secrets by files."""
        given = dict(COMPOSE["services"]["web"]["environment"])
        secrets = self.folder / "secrets"
        secrets.mkdir()
        values = {
            "secret_key": "a-secret-key-of-the-processes-test-0123456789",
            "trail_key": "a-trail-key-of-the-processes-test-0123456789",
            "vault_key": "a-vault-key-of-the-processes-test-0123456789",
            "database_url": self.address(self.name),
            "redis_url": f"redis://127.0.0.1:{self.redis_port}/0",
        }
        for name, value in values.items():
            (secrets / name).write_text(value)
        for name, value in given.items():
            given[name] = re.sub(r"\$\{[A-Z_]+:-(.*?)\}", r"\1", value).replace("/run/secrets", str(secrets))
        given |= {
            "ZHANGDIAN_VAR": str(self.folder / "var"),
            "MEDIA_ROOT": str(self.folder / "var" / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "ALLOWED_HOSTS": HOST,
            "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
            "BIND": f"127.0.0.1:{self.web_port}",
            "WEB_WORKERS": "2",
            # A thousand reports by one person in a minute are no working day's pace.
            "THROTTLE_USER": "100000/min",
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        }
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TZ") if name in os.environ}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return kept | {"PATH": path, "DJANGO_SETTINGS_MODULE": "zhangdian.settings"} | given

    def command(self, service):
        """The words of compose for a service, nothing added."""
        return list(COMPOSE["services"][service]["command"])

    def begin(self, service, command=None):
        """Start (again) a service in a process group of its own; its log is kept for a failure's sake."""
        with open(self.folder / f"{service}.log", "ab") as log:
            self.running[service] = subprocess.Popen(
                command or self.command(service), cwd=BASE, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self, service):
        """`kill -9` of a service as a whole, then what `restart: unless-stopped` does."""
        os.killpg(self.running[service].pid, signal.SIGKILL)
        self.running[service].wait(10)
        self.begin(service)

    def kill_a_web_worker(self):
        """`kill -9` of one worker process of the web server; the server itself replaces it."""
        children = Path(f"/proc/{self.running['web'].pid}/task/{self.running['web'].pid}/children").read_text().split()
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(children[0]), signal.SIGKILL)
        return bool(children)

    def run(self, command, **words):
        """Run a command to its end in the district's environment; its output. A failure shows what it said."""
        done = subprocess.run(command, cwd=BASE, env=self.environment, capture_output=True, text=True, **words)
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def manage(self, *words):
        return self.run([sys.executable, "manage.py", *words])

    def python(self, code):
        """Run code inside the district's Django; the last line it prints, read as JSON."""
        return json.loads(self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])

    def logs(self):
        return "\n".join(
            f"── {path.name}\n{path.read_text(errors='ignore')[-3000:]}" for path in sorted(self.folder.glob("*.log"))
        )

    # Looking ----------------------------------------------------------------------------------

    def address(self, name):
        return address_of(self.postgres, name)

    def sql(self, name, statement, *values):
        """Run SQL in a database of the server; the rows, if any."""
        connection = psycopg2.connect(self.address(name))
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def rows(self, statement, *values):
        return self.sql(self.name, statement, *values)

    def answers(self, port):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    def is_up(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return Visitor(self).get("/healthz").status == 200
        return False


class Visitor:
    """A browser without a screen, behind a front that ended TLS: cookies, CSRF, no redirect followed by itself."""

    def __init__(self, district, token=""):
        self.district, self.token, self.cookies = district, token, {}

    def send(self, method, path, body=None, **headers):
        link = http.client.HTTPConnection("127.0.0.1", self.district.web_port, timeout=60)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        with contextlib.closing(link):
            link.request(method, path, body, headers)
            answer = link.getresponse()
            answer.text = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
        return answer

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, page, **fields):
        """Send a form with the CSRF token that `page` shows."""
        token = TOKEN_FIELD.search(page.text).group(1)
        return self.send(
            "POST", path, urlencode({"csrfmiddlewaretoken": token, **fields}),
            Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip

    def api(self, path, content, key=""):
        headers = {"Idempotency_Key": key} if key else {}
        return self.send("POST", path, json.dumps(content), Content_Type="application/json", **headers)

    def sign_in(self, username, password):
        answer = self.post("/login/", self.get("/login/"), username=username, password=password)
        assert answer.status == 302, answer.text[:2000]
        return self


def has_redis():
    return shutil.which("redis-server") is not None
