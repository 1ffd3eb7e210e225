"""Bulletins: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import bulletin_ladder, bulletins
from zhangdian.notices import services as notices


@shared_task(name="evaluations.draft_bulletins")
def draft_bulletins(at=None):
    """Every quarter of an hour. Safe to run twice: the database allows one bulletin a month."""
    at = at or timezone.now()
    row = bulletins.draft_due(at=at)
    said = str(row) if row else "0"
    notices.beat("draft_bulletins", at=at, said=said)
    return said


@shared_task(name="evaluations.remind_bulletins")
def remind_bulletins(at=None):
    """Every quarter of an hour. Safe to run twice, late or at once: one reminder a (unit, rung, person)."""
    return bulletin_ladder.remind(at=at or timezone.now())
