"""Who may hold the reminders of a project."""

from projects.permissions.roster import settles_people


def may_hold(user, project):
    """The key project office, and the head of the responsible unit; never who hands in the reports."""
    return user.is_active and settles_people(user, project)
