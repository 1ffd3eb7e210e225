"""Reading attachments."""

from zhangdian.papers.models import Attachment


def attachments_of(thing):
    """What hangs on a stored thing, in the order of upload. Whoever shows it has asked whether it may be seen."""
    return Attachment.objects.filter(label=thing._meta.label_lower, key=str(thing.pk)).select_related("uploaded_by")


def attachments_by(things):
    """{key of a thing: what hangs on it} for stored things of one kind, in one statement; none for no things."""
    found = {}
    if not things:
        return found
    keys = [str(thing.pk) for thing in things]
    rows = Attachment.objects.filter(label=things[0]._meta.label_lower, key__in=keys).select_related("uploaded_by")
    for row in rows:
        found.setdefault(int(row.key), []).append(row)
    return found
