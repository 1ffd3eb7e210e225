"""The answer to one sending, kept under the sender's own key, so that sending again is harmless."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from projects.models import Receipt
from zhangdian.prepared import insert

# A claim older than this belongs to a process that died: the longest request is cut off well before.
STALE = timedelta(seconds=90)
RETRY_AFTER = 2
# What may be different next time is not kept: who is signed in, what stands in the way, a server in trouble.
NOT_KEPT = frozenset({401, 403, 404, 408, 409, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Found:
    """What is known under a key: `fresh` (do the work), `running`, `other` (the key was used for something else), or
    an answer to be given again."""

    fresh: bool = False
    running: bool = False
    other: bool = False
    status: int = 0
    body: str = ""


def digest(verb, key, content):
    """SHA-256 of what is sent: the verb, the thing's key and the content in one canonical text."""
    text = json.dumps([verb, str(key), content], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def look(user, key, content_digest):
    """What is kept under `key`, or None."""
    kept = Receipt.objects.filter(user=user, key=key).first()
    if kept is None:
        return None
    if kept.digest != content_digest:
        return Found(other=True)
    if kept.status is None:
        return Found(running=True)
    return Found(status=kept.status, body=kept.body)


def claim(user, key, content_digest, *, at):
    """Take `key` for work that begins now, in a short transaction of its own; returns a Found."""
    try:
        with transaction.atomic():
            Receipt.objects.create(user=user, key=key, digest=content_digest, started_at=at)
    except IntegrityError:
        found = look(user, key, content_digest)
    else:
        return Found(fresh=True)
    if found is None:
        # Let go between our insert and our look.
        return Found(running=True)
    if found.running:
        stale = Receipt.objects.filter(user=user, key=key, status__isnull=True, started_at__lt=at - STALE)
        if stale.update(started_at=at):
            return Found(fresh=True)
    return found


def settle(user, key, *, status, body):
    """Keep the answer of a claim, or let the claim go where the answer is not to be kept."""
    mine = Receipt.objects.filter(user=user, key=key, status__isnull=True)
    if status in NOT_KEPT:
        mine.delete()
    else:
        mine.update(status=status, body=body)


def keep(user, key, content_digest, *, at, status, body):
    """Claim and answer in one row, inside the transaction of the work; an IntegrityError undoes the work."""
    row = Receipt(user=user, key=key, digest=content_digest, started_at=at, status=status, body=body)
    insert(row, keyless=True)
