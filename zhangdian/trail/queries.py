"""Reading the trail: the timeline of one thing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from zhangdian.trail import verbs
from zhangdian.trail.models import Entry, Seal, SealLine


@dataclass(frozen=True)
class Line:
    """One line of a timeline in words. `changes` are (name of the field, before, after)."""

    at: datetime
    actor_name: str
    role: str
    words: Any
    came_from: Any = ""
    went_to: Any = ""
    reason: str = ""
    changes: list = field(default_factory=list)


def timeline(thing, *, moves=(), limit=100, contents=True):
    """The newest `limit` lines about `thing`, newest first, in one query. `moves` gives the words of its verbs;
    `contents` False leaves before and after out, for who may not see the thing itself."""
    labels = {move.name: move.label for move in moves if move.label}
    entries = Entry.objects.about(thing).order_by("-id")
    if contents:
        entries = entries.select_related("content")
    return [line_of(entry, labels, contents) for entry in entries[:limit]]


# Lines that say that something is otherwise than before; reading and exporting are none.
CHANGING = Q(content__isnull=False) | ~Q(to_state="")


def newest_change(thing):
    """The number of the newest line that changed `thing`; 0 where there is none."""
    return Entry.objects.about(thing).filter(CHANGING).order_by("-id").values_list("id", flat=True).first() or 0


def changes_since(thing, number, *, moves=()):
    """What changed `thing` after the line `number`, oldest first, in words."""
    labels = {move.name: move.label for move in moves if move.label}
    entries = Entry.objects.about(thing).filter(CHANGING, id__gt=number).order_by("id").select_related("content")
    return [line_of(entry, labels) for entry in entries]


def line_of(entry, labels=(), contents=True):
    """An entry in words; pass contents only with the entry's content already fetched."""
    model = model_of(entry.label)
    content = getattr(entry, "content", None) if contents else None
    return Line(
        at=entry.at,
        actor_name=entry.actor_name,
        role=verbs.role_words(entry.role),
        words=(labels and labels.get(entry.verb)) or verbs.words(entry.verb),
        came_from=state_words(model, entry.from_state),
        went_to=state_words(model, entry.to_state),
        reason=entry.reason,
        changes=_changes(model, content) if content else [],
    )


def kind_words(label):
    """The words for the kind of a thing; the code itself for a kind that is no more."""
    model = model_of(label)
    return model._meta.verbose_name if model else label


def chain():
    """Yield the chain as plain dictionaries: every seal with its (entry, digest) lines, then every entry.

    A seal's hash is SHA-256 over number, instant, hash before and its lines in order (see `rules.seal_hash`).
    Reasons and contents are left out: the digests stand for them.
    """
    lines = {}
    for seal, number, digest in (
        SealLine.objects.values_list("seal_id", "entry_number", "digest").order_by("id").iterator()
    ):
        lines.setdefault(seal, []).append([number, digest])
    for seal in Seal.objects.order_by("number").iterator():
        yield {
            "seal": seal.number, "at": seal.at.isoformat(), "previous": seal.previous, "hash": seal.hash,
            "lines": lines.get(seal.pk, []),
        }  # fmt: skip
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
        yield {
            "entry": entry.pk, "at": entry.at.isoformat(), "actor": entry.actor_name, "role": entry.role,
            "verb": entry.verb, "label": entry.label, "key": entry.key, "title": entry.title,
            "from": entry.from_state, "to": entry.to_state, "request": entry.request_id,
            "content_digest": entry.content_digest, "mac": entry.mac,
        }  # fmt: skip


def model_of(label):
    """The model of a line's kind of thing; None for a kind that is no more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def state_words(model, code):
    """The words of a state of `model`; the code itself where there are none."""
    if not code or model is None:
        return code
    try:
        return dict(model._meta.get_field("state").flatchoices).get(code, code)
    except FieldDoesNotExist:
        return code


def _changes(model, content):
    names = list(content.before) + [name for name in content.after if name not in content.before]
    return [(_label(model, name), content.before.get(name), content.after.get(name)) for name in names]


def _label(model, name):
    try:
        return model._meta.get_field(name).verbose_name if model else name
    except FieldDoesNotExist:
        return name
