"""Cases: doors for beat."""

from celery import shared_task
from django.utils import timezone

from cases.services import ladder


@shared_task(name="cases.remind_of_cases")
def remind_of_cases(at=None):
    """Every quarter of an hour. Safe to run twice, late or at once: one reminder a (step, rung, person)."""
    return ladder.remind(at=at or timezone.now())


@shared_task(name="cases.sweep_cases")
def sweep_cases(at=None):
    """Every quarter of an hour: periods over, validity over. Safe to run twice: moves look again under the lock."""
    return ladder.sweep(at or timezone.now())
