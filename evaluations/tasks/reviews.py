"""Reviews: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import review_ladder
from evaluations.transitions import reviews as moves


@shared_task(name="evaluations.close_reviews")
def close_reviews(at=None):
    """Every five minutes. Safe to run twice: a closed vote is no longer open. Nobody can vote after the end in any
    case: the booth looks at the time itself."""
    return moves.close_due(at=at or timezone.now())


@shared_task(name="evaluations.remind_reviews")
def remind_reviews(at=None):
    """Every quarter of an hour. Safe to run twice, late or at once: one reminder a (turn, rung, person)."""
    return review_ladder.remind(at=at or timezone.now())
