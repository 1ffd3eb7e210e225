"""What every test run needs: compiled words, and an honest word on what this machine cannot run.

ZHANGDIAN_REQUIRE_ALL=1 turns a missing PostgreSQL or Chromium from a skip into a failure.
"""

import contextlib
import gc
import os
import re
import shutil
from contextvars import ContextVar
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis

from tests import template
from tests.machine import chromium
from zhangdian.words import catalogues

catalogues.compile_all(Path(__file__).resolve().parent.parent)

# A busy machine is no fault of the code under test; the same examples every time, others by --hypothesis-seed.
hypothesis.register_profile("house", deadline=None, derandomize=True)
hypothesis.load_profile("house")

REQUIRE_ALL = os.environ.get("ZHANGDIAN_REQUIRE_ALL", "") not in ("", "0")
# Set for the second database's pass: what touches no database, or is marked `once`, has been run by the first.
STORED_ONLY = os.environ.get("ZHANGDIAN_STORED_ONLY", "") not in ("", "0")
STORES = {"db", "transactional_db"}


# Files of pages and papers, and of random walks over moves that have tests of their own: the first database is enough.
# On the second one each page is opened by the doors (tests/test_doors.py).
SHOWN = re.compile(
    r"/test_(\w+_)?(pages|page_counts|papers?|machine|dossier|home|cockpit|frame|why|concerned|digest)\.py$"
)


def asks_the_second(item):
    """Is there something that another database could answer otherwise?"""
    if item.get_closest_marker("once") is not None or SHOWN.search(item.path.as_posix()):
        return False
    return touches_database(item)


def touches_database(item):
    """Does a test say that it uses the database: by its mark, by a fixture, or by a world of ours that it asks for?"""
    if item.get_closest_marker("django_db") is not None or STORES & set(item.fixturenames):
        return True
    ours = (known for found in item._fixtureinfo.name2fixturedefs.values() for known in found if known.baseid)
    return any("django_db_setup" in known.argnames for known in ours if known.argname != "django_db_setup")


def pytest_collection_modifyitems(config, items):
    """Skip, or with ZHANGDIAN_REQUIRE_ALL fail, what needs a backend or a browser that is not there."""
    from django.db import connection

    if STORED_ONLY:
        config.hook.pytest_deselected(items=[item for item in items if not asks_the_second(item)])
        items[:] = [item for item in items if asks_the_second(item)]
    lacking = {}
    if connection.vendor != "postgresql":
        lacking["postgres"] = "needs PostgreSQL: set DATABASE_URL, or run `make test`, which runs both databases"
    if chromium() is None:
        lacking["browser"] = "needs a Chromium: none is on the PATH and CHROMIUM names none"
    for item in items:
        for mark, reason in lacking.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason) if not REQUIRE_ALL else pytest.mark.lacking(reason))


@pytest.fixture(scope="session", autouse=True)
def told_once_a_page(django_test_environment):
    """What a test reads of an answer's context is the page's own. Without this the client takes down the context of
    each of the hundreds of templates in it too: every option of a select is one."""
    from django.template import Template

    told, inside = Template._render, ContextVar("inside", default=False)

    def render(template, context):
        if inside.get():
            return template.nodelist.render(context)
        token = inside.set(True)
        try:
            return told(template, context)
        finally:
            inside.reset(token)

    Template._render = render
    yield
    Template._render = told


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """On SQLite a test database is emptied row by row, which what is published would refuse."""
    from django.db import connection

    from cases.models import guards
    from evaluations.models import frozen, frozen_scores

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        frozen.let_go(editor)
        frozen_scores.let_go(editor)
        guards.GUARD.let_go(editor)


def pytest_xdist_make_scheduler(config, log):
    """A worker gets a file, or a folder that shares a world, as a whole."""
    from tests.spread import Spread

    return Spread(config, log)


def pytest_collection_finish():
    """What stands now (code, models, the collected tests) stays to the end: the collector need not look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """With ZHANGDIAN_REQUIRE_ALL what cannot be run is a failure, not a skip."""
    mark = item.get_closest_marker("lacking")
    if mark:
        pytest.fail(mark.args[0], pytrace=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_keepdb):
    """Each worker's database is a copy of one that was migrated once; a kept one (--reuse-db) stays as it is."""
    from django.db import connection

    with contextlib.nullcontext() if django_db_keepdb else template.copied(connection):
        yield


def pytest_unconfigure(config):
    """Remove the files of the run; the first process made the folder, the workers only use it."""
    folder = os.environ.get("ZHANGDIAN_VAR", "")
    if hasattr(config, "workerinput"):
        return
    if not os.environ.get("ZHANGDIAN_TEMPLATES") and folder:
        template.remove()
    if Path(folder).name.startswith("zhangdian-test-"):
        shutil.rmtree(folder, ignore_errors=True)
