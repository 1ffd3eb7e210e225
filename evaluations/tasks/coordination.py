"""Coordination slips: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import coordination, coordination_ladder


@shared_task(name="evaluations.draw_up_coordination")
def draw_up_coordination(at=None):
    """Every ten minutes. Safe to run twice: a report is drawn up once, a rung is told once."""
    at = at or timezone.now()
    done = coordination.draw_up(at)
    climbed = coordination_ladder.remind(at)
    return f"{done}; {climbed}"
