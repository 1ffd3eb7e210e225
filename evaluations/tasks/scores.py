"""Scores: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import score_ladder


@shared_task(name="evaluations.remind_of_scores")
def remind_of_scores(at=None):
    """Every quarter of an hour. Safe to run twice, late or at once: one reminder an objection, rung and person."""
    return score_ladder.remind(at=at or timezone.now())
