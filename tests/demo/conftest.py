"""One demo district for all that look at it: loaded once by its command, thrown away when the folder is through.

The whole folder goes to one worker (`tests.spread`), and to one database: what the two may do differently is asked by
tests/pages/test_demo.py.
"""

from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction

from tests.cast import at

NOW = at("2026-11-20 15:00:00")


@pytest.fixture(scope="package")
def district(django_db_setup, django_db_blocker):
    """A district of 24 projects and 250 days. `said`: what the command printed."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        ContentType.objects.clear_cache()
        said = StringIO()
        call_command(
            "demo", "--at", "2026-11-20T15:00", "--days", "250", "--projects", "24", "--photos", "3",
            "--yes-this-is-a-test-database", stdout=said,
        )  # fmt: skip
        yield SimpleNamespace(said=said.getvalue())
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()
