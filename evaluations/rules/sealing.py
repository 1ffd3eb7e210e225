"""Sealed ballots: keys under a passphrase, sealed boxes, constant length, shuffling. No database, no clock.

A box is sealed to an X25519 public key as libsodium does it: a throw-away key, a shared secret, HKDF-SHA256 bound to
both public keys, ChaCha20-Poly1305. Nobody, the sealer included, can open it again without the private key. See
docs/decisions/130-sealed-ballots.md for what this protects and what it does not.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY, TAG, SALT, NONCE, LENGTH = 32, 16, 16, 12, 4
# What a sealed box is longer than what it holds.
OVERHEAD = KEY + TAG
BOX, LOCK = b"zhangdian ballot box 1", b"zhangdian officer key 1"
# argon2id: passes, KiB of memory, lanes. Half a second on a small server; RFC 9106 asks no more where memory is dear.
PASSES, MEMORY, LANES = 3, 64 * 1024, 1
SHORTEST_PASSPHRASE = 12


class WrongPassphrase(Exception):
    """The passphrase does not open the key."""


class Damaged(Exception):
    """A box that this key does not open, or a paper that is not one of ours."""


@dataclass(frozen=True)
class LockedKey:
    """A key pair as it is stored: the public half open, the private half under a passphrase."""

    public: bytes
    salt: bytes
    nonce: bytes
    locked: bytes


def make_key(passphrase: str) -> LockedKey:
    """A new key pair, its private half locked under the passphrase."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    locked = ChaCha20Poly1305(_stretched(passphrase, salt)).encrypt(nonce, private.private_bytes_raw(), LOCK + public)
    return LockedKey(public, salt, nonce, locked)


def unlock(key: LockedKey, passphrase: str) -> bytes:
    """The private half of `key`; WrongPassphrase if the passphrase is not the one."""
    try:
        return ChaCha20Poly1305(_stretched(passphrase, bytes(key.salt))).decrypt(
            bytes(key.nonce), bytes(key.locked), LOCK + bytes(key.public)
        )
    except InvalidTag:
        raise WrongPassphrase from None


def _stretched(passphrase, salt):
    return hash_secret_raw(
        passphrase.strip().encode(), salt, time_cost=PASSES, memory_cost=MEMORY, parallelism=LANES, hash_len=KEY,
        type=Type.ID,
    )  # fmt: skip


def seal(plain: bytes, public: bytes) -> bytes:
    """`plain` in a box that only the private half of `public` opens; OVERHEAD bytes longer."""
    throw_away = X25519PrivateKey.generate()
    mine = throw_away.public_key().public_bytes_raw()
    shared = throw_away.exchange(X25519PublicKey.from_public_bytes(bytes(public)))
    # The key serves one box only, so a constant nonce is sound.
    return mine + ChaCha20Poly1305(_box_key(shared, mine, bytes(public))).encrypt(bytes(NONCE), plain, None)


def unseal(box: bytes, private: bytes) -> bytes:
    """What `box` holds; Damaged if `private` does not open it."""
    key = X25519PrivateKey.from_private_bytes(private)
    theirs, rest = bytes(box[:KEY]), bytes(box[KEY:])
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(theirs))
        return ChaCha20Poly1305(_box_key(shared, theirs, key.public_key().public_bytes_raw())).decrypt(
            bytes(NONCE), rest, None
        )
    except (InvalidTag, ValueError):
        raise Damaged from None


def _box_key(shared, throw_away, public):
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=throw_away + public, info=BOX).derive(shared)


def seal_twice(paper: bytes, inner: bytes, outer: bytes) -> bytes:
    """`paper` sealed to the key of who opens last, then to the key of who peels first."""
    return seal(seal(paper, inner), outer)


def pad(plain: bytes, size: int) -> bytes:
    """`plain` with its length before it, filled up with zeros to exactly `size` bytes."""
    if len(plain) + LENGTH > size:
        raise ValueError("the paper is longer than its envelope")
    return len(plain).to_bytes(LENGTH, "big") + plain + bytes(size - LENGTH - len(plain))


def unpad(padded: bytes) -> bytes:
    """What was padded; Damaged if it cannot have been."""
    length = int.from_bytes(padded[:LENGTH], "big")
    if len(padded) < LENGTH + length or any(padded[LENGTH + length :]):
        raise Damaged
    return padded[LENGTH : LENGTH + length]


def split(papers: bytes, size: int) -> list[bytes]:
    """The boxes of an urn's list, each `size` bytes."""
    papers = bytes(papers)
    if len(papers) % size:
        raise Damaged
    return [papers[start : start + size] for start in range(0, len(papers), size)]


def shuffled(papers: Sequence, rng=None) -> list:
    """The same papers in an order that nobody can foresee."""
    mixed = list(papers)
    (rng or SystemRandom()).shuffle(mixed)
    return mixed


def dropped(papers: bytes, box: bytes | None, size: int) -> bytes:
    """An urn's list of boxes of `size` bytes with one more in it (or none), shuffled."""
    return b"".join(shuffled([*split(papers, size), *([] if box is None else [box])]))


def peel(papers: bytes, size: int, private: bytes) -> tuple[bytes, int]:
    """(the list with the outer boxes taken off, shuffled; how many could not be opened)."""
    inner, damaged = [], 0
    for box in split(papers, size):
        try:
            inner.append(unseal(box, private))
        except Damaged:
            damaged += 1
    return b"".join(shuffled(inner)), damaged


def open_all(papers: bytes, size: int, private: bytes) -> tuple[list[bytes], int]:
    """(what the inner boxes hold, in random order; how many could not be opened)."""
    plain, damaged = [], 0
    for box in split(papers, size):
        try:
            plain.append(unpad(unseal(box, private)))
        except Damaged:
            damaged += 1
    return shuffled(plain), damaged
