"""What a test of this room is handed of the lasting world of its module (tests/lasting.py): copies of its own."""

import copy

import pytest

from tests import lasting

stop = lasting.stop(lambda world, state: None)


@pytest.fixture
def here(stop, db):
    """(the people, the case), in a transaction of the test's own: the lasting world is open to whoever has none."""
    return copy.deepcopy(stop)


@pytest.fixture
def people(here):
    """The people of the module's `made`."""
    return here[0]


@pytest.fixture
def scene(people):
    """The same, where they bring a quarter's scores along."""
    return people


@pytest.fixture
def case(here):
    """The case that has walked to the parameter of `stop`."""
    return here[1]
