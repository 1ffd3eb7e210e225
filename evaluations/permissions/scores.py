"""Who draws up schemes, computes, shows, freezes and objects. Nobody decides what they proposed or about themselves."""

from django.utils import timezone

from accounts.states import Role
from cadres.models import Cadre
from evaluations.states.scores import SchemeState, ScoringState
from projects.models import Project
from projects.states import UnitRole
from zhangdian.desk.permissions import allow


def keeps_scores(user, thing=None):
    """The cadre section and its leaders compute and show scores."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


def draws_schemes(user, scheme=None):
    """The same draw up schemes; a draft only is changed."""
    return keeps_scores(user) and (scheme is None or scheme.pk is None or scheme.state == SchemeState.DRAFT)


def adopts_schemes(user, scheme):
    """A leader of the organisation department enters the adoption, never who drew the scheme up."""
    return user.has_role(Role.DIRECTOR) and scheme.made_by_id != user.pk


def freezes(user, scoring):
    """A leader of the organisation department, never who showed the scores for checking."""
    return user.has_role(Role.DIRECTOR) and scoring.shown_by_id != user.pk


def sees_standings(user, scoring=None):
    """Places of persons are for the cadre section and its leaders; no list of persons is public."""
    return keeps_scores(user)


def objects(user, score):
    """The cadre about the own score; the head of a responsible unit about the project's. While it is shown."""
    if not user.is_active or score.scoring.state != ScoringState.CHECKING or not score.is_newest:
        return False
    if score.cadre_id:
        return Cadre.objects.filter(pk=score.cadre_id, user=user).exists()
    return is_unit_head(user, score.project_id, timezone.localdate())


def is_unit_head(user, project, day):
    """Does `user` head a unit that is responsible for the project?"""
    return Project.objects.headed_by(user, day, UnitRole.RESPONSIBLE).filter(pk=project).exists()


def answers(user, objection):
    """Who keeps scores, never who objected nor whom the score is about, nor who heads the objecting unit."""
    if not keeps_scores(user) or objection.raised_by_id == user.pk:
        return False
    if objection.cadre_id:
        return not Cadre.objects.filter(pk=objection.cadre_id, user=user).exists()
    return not is_unit_head(user, objection.project_id, timezone.localdate())


def revises(user, score):
    """Who keeps scores, never about themselves."""
    if not keeps_scores(user) or score.scoring.state != ScoringState.FROZEN:
        return False
    return not (score.cadre_id and Cadre.objects.filter(pk=score.cadre_id, user=user).exists())


for _name in ("scheme", "peergroup", "scoring", "scoreentry", "sourcehold", "scoreobjection"):
    allow(f"evaluations.{_name}", view=keeps_scores)
