"""One district for all tests of the processes."""

import os
import tempfile

import pytest

from tests.processes.district import District, has_redis


@pytest.fixture(scope="session")
def district():
    """The running district, with an account for a liaison of sixty projects, one for a leader, and open reports."""
    postgres = os.environ.get("DATABASE_URL", "")
    lacking = None
    if not postgres.startswith("postgres"):
        lacking = "needs a PostgreSQL: `make test` gives one"
    elif not has_redis():
        lacking = "needs redis-server on the PATH"
    if lacking and os.environ.get("ZHANGDIAN_REQUIRE_ALL", "") not in ("", "0"):
        pytest.fail(lacking)
    elif lacking:
        pytest.skip(lacking)
    with tempfile.TemporaryDirectory(prefix="zhangdian-e2e-") as folder, District(folder, postgres) as district:
        yield district
