"""The book of facts: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import facts
from zhangdian.notices import services as notices


@shared_task(name="evaluations.offer_facts")
def offer_facts(at=None):
    """Every hour. Safe to run twice: each source is offered once a person."""
    at = at or timezone.now()
    said = str(facts.offer(at=at))
    notices.beat("offer_facts", at=at, said=said)
    return said
