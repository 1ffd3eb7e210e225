"""The trail's doors for beat."""

from celery import shared_task
from django.utils import timezone

from zhangdian.trail import services


@shared_task(name="trail.seal")
def seal_trail():
    """Every minute. Safe to run twice: an entry is in one seal only (unique), a second run finds nothing."""
    services.seal(at=timezone.now())
