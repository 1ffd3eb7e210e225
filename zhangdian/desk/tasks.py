"""The desk: doors for beat."""

from celery import shared_task
from django.utils import timezone

from zhangdian.desk import exports


@shared_task(name="desk.sweep_previews")
def sweep_previews(at=None):
    """Every night. Safe to run twice: a file that is gone is not found again."""
    return exports.sweep_previews(at=at or timezone.now())
