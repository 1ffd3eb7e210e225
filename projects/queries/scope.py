"""Who reads the whole district, and which projects open to a person: asked by queries and by predicates alike."""

from django.db.models import BooleanField, Q, Value

from projects.models.roster import SEES_ALL, concerning


def sees_district(user):
    """Does `user` see the figures of every unit and the district?"""
    return user.has_role(*SEES_ALL)


def opens(user, day, project="project"):
    """For annotations: may `user` open the page of the row's project on `day`? Lists that show more projects than a
    person may open name the others without a link."""
    if sees_district(user):
        return Value(True, BooleanField())
    return Q(**{f"{project}__in": concerning(user, day)})
