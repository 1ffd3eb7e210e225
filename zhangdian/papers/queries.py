"""Reading attachments."""

from zhangdian.papers.models import Attachment


def attachments_of(thing):
    """What hangs on a stored thing, in the order of upload. Whoever shows it has asked whether it may be seen."""
    return Attachment.objects.filter(label=thing._meta.label_lower, key=str(thing.pk)).select_related("uploaded_by")
