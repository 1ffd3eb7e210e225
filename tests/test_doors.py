"""Every address × every role has an expected answer (tests/doors/); an address without a row fails."""

import importlib
import os
import pkgutil

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests import doors
from tests.doors.world import NOW, a_world

ROOMS = [
    importlib.import_module(f"tests.doors.{found.name}")
    for found in pkgutil.iter_modules(doors.__path__)
    if found.name != "world"
]
ROWS = [row for room in ROOMS for row in getattr(room, "ROWS", ())]
VISITS = [visit for row in ROWS for visit in row.visits()]
# Set for the second database's pass: who is let in was asked by the first.
STORED_ONLY = os.environ.get("ZHANGDIAN_STORED_ONLY", "") not in ("", "0")
# How many of those who get one answer come to a door, other ones at every door.
EACH = 1 if STORED_ONLY else 2


class Visitor(Client):
    """Takes down the answer and nothing else: no cookies, no record of the templates and their contexts."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))


def visitors(door, number):
    """Who comes to a door: of those who get the same answer some, other ones at every door (all in `make soak`)."""
    answers = {}
    for role in doors.EVERYBODY:
        answers.setdefault(door.expected[role], []).append(role)
    return [roles[(number + step) % len(roles)] for roles in answers.values() for step in range(min(EACH, len(roles)))]


def addresses(resolver=None, namespace="", route=""):
    """Yield (full name or None, route) of every address of the house."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inside, here)
        else:
            yield (namespace + pattern.name if pattern.name else None), here


def is_own(name, route):
    """The admin's catch-all and its redirect from an old address have no name and answer nothing of their own."""
    return name is not None or not route.startswith("admin/")


def test_every_address_has_a_row_and_every_row_an_address():
    known = {name for row in ROWS for name in row.names()}
    here = list(addresses())
    sentences = [f"The address “{route}” has no name." for name, route in here if name is None and is_own(name, route)]
    names = {name for name, _route in here if name}
    routes = dict(here)
    sentences += [
        f"“{name}” ({routes[name]}) has no row: say in tests/doors/ROOM.py what each role gets there."
        for name in sorted(names - known)
    ]
    sentences += [f"The row “{name}” names no address: remove it or mend the name." for name in sorted(known - names)]
    assert not sentences, "\n".join(sentences)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world and one signed-in client a role for all doors; undone when the module is through."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        ContentType.objects.clear_cache()
        world = a_world()
        for room in ROOMS:
            if hasattr(room, "furnish"):
                room.furnish(world)
        world.clients = {doors.STRANGER: Visitor()}
        for role, person in world.people.items():
            world.clients[role] = Visitor()
            world.clients[role].force_login(person, backend="accounts.backends.PasswordBackend")
        yield world
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


def filled(args, world):
    """The address' arguments with things of the world in place of their names."""
    values = {name: world.things.get(value, value) if isinstance(value, str) else value for name, value in args.items()}
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "door"),
    [pytest.param(number, door, id=f"{door.name}-{door.method}{door.query}") for number, door in enumerate(VISITS)],
)
def test_door(number, door, world):
    come(door, visitors(door, number), world)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("door", [pytest.param(door, id=f"{door.name}-{door.method}{door.query}") for door in VISITS])
def test_everybody_at_every_door(door, world):
    come(door, doors.EVERYBODY, world)


def come(door, roles, world):
    """Each of the roles gets at the door what its row says; nothing that they do there stays."""
    address = reverse(door.name, kwargs=filled(door.args, world)) + door.query
    wrong = []
    for role in roles:
        client = world.clients[role]
        with time_machine.travel(NOW, tick=False), transaction.atomic():
            data = {name: filled({name: value}, world)[name] for name, value in door.data.items()}
            answer = getattr(client, door.method)(address, data, headers=door.headers)
            transaction.set_rollback(True)
        if answer.status_code != door.expected[role]:
            wrong.append(f"{role} gets {answer.status_code}, not {door.expected[role]}")
    assert not wrong, f"{door.method.upper()} {address}:\n  " + "\n  ".join(wrong)
