"""Worlds that last: built once a module, handed to each test as a copy, undone when the module is through.

    made = lasting.world(lambda: ruled(People()))     # stored once
    stop = lasting.stop(a_card)                       # where tests ask for a state: walked to once a state

    @pytest.mark.parametrize("stop", ["NOTIFIED", "HEARD"], indirect=True)
    def test_…(people, case):                         # copies: what a test changes in memory dies with it

A test's own transaction is a savepoint within; what it stores is undone before the next one. A test that stores for
good (`transaction=True`, threads) empties the tables, and belongs into another module.
"""

import copy
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction


@contextmanager
def undone():
    """What is stored inside stays to the end of the block, and is undone then."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def world(make):
    """A fixture of a module: what `make()` returns, and what it stored; for each parameter that tests give (`indirect`)
    what `make(parameter)` does."""

    @pytest.fixture(scope="module")
    def made(request, django_db_setup, django_db_blocker):
        ContentType.objects.clear_cache()
        with django_db_blocker.unblock(), undone():
            yield make(request.param) if hasattr(request, "param") else make()
        ContentType.objects.clear_cache()

    return made


def stop(walk):
    """A fixture of a module that has a `made`: (a copy of that world, what `walk(copy, parameter)` returns), once for
    each parameter that tests give (`indirect`, `scope="module"` where several do). A test that gives none finds (the
    copy, None), and what was walked before undone."""

    @pytest.fixture(scope="module")
    def stop(request, made):
        world = copy.deepcopy(made)
        with undone():
            yield world, walk(world, request.param) if hasattr(request, "param") else None

    return stop
