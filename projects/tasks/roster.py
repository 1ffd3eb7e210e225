"""The list of projects: doors for beat."""

from celery import shared_task
from django.utils import timezone

from projects.services import roster


@shared_task(name="projects.sweep_previews")
def sweep_previews(at=None):
    """Every night. Safe to run twice: only lists that nobody confirmed in time are taken up, each under its lock."""
    return roster.sweep_previews(at=at or timezone.now())
