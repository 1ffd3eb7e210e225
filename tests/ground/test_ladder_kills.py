"""Two workers on one ladder, killed with -9 at random points: every reminder is there once, nothing is lost.

Each run: two processes climb, tell and deliver as fast as they can while a clock of their own runs; the parent kills
one or the other at random moments and starts it again; a matter is settled in between; one row is poisoned. The post
and the robots of three groups (a local server that checks what it is sent) sleep before and after they have taken a
message, so that kills fall between the answer and the commit.
"""

import os
import random
import re
import signal
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections

from tests.cast import a_user, at
from tests.ground import group_robots
from zhangdian.notices import registry, rules, services
from zhangdian.notices.models import (
    Channel,
    Copy,
    Delivery,
    Digest,
    Heartbeat,
    Notice,
    Reminder,
    Rung,
    Stumble,
)
from zhangdian.options.models import Option

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

KIND = "test_kills"
START = at("2017-04-10 09:00:00")
DUE = START + timedelta(minutes=5)
# Minutes of the ladder's clock that pass in a second.
SPEED = 20
KEYS = [f"k{number}" for number in range(12)]
WHO = {"doer": range(4), "head": range(3, 7), "leader": range(7, 9)}
RUNGS = [(0, "doer"), (0, "head", 8), (0, "leader", 16)]
POISON, SETTLED = "poison", "k0"
POST_FILE = "ZHANGDIAN_TEST_POST"
GROUP_FILE = "ZHANGDIAN_TEST_GROUPS"
NUMBER = re.compile(r"消息号 ([0-9a-f]{8})")


class SlowPost(BaseEmailBackend):
    """Takes letters, slowly: their numbers stand in a file, a line each."""

    def send_messages(self, letters):
        for letter in letters:
            time.sleep(random.uniform(0, 0.015))
            with open(os.environ[POST_FILE], "a") as file:
                file.write(letter.extra_headers["Message-ID"] + "\n")
            time.sleep(random.uniform(0, 0.015))
        return len(letters)


def gone(keys):
    return {key for key in keys if Heartbeat.objects.filter(name=f"gone.{key}").exists()}


