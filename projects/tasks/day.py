"""The report a day: doors for beat."""

from celery import shared_task
from django.utils import timezone

from projects.services import day, photos
from projects.transitions import day as moves


@shared_task(name="projects.open_daily_reports")
def open_daily_reports(at=None):
    """Every ten minutes. Safe to run twice: the database allows one report a day and project, and a day that was
    excused because the project stood still is no longer open."""
    at = at or timezone.now()
    opened = day.open_daily_reports(at=at)
    moves.exempt_idle(at=at)
    return opened


@shared_task(name="projects.make_thumbnails")
def make_thumbnails(at=None):
    """Every twenty seconds. Safe to run twice: only photos without a thumbnail are taken up."""
    return photos.make_thumbnails(at=at or timezone.now())
