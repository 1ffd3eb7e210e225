"""Who may do what on the cadres floor. Whom one sees is a matter of the querysets."""

from accounts.states import Role
from zhangdian.desk.permissions import allow


def reads_units(user, unit=None):
    """Units are no secret among those who work here; the three administrators have no business with them."""
    return user.is_active and not user.administrator


def keeps_units(user, unit=None):
    """The unit list is kept by the cadre section and the key project office."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.PLANNER)


def merges(user, thing=None):
    """Doubles are made one by the cadre section only: it touches people's files."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


def reads_cadres(user, cadre=None):
    """Personal files are read by the cadre section and its leaders; one's own by oneself (see `reads_file`)."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


def keeps_cadres(user, cadre=None):
    """Personal files are kept by the cadre section; nobody keeps the own one."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR) and not is_own(user, cadre)


def is_own(user, cadre):
    """Is this the file of the user?"""
    return cadre is not None and getattr(cadre, "user_id", None) is not None and cadre.user_id == user.pk


def reads_file(user, cadre):
    """May the file be opened: by the offices, or because it is one's own?"""
    return reads_cadres(user) or is_own(user, cadre)


def keeps_influence(user, period=None):
    """Influence periods are entered and lifted by the cadre section, never in one's own case."""
    return keeps_cadres(user, getattr(period, "cadre", None) or period)


allow("cadres.unit", view=reads_units, add=keeps_units, change=keeps_units, export=keeps_units)
allow("cadres.unit", **{"import": keeps_units})
allow("cadres.cadre", view=reads_cadres, add=keeps_cadres, change=keeps_cadres, export=keeps_cadres)
allow("cadres.cadre", **{"import": keeps_cadres})
allow("cadres.influenceperiod", view=reads_cadres)
