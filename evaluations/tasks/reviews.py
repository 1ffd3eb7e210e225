"""Reviews: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.transitions import reviews as moves


@shared_task(name="evaluations.close_reviews")
def close_reviews(at=None):
    """Every five minutes. Safe to run twice: a closed vote is no longer open. Nobody can vote after the end in any
    case: the booth looks at the time itself."""
    return moves.close_due(at=at or timezone.now())
