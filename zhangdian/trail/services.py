"""Writing the trail, sealing it, and checking what was written."""

import secrets
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from zhangdian.bulk import insert_many, insert_rows
from zhangdian.prepared import insert
from zhangdian.trail import checks, context, rules
from zhangdian.trail.models import SIGNED, Entry, EntryContent, Seal, SealLine
from zhangdian.trail.titles import title_of

SYSTEM = "系统"
BATCH = 500
DISPOSE = "dispose_contents"
# Numbers commit out of order, but never later than the longest transaction; a day is ample.
LOOK_BACK = timedelta(days=1)


def line(thing, verb, *, actor, at, from_state="", to_state="", reason="", before=None, after=None, title=None):
    """An unsaved Entry about `thing` and its unsaved content (or None). `actor` None means the system."""
    said = [at, *_who(actor), *_what(thing, verb, title), from_state or "", to_state or "", reason or ""]
    entry = Entry(**dict(zip(SIGNED, [*said, context.request_id.get(), ""], strict=True)))
    if actor is not None:
        entry.actor = actor
    content = None
    if before is not None or after is not None:
        content = EntryContent(entry=entry, salt=secrets.token_hex(16), before=before or {}, after=after or {})
        entry.content_digest = rules.content_digest(content.salt, [content.before, content.after])
    entry.mac = rules.mac(settings.TRAIL_KEY, entry.signed())
    return entry, content


def _who(actor):
    """The key, name and roles of the actor of a line."""
    return (actor.pk, actor.name[:60], actor.role_codes[:60]) if actor else (None, SYSTEM, "")


def _what(thing, verb, title=None):
    """The verb of a line and the kind, key, title and address of its thing."""
    path = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    return verb, thing._meta.label_lower, str(thing.pk), (title or title_of(thing))[:200], path[:200]


def record(thing, verb, **words):
    """Write one line about a stored object; words as in `line`. Call it inside the transaction of the act."""
    entry, content = line(thing, verb, **words)
    insert(entry, keyless=content is None)
    if content is not None:
        content.entry = entry
        insert(content)
    return entry


def record_many(lines):
    """Write many (entry, content) pairs made by `line`, in a constant number of statements a thousand."""
    lines = list(lines)
    insert_many(Entry, [entry for entry, _content in lines], BATCH)
    contents = []
    for entry, content in lines:
        if content is not None:
            content.entry = entry
            contents.append(content)
    insert_many(EntryContent, contents, BATCH)


def record_all(facts, *, actor, at):
    """Write a line for each (thing, verb, before, after) of one act, as `record_many` would for lines made by `line`:
    the same texts, digests and signatures, in a constant number of statements, without an object a line."""
    who, request, instant = _who(actor), context.request_id.get(), rules.plain(at)
    sign, nothing = rules.signer(settings.TRAIL_KEY), rules.canonical({})
    entries, contents = [], []
    for thing, verb, before, after in facts:
        was = rules.canonical(before) if before else nothing
        now = rules.canonical(after) if after else nothing
        salt = secrets.token_hex(16)
        said = [
            *who, *_what(thing, verb), "", "", "", request,
            rules.text_digest(salt, f"[{was},{now}]"),
        ]  # fmt: skip
        entries.append((at, *said, sign([instant, *said])))
        contents.append((salt, was, now))
    keys = insert_rows(Entry, [*SIGNED, "mac"], entries)
    insert_rows(
        EntryContent, ["entry_id", "salt", "before", "after"],
        [(key, *content) for key, content in zip(keys, contents, strict=True)],
    )  # fmt: skip


def dispose(thing, *, actor, at, reason, title=None):
    """Lawfully delete the contents (before, after) of every line about `thing` up to now; returns the line that says
    so. The lines stay and the chain is whole: a digest stands for each content. From this line `verify` knows that the
    contents before it are not missed; a content that is gone without such a line is named."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Contents are disposed of only inside the transaction that records it.")
    gone = EntryContent.objects.filter(entry__in=Entry.objects.about(thing).order_by().values("pk"))
    gone._raw_delete(gone.db)
    return record(thing, DISPOSE, actor=actor, at=at, reason=reason, title=title)


def changes(thing, before, fields):
    """(before, after) of the `fields` that differ between a dict of old values and the object; both JSON-ready."""
    old, new = {}, {}
    for field in fields:
        was, now = before.get(field), getattr(thing, field)
        if was != now:
            old[field] = None if was is None else str(was)
            new[field] = None if now is None else str(now)
    return old, new


def moved(thing):
    """Has a move ever changed the state of `thing`?"""
    return Entry.objects.about(thing).exclude(to_state="").exclude(from_state="").exists()


@transaction.atomic
def seal(*, at):
    """Seal every entry that is in no seal yet; returns the new Seal or None. Safe to run twice."""
    last = Seal.objects.select_for_update().order_by("-number").first()
    entries = Entry.objects.filter(~Exists(SealLine.objects.filter(entry_number=OuterRef("pk"))))
    if last:
        floor = SealLine.objects.filter(seal__at__lt=last.at - LOOK_BACK).aggregate(top=Max("entry_number"))["top"] or 0
        entries = entries.filter(pk__gt=floor)
    lines = list(entries.order_by("pk").values_list("pk", "mac"))
    if not lines:
        return None
    number = last.number + 1 if last else 1
    previous = last.hash if last else ""
    digest = rules.seal_hash(number, at, previous, lines)
    made = Seal.objects.create(
        number=number, at=at, previous=previous, hash=digest, mac=rules.mac(settings.TRAIL_KEY, digest)
    )
    SealLine.objects.bulk_create(
        [SealLine(seal=made, entry_number=key, digest=value) for key, value in lines], batch_size=BATCH
    )
    return made


def verify():
    """Yield a sentence for everything that was altered, removed or inserted behind the application's back."""
    yield from _altered_entries()
    yield from _broken_seals()
    yield from _strayed_states()
    for check in checks.CHECKS:
        yield from check()


