"""Saving database and files to a folder, and bringing them back.

A backup is a folder: manifest.json (when, which migrations, the newest seal, the digest of every file), the
data, and media/. SQLite is copied by its own backup interface; of PostgreSQL every table is copied out in one
snapshot, which needs no tools of the server's version. Secrets are not in it: keep TRAIL_KEY apart.
"""

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from zhangdian.trail import rules
from zhangdian.trail import services as trail
from zhangdian.trail.models import Seal

FORM = 1
MANIFEST = "manifest.json"
SQLITE_FILE = "database.sqlite3"
TABLES = "tables"


class BackupFault(Exception):
    """A backup that cannot be made or brought back; its text is for people."""


def back_up(folder, *, at):
    """Seal the trail, then save database and files into the new or empty `folder`; returns the manifest."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise BackupFault(_("%(folder)s is not empty; name a new folder.") % {"folder": folder})
    trail.seal(at=at)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    newest = Seal.objects.order_by("-number").first()
    if connection.vendor == "sqlite":
        _save_sqlite(folder / SQLITE_FILE)
    else:
        _save_tables(folder / TABLES)
    media = Path(settings.MEDIA_ROOT)
    # After the data: a file that comes meanwhile is one too many, never one too few.
    if media.is_dir():
        shutil.copytree(media, folder / "media")
    manifest = {
        "form": FORM,
        "made_at": at.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        "seal": str(newest.hash) if newest else "",
        "key": _fingerprint(),
        "files": {name: _digest(folder / name) for name in _names(folder)},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    return manifest


def restore(folder, *, replace=False):
    """Bring back the backup in `folder`; refuses a system that holds accounts or files unless `replace`.

    Sessions are ended, and rows of an older version are brought up to the present one. Returns the manifest.
    """
    folder = Path(folder)
    manifest = _checked(folder)
    media = Path(settings.MEDIA_ROOT)
    if not replace and (_has_accounts() or (media.is_dir() and any(media.iterdir()))):
        raise BackupFault(_("This system is not empty. Say --replace to lose what is in it."))
    if connection.vendor == "sqlite":
        _load_sqlite(folder / SQLITE_FILE)
        call_command("migrate", interactive=False, verbosity=0)
    else:
        call_command("migrate", interactive=False, verbosity=0)
        _load_tables(folder / TABLES)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    if media.is_dir():
        for thing in media.iterdir():
            shutil.rmtree(thing) if thing.is_dir() else thing.unlink()
    if (folder / "media").is_dir():
        shutil.copytree(folder / "media", media, dirs_exist_ok=True)
    return manifest


def _checked(folder):
    """The manifest of a backup whose files are all there and unaltered, and which this system can read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BackupFault(_("%(folder)s holds no whole backup.") % {"folder": folder}) from None
    if manifest["database"] != connection.vendor:
        raise BackupFault(
            _("The backup is of a %(was)s database, this system has %(now)s.")
            % {"was": manifest["database"], "now": connection.vendor}
        )
    if manifest["key"] != _fingerprint():
        raise BackupFault(_("The backup was made under another TRAIL_KEY; set that one first."))
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BackupFault(_("%(name)s is missing from the backup or was altered.") % {"name": name})
    known = {tuple(name) for name in _migrations_here()}
    beyond = [f"{app}.{name}" for app, name in map(tuple, manifest["migrations"]) if (app, name) not in known]
    if beyond:
        raise BackupFault(_("The backup is of a newer version: %(names)s.") % {"names": ", ".join(beyond)})
    if connection.vendor == "postgresql" and len(manifest["migrations"]) != len(known):
        raise BackupFault(_("The backup is of an older version. Restore it with that version, then upgrade."))
    return manifest


def _migrations_here():
    from django.db.migrations.loader import MigrationLoader

    return list(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _has_accounts():
    user = get_user_model()
    return user._meta.db_table in connection.introspection.table_names() and user.objects.exists()


def _fingerprint():
    return rules.mac(settings.TRAIL_KEY, "backup")[:16]


def _names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _digest(path):
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _save_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(target)
    os.chmod(path, 0o600)


def _load_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
        source.backup(connection.connection)
    connection.close()


def _tables():
    """Every table of the installed rooms and packages, the record of migrations left out."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed})


def _columns(cursor, table):
    description = connection.introspection.get_table_description(cursor, table)
    return ", ".join(connection.ops.quote_name(column.name) for column in description)


def _save_tables(folder):
    folder.mkdir(mode=0o700)
    with transaction.atomic(), connection.cursor() as cursor:
        # One snapshot of all tables; inside somebody else's transaction (a test's) it is that one's.
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in _tables():
            columns = _columns(cursor, table)
            with gzip.open(folder / f"{table}.copy.gz", "wb", compresslevel=6) as stream:
                stream.write(columns.encode() + b"\n")
                cursor.copy_expert(f"COPY {connection.ops.quote_name(table)} ({columns}) TO STDOUT", stream)


def _load_tables(folder):
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(quote, _tables()))}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for path in sorted(folder.glob("*.copy.gz")):
            with gzip.open(path, "rb") as stream:
                columns = stream.readline().decode().strip()
                cursor.copy_expert(f"COPY {quote(path.name.removesuffix('.copy.gz'))} ({columns}) FROM STDIN", stream)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
