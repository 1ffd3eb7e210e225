"""A real Chromium before the running house, in the world of the doors table."""

import os

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.browser.visitor import Visitor
from tests.browser.walker import Walker
from tests.doors.world import NOW, a_world
from tests.machine import chromium
from tests.test_doors import ROOMS


@pytest.fixture
def _django_db_helper():
    """The mark `django_db` makes the databases; here it wraps no test, since the world stands for a whole module."""


@pytest.fixture(scope="session")
def browser():
    """One browser for the run. It speaks to this machine only; nothing is installed by it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    # The driver keeps a loop in this thread; the ORM is still called from it between two pages.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as driver:
        # The browser's own widgets (a date field) speak the language of its surroundings.
        opened = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
        )  # fmt: skip
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def site(request, django_db_setup, django_db_blocker):
    """The house, served at an address of this machine, with one person of each role in it; emptied afterwards.

    The clock of the server stands at the world's morning and ticks on from there. A module that needs less than
    everything behind every door names its own ROOMS.
    """
    from pytest_django.live_server_helper import LiveServer

    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True):
        world = a_world()
        for room in getattr(request.module, "ROOMS", ROOMS):
            if hasattr(room, "furnish"):
                room.furnish(world)
        server = LiveServer("127.0.0.1")
        for shared in server.thread.connections_override.values():
            # The last threads of the server may end after it was stopped.
            shared.inc_thread_sharing()
        world.address = server.url
        yield world
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def visit(browser, site):
    """visit(role, User or None, **context options) -> a Visitor, signed in as that person of the world; `again` is a
    Visitor whose device is taken up once more."""
    opened = []

    def go(role=None, again=None, **options):
        if again is not None:
            context = again.page.context
        else:
            context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 740}, **options)
            opened.append(context)
        if role is not None:
            client = Client()
            # Read anew: a log-in through the form may have renewed the stored password, and sessions hang on it.
            person = User.objects.get(pk=role.pk if isinstance(role, User) else site.people[role].pk)
            client.force_login(person, backend="accounts.backends.PasswordBackend")
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.address}])
        return again or Visitor(context.new_page(), site.address)

    yield go
    for context in opened:
        context.close()


@pytest.fixture
def walk(request, visit, site):
    """The Walker of a test; its pictures are called after the module."""
    return Walker(visit, site, request.module.__name__.rpartition("_")[2])
