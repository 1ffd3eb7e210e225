import pytest

from tests.evaluations.reviews import world


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch):
    world.cheap(monkeypatch)
