"""One migrated database a run, of which the workers' databases are copies: migrating costs far more than copying.

It is made under a lock by the first who needs it and named after what the migrations say. The folder of the run
(ZHANGDIAN_TEMPLATES, else one below ZHANGDIAN_VAR) says where; whoever made the folder calls `remove`.
"""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

BASE = Path(__file__).resolve().parent.parent


def folder():
    """The folder of this run's templates."""
    return Path(os.environ.get("ZHANGDIAN_TEMPLATES") or Path(os.environ["ZHANGDIAN_VAR"]) / "templates")


def named(place):
    """The template's name: it differs for every run and after every change of a migration."""
    said = hashlib.sha256(str(place).encode())
    for path in sorted(BASE.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            said.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return f"zhangdian_template_{said.hexdigest()[:16]}"


def address_of(url, name):
    """The address of another database on the server of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def on_server(url, statement):
    """Run a statement outside any transaction in the server's own database."""
    import psycopg2

    connection = psycopg2.connect(address_of(url, "postgres"))
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)


def ready(url):
    """The template on the server of `url` (its name), for an empty one SQLite's (its path); made when missing."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    name, kind = named(place), "postgres" if url else "sqlite"
    path, done = place / f"{name}.sqlite3", place / f"{name}.{kind}.done"
    with open(place / f"{name}.{kind}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            if url:
                # Noted first, so that `remove` knows of it even when migrating fails.
                (place / f"{name}.postgres").write_text(url)
                on_server(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                on_server(url, f'CREATE DATABASE "{name}"')
            else:
                path.unlink(missing_ok=True)
            migrate(address_of(url, name) if url else f"sqlite:///{path}")
            done.touch()
    return name if url else path


def migrate(url):
    """Bring the database at `url` to what the migrations say; AssertionError with what was said when it cannot be."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--no-input", "--verbosity", "0"]
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"The migrations failed:\n{done.stdout}\n{done.stderr}"


def remove(place=None):
    """Drop what `ready` made on servers; files go with their folder."""
    for note in (place or folder()).glob("*.postgres"):
        on_server(note.read_text(), f'DROP DATABASE IF EXISTS "{note.stem}" WITH (FORCE)')
        note.unlink()


@contextlib.contextmanager
def copied(connection):
    """While it lasts, the test database that Django makes for `connection` is a copy of the template."""
    tests = connection.settings_dict["TEST"]
    tests["MIGRATE"] = False
    if connection.vendor == "postgresql":
        tests["TEMPLATE"] = ready(os.environ["DATABASE_URL"])
        yield
        return
    template, create = ready(""), connection.creation._create_test_db

    with contextlib.ExitStack() as open_until_the_end:

        def create_and_fill(*words, **named_words):
            name = create(*words, **named_words)
            # A database in memory lives as long as somebody holds it.
            target = open_until_the_end.enter_context(contextlib.closing(sqlite3.connect(name, uri=True)))
            with contextlib.closing(sqlite3.connect(template)) as source:
                source.backup(target)
            return name

        connection.creation._create_test_db = create_and_fill
        yield
