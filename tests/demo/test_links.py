"""The demo district with everything waiting, for each of its fifteen log-ins: every link that the composed pages show
leads somewhere, and no page of theirs asks more than the house allows."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from accounts.demo import NAMES
from accounts.models import User
from tests.counting import MOST
from tests.demo.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# The pages whose every link is followed, the first of each kind.
COMPOSED = (
    "home", "cockpit", "screen", "project", "unit", "me", "projects:figures", "burden", "projects:wall",
    "evaluations:bulletins", "evaluations:bulletin", "evaluations:batches", "evaluations:batch",
    "cases:list", "cases:case", "cases:decisions", "cases:decision", "cases:handover", "cases:retention",
    "cases:tolerance_library",
)  # fmt: skip


class Links(HTMLParser):
    """The addresses that a page shows, in its order."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get({"a": "href", "img": "src"}.get(tag, ""))
        if address:
            self.found.append(address)


class Walk:
    """One person before the pages."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user, backend="accounts.backends.PasswordBackend")
        self.client.get("/")
        self.wrong, self.seen, self.names = [], {}, {}

    def open(self, address, source):
        """The answer to an address, once; what is wrong with it is noted."""
        if address in self.seen:
            return self.seen[address]
        name = resolve(urlsplit(address).path).view_name
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(address, follow=True)
            if getattr(answer, "streaming", False):
                b"".join(answer.streaming_content)
        self.names.setdefault(name, address)
        self.seen[address] = answer
        if answer.status_code != 200:
            self.wrong.append(f"{address} on {source} answers {answer.status_code}")
        elif "html" not in answer["Content-Type"]:
            pass  # a paper or a table to take away is no page
        elif not answer.redirect_chain and len(captured) > MOST and "admin" not in name:
            self.wrong.append(f"{address} sends {len(captured)} statements")
        return answer

    def follow(self, address):
        """Open a page and everything it leads to; the addresses are returned."""
        answer = self.open(address, "the way there")
        if answer.status_code != 200:
            return []
        found = [urljoin(address, each).partition("#")[0] for each in Links(answer.content.decode()).found]
        inside = [each for each in dict.fromkeys(found) if not urlsplit(each).netloc and "/static/" not in each]
        for each in inside:
            self.open(each, address)
        return inside


RUN_CASES = ("office", "director", "discipline")
# Those who see something that none of the others do; the rest go in `make soak`.
FIRST = ("office", "discipline", "leader", "team", "unit", "liaison", "cadre", "auditor")


@pytest.mark.parametrize("who", [who if who in FIRST else pytest.param(who, marks=pytest.mark.slow) for who in NAMES])
def test_every_link_of_the_composed_pages_leads_somewhere(district, who):
    with time_machine.travel(NOW, tick=False):
        walk = Walk(User.objects.get(username=who))
        todo, followed = ["/"], set()
        while todo:
            address = todo.pop(0)
            found = resolve(urlsplit(address).path)
            # Cases of different kinds are different pages.
            name, sort = found.view_name, (found.view_name, found.kwargs.get("kind"))
            if name in COMPOSED and sort not in followed:
                followed.add(sort)
                todo += walk.follow(address)
    assert not walk.wrong, "\n".join(walk.wrong)
    if who not in ("sysadmin", "secadmin", "auditor"):
        assert {"home", "project", "me"} <= {name for name, _kind in followed}
    if who in RUN_CASES:
        assert len({kind for _name, kind in followed if kind}) > 1
