"""The doors for beat."""

from celery import shared_task
from django.utils import timezone

from accounts import transitions
from zhangdian.notices import services as notices


@shared_task(name="accounts.close_feedback")
def close_feedback():
    """Every hour. Safe to run twice: what is closed is no longer answered, and one move closes each."""
    at = timezone.now()
    notices.beat("close_feedback", at=at, said=str(transitions.close_answered(at=at)))
