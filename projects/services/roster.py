"""The roster import from upload to undo: all or nothing, under a lock, the file checked again."""

import hashlib
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Programme, RosterImport
from projects.options import PREVIEW_DAYS, SHARES
from projects.roster import reading
from projects.roster.shapes import FileRefused
from projects.services import roster_compare, roster_store
from projects.services.roster_store import ImportRefused
from projects.states import ProgrammeState
from zhangdian.options.queries import values as option_values
from zhangdian.trail import services as trail

__all__ = ["FileRefused", "ImportRefused", "Outcome", "confirm", "import_file", "preview", "remap", "undo", "upload"]

log = logging.getLogger("zhangdian.projects")


@dataclass
class Outcome:
    """What an import did, in numbers; `roster` is the kept record of it."""

    programme: Programme
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    units: int = 0
    people: int = 0
    roster: RosterImport | None = None
    notes: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.new or self.changed)


# Upload and preview -----------------------------------------------------------------------------


def upload(content, name, *, programme=None, draft=None, actor, at):
    """Keep an uploaded file for its preview; no project is touched. Returns the RosterImport.

    programme: the one it is for; or draft: {"name", "year", "reporting_from", "reporting_until"} of one that the
    confirmation will make. FileRefused where the file is of no use at all.
    """
    year = programme.year if programme else draft["year"]
    reading.read(content, name, year=year)
    roster = RosterImport(
        programme=programme, name=Path(name).name[:120], sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=actor, uploaded_at=at, mapping={"programme": _plain(draft)} if draft else {},
    )  # fmt: skip
    _keep(roster, content)
    roster.save()
    return roster


def _keep(roster, content):
    roster.file.save(f"{roster.sha256[:16]}{Path(roster.name).suffix.lower()[:8]}", ContentFile(content), save=False)


def remap(roster, chosen):
    """Keep the clerk's word on the columns: {sheet: {column index: field key, "" for none}}."""
    roster.mapping = {**roster.mapping, "columns": chosen}
    roster.save(update_fields=["mapping"])
    return roster


def preview(roster, *, day):
    """(Reading, Plan) of an uploaded file as things stand; nothing is written."""
    programme = roster.programme or _made(roster.mapping["programme"])
    found = _read(roster, programme)
    return found, roster_compare.compare(found, programme, day, shares(day))


def content_of(roster):
    """The file's bytes, checked against what was uploaded."""
    with roster.file.open("rb") as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != roster.sha256:
        raise ImportRefused(_("The stored file is not the one that was uploaded. Upload the list again."))
    return content


def _read(roster, programme):
    return reading.read(content_of(roster), roster.name, year=programme.year, mapping=roster.mapping.get("columns"))


def shares(day):
    """{person role: default share of responsibility} in force on `day`, in one query."""
    return dict(zip(SHARES, option_values(day, *SHARES.values()).values(), strict=True))


def _plain(draft):
    return {key: str(value) if isinstance(value, date) else value for key, value in draft.items()}


def _made(draft):
    """The unsaved programme that an upload asked for."""
    return Programme(
        name=draft["name"], year=draft["year"], batch=draft.get("batch", ""),
        reporting_from=date.fromisoformat(str(draft["reporting_from"])),
        reporting_until=date.fromisoformat(str(draft["reporting_until"])),
    )  # fmt: skip


# Confirmation -----------------------------------------------------------------------------------


def confirm(roster, *, actor, at, digest=None):
    """Store an uploaded list, all or nothing; returns the Outcome.

    digest: of the plan that the preview showed; where the world moved on since, nothing is stored.
    ImportRefused names every bad row at once.
    """
    with _alone():
        roster = RosterImport.objects.select_for_update(of=("self",)).get(pk=roster.pk)
        if roster.confirmed_at:
            raise ImportRefused(_("This list was stored already, on %(at)s.") % {"at": _minute(roster.confirmed_at)})
        programme = roster.programme
        if programme is None:
            programme = _create(_made(roster.mapping["programme"]), actor=actor, at=at)
        return _store(roster, _read(roster, programme), programme, actor=actor, at=at, digest=digest)


def import_file(source, programme, actor, at, *, name="", mapping=None):
    """Import a list in one go: its own confirmation. Returns the Outcome.

    source: a path or the bytes. programme: a stored Programme, or an unsaved one, which is then created.
    actor: the User, None for the system. ImportRefused and FileRefused say what is wrong; nothing is stored then.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or ("" if isinstance(source, bytes) else Path(source).name)
    found = reading.read(content, name, year=programme.year, mapping=mapping)
    with _alone():
        if programme.pk is None:
            programme = _create(programme, actor=actor, at=at)
        roster = RosterImport(
            programme=programme, name=name[:120] or "list", sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=actor, uploaded_at=at, mapping={"columns": mapping} if mapping else {},
        )  # fmt: skip
        return _store(roster, found, programme, actor=actor, at=at, content=content)


@contextmanager
def _alone():
    """All or nothing; what another import stored at the same moment is a refusal in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise ImportRefused(
            _("Somebody else changed units, people or projects at this moment. Look at the preview again and confirm.")
        ) from None


