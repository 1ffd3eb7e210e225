"""Addresses and secrets of channels at rest: encrypted under a key made from SECRET_KEY (and its fallbacks)."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Sealed under a key that is not known any more: enter it anew."""


def _keys():
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"zhangdian.notices:{key}".encode()).digest())) for key in keys]
    )


def seal(text):
    """`text` as it is stored; empty stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def unseal(stored):
    """The text that was sealed."""
    if not stored:
        return ""
    try:
        return _keys().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise Unreadable from None
