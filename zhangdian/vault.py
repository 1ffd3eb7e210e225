"""Words that must not lie about in clear text: sealed before they reach the database, opened only to be shown.

AES-256-GCM under a key of its own (VAULT_KEY), never the key of sessions or of the trail. What is sealed is bound to
its row (`about`), so a text carried to another row by SQL does not open there; its length is padded, so it says little.
A model lists its sealed columns in SEALED and gives each row a random `tag`:

    class Talk(models.Model):
        SEALED = ("sealed",)
        tag = models.UUIDField(default=uuid4, editable=False, unique=True)
        sealed = models.TextField()

Keys are turned by putting the new one in VAULT_KEY and the old one in VAULT_OLD_KEYS, then `manage.py reseal`.
"""

import base64
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import transaction

FORM, NONCE, PAD = "v1", 12, 512


class Unopenable(Exception):
    """The text was altered, belongs to another row, or was sealed under a key that is not given."""


def _derived(secret, info, length):
    made = HKDF(algorithm=hashes.SHA256(), length=length, salt=b"zhangdian.vault", info=info)
    return made.derive(secret.encode())


def key_name(secret):
    """The short name of a key, as sealed texts carry it; says nothing about the key."""
    return _derived(secret, b"name", 4).hex()


def _keys():
    """{name: secret} of every key that opens; the first one seals."""
    return {key_name(secret): secret for secret in (settings.VAULT_KEY, *settings.VAULT_OLD_KEYS)}


def about(row):
    """What a sealed text of `row` is bound to."""
    return f"{row._meta.label_lower}:{row.tag}"


def seal(words, row):
    """The sealed text of `words` (anything that JSON can hold) for `row`."""
    name = key_name(settings.VAULT_KEY)
    plain = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    plain += b" " * (-len(plain) % PAD)
    nonce = os.urandom(NONCE)
    closed = AESGCM(_derived(settings.VAULT_KEY, b"seal", 32)).encrypt(nonce, plain, about(row).encode())
    return f"{FORM}:{name}:{base64.b64encode(nonce + closed).decode()}"


def unseal(text, row):
    """What was sealed for `row`; Unopenable when it does not open. Whoever shows it has left a line on the trail."""
    try:
        form, name, body = text.split(":")
        secret = _keys()[name]
        raw = base64.b64decode(body)
        plain = AESGCM(_derived(secret, b"seal", 32)).decrypt(raw[:NONCE], raw[NONCE:], about(row).encode())
    except (ValueError, KeyError, InvalidTag):
        raise Unopenable(f"{about(row)} does not open") from None
    if form != FORM:
        raise Unopenable(f"{about(row)} is in a form that is not known here")
    return json.loads(plain)


def sealed_models():
    """The models with sealed columns."""
    return [model for model in apps.get_models() if getattr(model, "SEALED", ())]


def reseal():
    """Seal under the newest key whatever still lies under an older one; yields (model, how many) as it goes on.

    Safe to run twice and while others work: each row is locked, opened and sealed by itself.
    """
    newest = f"{FORM}:{key_name(settings.VAULT_KEY)}:"
    for model in sealed_models():
        done = 0
        for column in model.SEALED:
            older = model._base_manager.exclude(**{column: ""}).exclude(**{f"{column}__startswith": newest})
            for pk in list(older.values_list("pk", flat=True)):
                with transaction.atomic():
                    row = model._base_manager.select_for_update(of=("self",)).get(pk=pk)
                    text = getattr(row, column)
                    if text and not text.startswith(newest):
                        closed = seal(unseal(text, row), row)
                        model._base_manager.filter(pk=pk).update(**{column: closed})
                        done += 1
        yield model, done
