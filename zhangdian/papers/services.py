"""Attachments: taken in with the word that they hold no state secret, kept by content, read on the trail."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.options import queries as options
from zhangdian.papers import registry, rules
from zhangdian.papers.models import Attachment, Series
from zhangdian.papers.options import MAX_MB
from zhangdian.trail import services as trail
from zhangdian.trail.titles import numbered


def attach(thing, file, *, not_secret, actor, at):
    """Hang an uploaded file on a stored thing; returns the Attachment, its line stands on the thing's trail.

    The same content on the same thing is kept once. ValidationError says what is wrong and how to mend it.
    """
    if not not_secret:
        raise ValidationError(
            {"not_secret": _("Confirm that the file holds no state secret; what is secret must not be entered here.")}
        )
    limit = options.value(MAX_MB, timezone.localdate(at))
    if file.size > limit * 1024 * 1024:
        raise ValidationError({"file": _("The file is larger than %(limit)s MB.") % {"limit": limit}})
    content = file.read()
    name = rules.clean_name(file.name)
    try:
        ending, content_type = rules.kind_of(content, name)
    except rules.NotAllowed as refused:
        raise ValidationError({"file": _why(refused, name)}) from None
    digest = hashlib.sha256(content).hexdigest()
    about = {"label": thing._meta.label_lower, "key": str(thing.pk)}
    with transaction.atomic():
        known = Attachment.objects.filter(**about, sha256=digest).first()
        if known:
            return known
        made = Attachment(
            **about, name=name, size=len(content), sha256=digest, content_type=content_type, not_secret=True,
            uploaded_by=actor, uploaded_at=at,
        )  # fmt: skip
        # The name on the disk says nothing about the content.
        made.file.save(f"{digest[:32]}.{ending}", ContentFile(content), save=False)
        made.save()
        trail.record(
            thing, "upload", actor=actor, at=at, after={"name": name, "size": str(len(content)), "sha256": digest}
        )
    return made


def _why(refused, name):
    if refused.kind == "empty":
        return _("The file is empty.")
    if refused.kind == "macro":
        return _("The file holds a macro: save it without (.docx, .xlsx) and upload that.")
    if refused.kind == "mismatch":
        return _("“%(name)s” is not what its ending says: save it again in the right form.") % {"name": name}
    return _("Files of this kind are not taken. Allowed: %(kinds)s.") % {"kinds": "、".join(rules.ALLOWED)}


@transaction.atomic
def remove(attachment, thing, *, actor, at, reason):
    """Take an attachment off its thing; its name and digest stay on the trail. The file goes when that is stored."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is removed.")})
    trail.record(
        thing, "remove_file", actor=actor, at=at, reason=reason,
        before={"name": attachment.name, "sha256": attachment.sha256},
    )  # fmt: skip
    storage, path = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(path))


def note_download(attachment, *, actor, at):
    """One line for each reading of an attachment whose owner says that it is personal."""
    owner = registry.OWNERS.get(attachment.label)
    if owner is not None and owner.personal:
        trail.record(attachment, "download", actor=actor, at=at, title=numbered(attachment))


def next_number(name, year):
    """The next number of series `name` in `year`, from 1 on, without gaps.

    To be called inside the transaction that stores the paper: it keeps the series locked until then, and a paper
    that is not stored after all gives its number back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is given out only inside the transaction that stores its paper.")
    Series.objects.bulk_create([Series(name=name, year=year)], ignore_conflicts=True)
    Series.objects.filter(name=name, year=year).update(last=F("last") + 1)
    return Series.objects.get(name=name, year=year).last
