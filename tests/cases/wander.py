"""Random walks: a machine of Hypothesis that is set down in the same world again and again."""

import copy

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test


def wander(machine, made, *, examples, steps):
    """Walk `examples` times up to `steps` steps; each walk finds a copy of the world `made` in `self.made`, and what it
    stored is undone."""

    class Undone(machine):
        def __init__(self):
            self.point = transaction.savepoint()
            self.made = copy.deepcopy(made)
            super().__init__()

        def teardown(self):
            try:
                super().teardown()
            finally:
                transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Undone,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
