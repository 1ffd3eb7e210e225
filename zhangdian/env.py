"""Reading the environment: the only place where deployment settings come from.

A secret may be given as NAME or, for container secrets, as NAME_FILE. In production a missing
secret stops the start with a sentence; on one desk it is made once and kept in the var folder.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name, default=""):
    """The value of `name`, or the content of the file that NAME_FILE points to, or `default`."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as fault:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {fault.strerror}.") from None
    return os.environ.get(name, default)


def flag(name, default=False):
    """True for 1, true, yes, on (any case)."""
    value = text(name)
    return value.strip().lower() in {"1", "true", "yes", "on"} if value else default


def number(name, default):
    """A whole number; anything else stops the start."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name, default=()):
    """A comma-separated list."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def secret(name, *, production, folder):
    """A secret of at least 32 characters. Production: must be given. Desk: made once, kept in `folder`."""
    value = text(name)
    if value:
        if production and len(value) < 32:
            raise ImproperlyConfigured(f"{name} is shorter than 32 characters.")
        return value
    if production:
        raise ImproperlyConfigured(
            f"{name} is missing. In production every secret must be set: give {name} or {name}_FILE."
        )
    path = Path(folder) / f"{name.lower()}.key"
    try:
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(fd, "w", encoding="ascii") as handle:
        value = secrets.token_urlsafe(48)
        handle.write(value)
    return value


def database(url, *, default_path):
    """Django's DATABASES entry for a postgres:// or sqlite:/// address; SQLite at `default_path` when empty."""
    if not url or url.startswith("sqlite:"):
        path = urlsplit(url).path[1:] if url else str(default_path)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path or str(default_path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgres:// or sqlite:///, not {parts.scheme}://.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": number("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