def _create(programme, *, actor, at):
    if Programme.objects.filter(name=programme.name).exists():
        raise ImportRefused(_("A programme of this name is there already. Choose it, or take another name."))
    programme.save(force_insert=True)
    trail.record(programme, "add", actor=actor, at=at, after={"name": programme.name, "year": programme.year})
    return programme


def _store(roster, found, programme, *, actor, at, digest=None, content=None):
    # All imports wait for each other: they share the lists of units and people.
    locked = {row.pk: row for row in Programme.objects.select_for_update().order_by("pk")}
    programme = locked[programme.pk]
    if programme.state == ProgrammeState.CLOSED:
        raise ImportRefused(_("The programme “%(name)s” is closed and takes no more lists.") % {"name": programme})
    day = timezone.localdate(at)
    plan = roster_compare.compare(found, programme, day, shares(day))
    if plan.problems:
        raise ImportRefused(
            _("Nothing was stored: %(count)s places of the list are not right.") % {"count": len(plan.problems)},
            plan.problems,
        )
    if digest is not None and digest not in (plan.digest(), ""):
        raise ImportRefused(_("The stored data changed since the preview. Look at the preview again and confirm."))
    outcome = (
        roster_store.write(plan, actor=actor, at=at) if not plan.is_empty else {"counts": {"unchanged": plan.unchanged}}
    )
    if content is not None:
        _keep(roster, content)
    roster.programme, roster.confirmed_at, roster.outcome = programme, at, outcome
    roster.save()
    if not plan.is_empty:
        trail.record(roster, "import", actor=actor, at=at, after=outcome["counts"])
    return Outcome(programme=programme, roster=roster, notes=plan.notes, **outcome["counts"])


# What was never confirmed -----------------------------------------------------------------------


def sweep_previews(*, at):
    """Delete lists that were uploaded and not confirmed within the days of the setting; returns how many.

    Safe to run twice, or to be cut off: the file goes first, then its row, each list under its own lock.
    """
    days = option_values(timezone.localdate(at), PREVIEW_DAYS)[PREVIEW_DAYS]
    old = RosterImport.objects.filter(confirmed_at__isnull=True, uploaded_at__lt=at - timedelta(days=days))
    swept = 0
    for key in list(old.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                roster = RosterImport.objects.select_for_update(of=("self",)).filter(pk=key).first()
                if roster is None or roster.confirmed_at is not None:
                    continue
                if roster.file and not RosterImport.objects.filter(file=roster.file.name).exclude(pk=key).exists():
                    roster.file.delete(save=False)
                roster.delete()
                swept += 1
        except OSError:
            log.exception("The file of the list %s cannot be deleted.", key)
    return swept


# Undo -------------------------------------------------------------------------------------------


def last_of(programme):
    """The newest confirmed import of a programme that did something and is not undone, or None."""
    return (
        RosterImport.objects.filter(programme=programme, confirmed_at__isnull=False, undone_at__isnull=True)
        .filter(outcome__has_key="created")
        .order_by("-confirmed_at", "-id")
        .first()
    )


@transaction.atomic
def undo(roster, *, actor, at):
    """Take back the last import of its programme; returns (removed, restored, left in use); else ImportRefused."""
    Programme.objects.select_for_update().get(pk=roster.programme_id)
    roster = RosterImport.objects.select_for_update(of=("self",)).get(pk=roster.pk)
    if roster.undone_at or not roster.confirmed_at:
        raise ImportRefused(_("There is nothing to undo: this list is not stored."))
    last = last_of(roster.programme)
    if last is None or last.pk != roster.pk:
        raise ImportRefused(_("Only the last import can be undone, and this is not it."))
    result = roster_store.take_back(roster.outcome, actor=actor, at=at)
    roster.undone_at = at
    roster.save(update_fields=["undone_at"])
    trail.record(roster, "undo_import", actor=actor, at=at, before=roster.outcome["counts"])
    return result


def _minute(instant):
    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M")


def year_in(text, default):
    """The year that a name or title speaks of (2017年重点项目), or `default`."""
    match = re.search(r"(?<!\d)(20\d\d|19[89]\d)(?!\d)", text)
    return int(match[1]) if match else default
