"""One desk: one command serves, Ctrl-C leaves no process, the death of one ends all."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import template
from tests.processes.district import BASE, free_port, until

pytestmark = pytest.mark.processes


@pytest.fixture
def kept(tmp_path):
    """A folder that holds the database of an earlier day, so that nothing is left to migrate."""
    shutil.copy(template.ready(""), tmp_path / "zhangdian.sqlite3")


@pytest.fixture
def desk(tmp_path):
    """`manage.py up` on a folder of its own; killed whole at the end whatever happened."""
    port = free_port()
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"ZHANGDIAN_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhangdian.settings", "WEB_WORKERS": "1"}
    with open(tmp_path / "up.log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--bind", f"127.0.0.1:{port}"],
            cwd=BASE, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    process.port, process.folder = port, tmp_path
    try:
        yield process
    finally:
        for pid in members(tmp_path):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(10)


def members(folder):
    """The processes that live on this desk, by what their environment says."""
    mark = f"ZHANGDIAN_VAR={folder}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


def named(folder, word):
    """Those of them whose command line holds `word`."""
    found = []
    for pid in members(folder):
        with contextlib.suppress(OSError):
            if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def serves(desk):
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{desk.port}/healthz", timeout=5).status == 200
    return False


def test_one_command_serves_and_ctrl_c_leaves_nothing(desk):
    until(lambda: serves(desk), seconds=120, said=(desk.folder / "up.log").read_text())
    until(lambda: named(desk.folder, "celery"), seconds=60, said="no worker")
    os.killpg(desk.pid, signal.SIGINT)
    until(lambda: not members(desk.folder), seconds=60, said=f"left over: {members(desk.folder)}")


def test_the_death_of_the_worker_ends_the_group(kept, desk):
    until(lambda: serves(desk), seconds=120, said=(desk.folder / "up.log").read_text())
    until(lambda: named(desk.folder, "celery"), seconds=60, said="no worker")
    for pid in named(desk.folder, "celery"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not members(desk.folder), seconds=60, said=f"left over: {members(desk.folder)}")
