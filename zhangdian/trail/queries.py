"""Reading the trail: the timeline of one thing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from zhangdian.trail import verbs
from zhangdian.trail.models import Entry


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


def line_of(entry, labels=(), contents=True):
    """An entry in words; pass contents only with the entry's content already fetched."""
    model = _model(entry.label)
    content = getattr(entry, "content", None) if contents else None
    return Line(
        at=entry.at,
        actor_name=entry.actor_name,
        role=entry.role,
        words=(labels and labels.get(entry.verb)) or verbs.words(entry.verb),
        came_from=_state(model, entry.from_state),
        went_to=_state(model, entry.to_state),
        reason=entry.reason,
        changes=_changes(model, content) if content else [],
    )


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _state(model, code):
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
