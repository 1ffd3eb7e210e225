"""The trail's doors for beat."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.trail import services


@shared_task(name="trail.seal")
def seal_trail(at=None):
    """Every minute. Safe to run twice: an entry is in one seal only (unique), a second run finds nothing."""
    made = services.seal(at=at or timezone.now())
    return _("nothing to seal") if made is None else _("seal %(number)s") % {"number": made.number}
