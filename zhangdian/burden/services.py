"""Counting the time on a form, without keeping who."""

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from zhangdian.burden.models import FormTime
from zhangdian.burden.rules import rounded

SALT = "zhangdian.burden"
FIELD = "opened"


def stamp(form, at):
    """What the hidden field `opened` of a form holds when the form is opened: the form and the instant, signed."""
    return signing.dumps([form, int(at.timestamp())], salt=SALT, compress=False)


def kept(form, text):
    """`text` where it is a stamp of `form`, however old; else an empty text."""
    try:
        code, _opened = signing.loads(text or "", salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return text if code == form else ""


def count(form, text, *, at):
    """Count one handing in of `form` at `at`, opened as the field `text` says; whether it was counted.

    A field that is missing, altered, of another form or too old counts nothing and never stands in anybody's way.
    """
    try:
        code, opened = signing.loads(text or "", salt=SALT)
        seconds = rounded(at.timestamp() - opened)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    if code != form or seconds is None:
        return False
    slot = {"form": form, "month": timezone.localdate(at).replace(day=1), "seconds": seconds}
    if FormTime.objects.filter(**slot).update(n=F("n") + 1):
        return True
    try:
        with transaction.atomic():
            FormTime.objects.create(**slot, n=1)
    except IntegrityError:
        FormTime.objects.filter(**slot).update(n=F("n") + 1)
    return True
