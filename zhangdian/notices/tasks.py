"""The notices' doors for beat."""

from celery import shared_task
from django.utils import timezone

from zhangdian.notices import services


@shared_task(name="notices.heartbeat")
def heartbeat(at=None):
    """Every minute: beat and the worker are alive. Safe to run twice: one row, overwritten."""
    services.beat("beat", at=at or timezone.now())
