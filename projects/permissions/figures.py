"""Who sees figures and who confirms lights."""

from accounts.states import Role
from projects.models.roster import concerning


def may_confirm_light(user, light):
    """The key project office confirms lights."""
    return user.has_role(Role.PLANNER)


def sees_business(user, day):
    """Has `user` any business here: an office, or a project that concerns them on `day`? No administrator has."""
    if user.administrator or not user.is_active:
        return False
    return bool(user.role_set) or concerning(user, day).exists()
