"""Pure digests and chains of the trail: no ORM, no clock, no settings."""

import hashlib
import hmac
import json
from datetime import datetime, timezone


def plain(thing):
    """The text that stands in canonical JSON for what JSON has no form for: instants in UTC, days in ISO form."""
    if isinstance(thing, datetime):
        return thing.astimezone(timezone.utc).isoformat(timespec="microseconds")
    return str(thing)


# Kept: building an encoder for each of two texts a line costs as much as writing them.
_TEXT = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=plain)


def canonical(value):
    """The one JSON text of `value`: keys sorted, no spaces, dates in ISO form and instants in UTC."""
    return _TEXT.encode(value)


def mac(key, value):
    """HMAC-SHA256 of `value`'s canonical text under `key`, as 64 hexadecimal digits."""
    return signer(key)(value)


def signer(key):
    """`mac` under `key` for many values: the key is taken in once."""
    keyed = hmac.new(key.encode(), digestmod=hashlib.sha256)

    def sign(value):
        mine = keyed.copy()
        mine.update(canonical(value).encode())
        return mine.hexdigest()

    return sign


def content_digest(salt, content):
    """SHA-256 over salt and content: the content may be disposed of, the digest goes on proving it."""
    return text_digest(salt, canonical(content))


def text_digest(salt, text):
    """`content_digest` of a content whose canonical text is known."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def seal_hash(number, at, previous, lines):
    """The hash of a seal: its number, its instant, the hash before it and its (entry, digest) lines in order."""
    return hashlib.sha256(canonical([number, at, previous, sorted(lines)]).encode()).hexdigest()
