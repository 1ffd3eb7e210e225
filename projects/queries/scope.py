"""Who reads the whole district: asked by queries and by predicates alike."""

from projects.models.roster import SEES_ALL


def sees_district(user):
    """Does `user` see the figures of every unit and the district?"""
    return user.has_role(*SEES_ALL)
