"""Orders: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import order_ladder


@shared_task(name="evaluations.remind_orders")
def remind_orders(at=None):
    """Every quarter of an hour. Safe to run twice, late or at once: one reminder a (order, rung, person)."""
    return order_ladder.remind(at=at or timezone.now())
