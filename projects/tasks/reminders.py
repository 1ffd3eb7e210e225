"""The ladder of the daily report: its door for beat."""

from celery import shared_task
from django.utils import timezone

from projects.services import reminders


@shared_task(name="projects.climb_reports")
def climb_reports(at=None):
    """Every five minutes. Safe to run twice: the database allows one reminder a report, rung and person."""
    return str(reminders.climb_reports(at or timezone.now()))