@pytest.fixture(autouse=True)
def world(db, settings, tmp_path, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.SlowPost"
    monkeypatch.setenv(POST_FILE, str(tmp_path / "post"))
    monkeypatch.setenv(GROUP_FILE, str(tmp_path / "groups"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    registry.declare(KIND, "测试", who={word: word for word in WHO}, rungs=RUNGS, settled=gone)
    Channel.objects.create(code="post", name="电子邮件", kind="email")
    services.lay_rungs()
    Rung.objects.filter(kind=KIND).update(channels=",".join(("post", *group_robots.KINDS)))
    users = [
        a_user(f"kill{number}", email=f"kill{number}@example.test", phone=f"1380000000{number}") for number in range(9)
    ]
    with group_robots.robots(os.environ[GROUP_FILE]) as address:
        Option.objects.create(key="notice.hosts", value=address, effective_from=START.date(), reason="测试")
        for kind in group_robots.KINDS:
            channel = Channel(code=kind, name=kind, kind=kind, mentions=kind == "dingtalk")
            query = "?key=abc" if kind == "wecom" else ""
            secret = "" if kind == "wecom" else group_robots.SECRET
            services.keep_channel(channel, address=f"{address}/{kind}{query}", secret=secret, at=START).save()
        yield users
    del registry.KINDS[KIND]


def wake(users, moment):
    """What beat wakes, once."""

    def people(who, keys):
        if POISON in keys:
            raise ValueError("坏行")
        return {key: [users[number] for number in WHO[who]] for key in keys}

    left = [key for key in KEYS if key not in gone(KEYS)]
    services.climb(KIND, [rules.Owed(key, DUE, f"事项{key}") for key in [*left, POISON]], people, at=moment)
    services.tell_owed(moment)
    services.deliver(moment)


def start(users, zero):
    """A worker in a process of its own; its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        random.seed()
        while True:
            wake(users, START + timedelta(minutes=(time.monotonic() - zero) * SPEED))
            time.sleep(random.uniform(0, 0.01))
    finally:
        os._exit(1)


def end(worker):
    """kill -9."""
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
    assert os.waitpid(worker, 0)[1] == signal.SIGKILL, "a worker ended by itself"


def storm(users, draw, kills):
    """One run; how many kills it took."""
    for model in (Copy, Delivery, Reminder, Notice, Digest, Stumble, Heartbeat):
        model.objects.all().delete()
    for name in (POST_FILE, GROUP_FILE):
        with open(os.environ[name], "w"):
            pass
    zero = time.monotonic()
    workers = [start(users, zero), start(users, zero)]
    for number in range(kills):
        time.sleep(draw.uniform(0.03, 0.3))
        victim = draw.randrange(2)
        end(workers[victim])
        if number == kills // 2:
            moment = START + timedelta(minutes=(time.monotonic() - zero) * SPEED)
            Heartbeat.objects.create(name=f"gone.{SETTLED}", at=moment)
            services.settle(KIND, [SETTLED], at=moment)
        workers[victim] = start(users, zero)
    for worker in workers:
        end(worker)
    calm = START + timedelta(minutes=(time.monotonic() - zero) * SPEED)
    for step in (20, 40, 60):
        wake(users, max(calm, START) + timedelta(minutes=step))
    return kills + 2


def must_be_true(users, kills):
    """Every (row, rung, person) once and told once; every message sent, twice at most as often as was killed."""
    expected = {
        (key, rung, users[number].pk)
        for key in KEYS
        if key != SETTLED
        for rung, who in enumerate(WHO, 1)
        for number in WHO[who]
    }
    rows = list(Reminder.objects.exclude(key=SETTLED).values_list("key", "rung", "user_id"))
    assert len(rows) == len(set(rows))
    assert set(rows) == expected
    assert not Reminder.objects.filter(digest__isnull=True, settled_at__isnull=True).exists()
    assert not Reminder.objects.filter(key=SETTLED, settled_at__isnull=True).exists()
    assert not Reminder.objects.filter(
        key=SETTLED, digest__isnull=False, tells_end=True, end_digest__isnull=True
    ).exists()
    assert not Reminder.objects.filter(key=POISON).exists()
    assert Stumble.objects.get().key == POISON
    digests = set(Digest.objects.values_list("pk", flat=True))
    assert {int(key) for key in Notice.objects.filter(kind="digest").values_list("key", flat=True)} == digests
    assert Notice.objects.count() == len(digests)
    assert not Delivery.objects.filter(sent_at__isnull=True).exists()
    letters_went_out(digests, kills)
    for kind in group_robots.KINDS:
        group_heard(kind, digests, kills)
    assert Delivery.objects.count() == Delivery.objects.filter(copies__isnull=False).distinct().count()


def letters_went_out(digests, kills):
    """A copy and a record of every digest; every letter taken under its record's number."""
    assert sorted(Copy.objects.filter(channel__code="post").values_list("digest", flat=True)) == sorted(digests)
    numbers = list(Delivery.objects.filter(channel__code="post").values_list("message_id", flat=True))
    assert len(numbers) == len(digests)
    with open(os.environ[POST_FILE]) as file:
        taken = [line.strip("<>\n").partition("@")[0] for line in file]
    assert set(taken) == set(numbers)
    assert len(taken) - len(set(taken)) <= kills


def group_heard(kind, digests, kills):
    """Every digest in one message of the group; every message taken at least once, word for word the same each time,
    under the number of its one record; what a vendor would refuse never left the house."""
    copies = Copy.objects.filter(channel__code=kind)
    assert sorted(copies.values_list("digest", flat=True)) == sorted(digests)
    assert not copies.filter(delivery__isnull=True).exists()
    records = {row.message_id[:8]: row for row in Delivery.objects.filter(channel__code=kind)}
    assert len(records) == Delivery.objects.filter(channel__code=kind).count()
    for record in records.values():
        mine = list(record.copies.values_list("items", "ended", "digest__user"))
        assert (record.items, record.ended) == (sum(row[0] for row in mine), sum(row[1] for row in mine))
        assert record.people == len({row[2] for row in mine})
    said = group_robots.taken(os.environ[GROUP_FILE])
    assert [row for row in said if row[0] == "BAD"] == []
    texts = [text for vendor, text in said if vendor == kind]
    numbers = [NUMBER.search(text).group(1) for text in texts]
    assert set(numbers) == set(records)
    assert len(set(texts)) == len(records), "sent again in other words"
    assert len(texts) - len(records) <= kills


def runs(users, count, seed):
    draw = random.Random(seed)
    for _number in range(count):
        kills = storm(users, draw, draw.randint(3, 6))
        must_be_true(users, kills)


def test_a_few_runs_of_two_workers_killed_at_random(world):
    runs(world, 4, seed=20170410)


@pytest.mark.slow
def test_fifty_runs_of_two_workers_killed_at_random(world):
    runs(world, 50, seed=20170630)
