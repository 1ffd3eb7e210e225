"""In production the house does not start half-dressed; on one desk it starts with nothing given."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
LONG = "a-secret-of-more-than-thirty-two-characters"
WHOLE = {
    "ZHANGDIAN_PRODUCTION": "1",
    "SECRET_KEY": LONG,
    "TRAIL_KEY": LONG + "-of-the-trail",
    "VAULT_KEY": LONG + "-of-the-vault",
    "DATABASE_URL": "postgres://web@db/zhangdian",
    "REDIS_URL": "redis://redis:6379/0",
    "ALLOWED_HOSTS": "kaocha.example.cn",
}


def start(tmp_path, environment):
    """Import the settings in a process of its own; returns (code, what it said)."""
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    done = subprocess.run(
        [sys.executable, "-c", "import zhangdian.settings as s; print(s.PRODUCTION, s.SESSION_COOKIE_SECURE)"],
        cwd=BASE, capture_output=True, text=True, env=clean | {"ZHANGDIAN_VAR": str(tmp_path)} | environment,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_with_everything_given_it_starts_in_production(tmp_path):
    assert start(tmp_path, WHOLE) == (0, "True True\n")


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "TRAIL_KEY", "VAULT_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"]
)
def test_without_one_of_the_secrets_it_does_not_start_and_names_it(tmp_path, missing):
    code, said = start(tmp_path, {name: value for name, value in WHOLE.items() if name != missing})
    assert code != 0
    assert f"{missing} is missing" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 32 characters"),
        ({"DEBUG": "1"}, "DEBUG cannot be on in production"),
        ({"ZHANGDIAN_DEMO": "1"}, "ZHANGDIAN_DEMO cannot be on in production"),
        ({"DATABASE_URL": "mysql://db/x"}, "DATABASE_URL must begin with postgres://"),
        ({"EMAIL_PORT": "a quarter"}, "EMAIL_PORT must be a whole number"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_stops_the_start_with_a_sentence(tmp_path, wrong, said):
    code, told = start(tmp_path, WHOLE | wrong)
    assert code != 0
    assert said in told


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text(LONG + "\n")
    given = {name: value for name, value in WHOLE.items() if name != "SECRET_KEY"}
    assert start(tmp_path, given | {"SECRET_KEY_FILE": str(tmp_path / "key")})[0] == 0


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path):
    given = {name: value for name, value in WHOLE.items() if name != "SECRET_KEY"}
    code, said = start(tmp_path, given | {"SECRET_KEY_FILE": str(tmp_path / "nothing")})
    assert code != 0
    assert "SECRET_KEY_FILE" in said


def test_one_desk_needs_nothing_and_keeps_the_secrets_it_made(tmp_path):
    assert start(tmp_path, {}) == (0, "False False\n")
    made = (tmp_path / "secret_key.key").read_text()
    start(tmp_path, {})
    assert (tmp_path / "secret_key.key").read_text() == made
    assert (tmp_path / "secret_key.key").stat().st_mode & 0o077 == 0
