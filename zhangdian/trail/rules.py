"""Pure digests and chains of the trail: no ORM, no clock, no settings."""

import hashlib
import hmac
import json
from datetime import datetime, timezone


def _plain(thing):
    if isinstance(thing, datetime):
        return thing.astimezone(timezone.utc).isoformat(timespec="microseconds")
    return str(thing)


# Kept: building an encoder for each of two texts a line costs as much as writing them.
_TEXT = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def canonical(value):
    """The one JSON text of `value`: keys sorted, no spaces, dates in ISO form and instants in UTC."""
    return _TEXT.encode(value)


def mac(key, value):
    """HMAC-SHA256 of `value`'s canonical text under `key`, as 64 hexadecimal digits."""
    return hmac.new(key.encode(), canonical(value).encode(), hashlib.sha256).hexdigest()


def content_digest(salt, content):
    """SHA-256 over salt and content: the content may be disposed of, the digest goes on proving it."""
    return hashlib.sha256(f"{salt}\n{canonical(content)}".encode()).hexdigest()


def seal_hash(number, at, previous, lines):
    """The hash of a seal: its number, its instant, the hash before it and its (entry, digest) lines in order."""
    return hashlib.sha256(canonical([number, at, previous, sorted(lines)]).encode()).hexdigest()