def _altered_entries():
    """Entries and lines of seals are read side by side in the order of their numbers: a trail of any length fits."""
    lines = SealLine.objects.order_by("entry_number").values_list("entry_number", "digest").iterator(chunk_size=2000)
    sealed = next(lines, None)
    disposed = _disposals()
    for entry in Entry.objects.select_related("content").order_by("pk").iterator(chunk_size=2000):
        while sealed and sealed[0] < entry.pk:
            yield _("Entry %(pk)s was removed.") % {"pk": sealed[0]}
            sealed = next(lines, None)
        digest = None
        if sealed and sealed[0] == entry.pk:
            digest, sealed = sealed[1], next(lines, None)
        yield from _findings(entry, digest)
        is_gone = entry.content_digest and getattr(entry, "content", None) is None
        # A line that the system did not sign is named once: what it says about contents is nothing to go by.
        is_gone = is_gone and rules.mac(settings.TRAIL_KEY, entry.signed()) == entry.mac
        if is_gone and entry.pk > disposed.get((entry.label, entry.key), 0):
            yield _("Entry %(pk)s (%(line)s): its contents were removed.") % {"pk": entry.pk, "line": entry}
    while sealed:
        yield _("Entry %(pk)s was removed.") % {"pk": sealed[0]}
        sealed = next(lines, None)


def _disposals():
    """{(label, key): number of the newest line that says that the contents about the thing were disposed of}: of lines
    that the system signed."""
    found = {}
    for entry in Entry.objects.filter(verb=DISPOSE).order_by("pk"):
        if rules.mac(settings.TRAIL_KEY, entry.signed()) == entry.mac:
            found[entry.label, entry.key] = entry.pk
    return found


def _findings(entry, digest):
    """What is wrong with one entry whose seal holds `digest` (None: it is in no seal)."""
    name = _("Entry %(pk)s (%(line)s)") % {"pk": entry.pk, "line": entry}
    if rules.mac(settings.TRAIL_KEY, entry.signed()) != entry.mac:
        if digest is None:
            yield _("%(name)s was inserted or altered: it was not written by the system.") % {"name": name}
        else:
            yield _("%(name)s was altered.") % {"name": name}
    elif digest is None:
        yield _("%(name)s is in no seal: seal first.") % {"name": name}
    elif digest != entry.mac:
        yield _("%(name)s was replaced by another line of the system.") % {"name": name}
    content = getattr(entry, "content", None)
    if content and rules.content_digest(content.salt, [content.before, content.after]) != entry.content_digest:
        yield _("%(name)s: its contents were altered.") % {"name": name}


def _broken_seals():
    previous, expected = "", 1
    lines = {}
    for seal_id, key, digest in SealLine.objects.values_list("seal_id", "entry_number", "digest").iterator():
        lines.setdefault(seal_id, []).append((key, digest))
    for link in Seal.objects.order_by("number").iterator():
        name = _("Seal %(number)s") % {"number": link.number}
        if link.number != expected or link.previous != previous:
            yield _("%(name)s does not follow the seal before it.") % {"name": name}
        right = rules.seal_hash(link.number, link.at, link.previous, lines.get(link.pk, []))
        if right != link.hash or rules.mac(settings.TRAIL_KEY, link.hash) != link.mac:
            yield _("%(name)s was altered.") % {"name": name}
        previous, expected = link.hash, link.number + 1


def _strayed_states():
    """Every row of a workflow stands where its last line left it, or where its kind begins."""
    for model in workflow_models():
        label = model._meta.label_lower
        last = Entry.objects.filter(label=label).exclude(to_state="").values("key").annotate(last=Max("pk"))
        stands = dict(
            Entry.objects.filter(pk__in=last.values("last")).values_list("key", "to_state").iterator(chunk_size=2000)
        )
        for pk, state in model.objects.values_list("pk", "state").iterator(chunk_size=2000):
            right = stands.get(str(pk))
            if right is None:
                if state not in model.BEGINS_AS:
                    yield _("%(label)s %(pk)s stands at %(state)s, but no line of the trail led there.") % {
                        "label": label, "pk": pk, "state": state,
                    }  # fmt: skip
            elif right != state:
                yield _("%(label)s %(pk)s stands at %(state)s, but its last line says %(right)s.") % {
                    "label": label, "pk": pk, "state": state, "right": right,
                }  # fmt: skip


def workflow_models():
    """The models whose `state` only moves change: those that name the states they may begin in (BEGINS_AS)."""
    return [model for model in apps.get_models() if hasattr(model, "BEGINS_AS")]
