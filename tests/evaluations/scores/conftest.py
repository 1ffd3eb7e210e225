"""The district whose quarter is scored, at the moment when it is; a file that needs it otherwise makes its own."""

import pytest
import time_machine

from tests.evaluations.scores.scene import AFTER, District


@pytest.fixture
def district():
    with time_machine.travel(AFTER, tick=False):
        yield District().work()
