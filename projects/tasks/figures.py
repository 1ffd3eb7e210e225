"""The figures' door for beat."""

from celery import shared_task
from django.utils import timezone

from projects.rollups import sweeping


@shared_task(name="projects.fold_figures")
def fold_figures(at=None):
    """Every quarter of an hour. Safe to run twice: what is stale is computed anew, what is not is left alone."""
    return sweeping.fold(at=at or timezone.now())
