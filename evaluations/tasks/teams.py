"""The evaluation teams' work: doors for beat."""

from celery import shared_task
from django.utils import timezone

from evaluations.services import check_ladder, team_ladder
from zhangdian.notices import services as notices


@shared_task(name="evaluations.remind_of_checks")
def remind_of_checks(at=None):
    """Every ten minutes. Safe to run twice: each rung of a request reaches a person once."""
    at = at or timezone.now()
    said = str(check_ladder.climb(at=at))
    notices.beat("remind_of_checks", at=at, said=said)
    return said


@shared_task(name="evaluations.remind_teams")
def remind_teams(at=None):
    """Every quarter of an hour. Safe to run twice: each rung of a note, a material or a fact reaches a person once."""
    return team_ladder.remind(at=at or timezone.now())
