"""Who works with the ground's own lists. The ground knows people by their codes only."""

from django.apps import apps

from zhangdian.desk.permissions import allow, allowed

OF_ACCOUNTS = "accounts."


def reads_trail(user, entry=None):
    """The audit administrator, and the leaders of the department whose cadres it is about."""
    return user.is_active and (user.administrator == "audit" or user.has_role("director"))


def reads_contents(user, entry, day):
    """Before, after and reason of a line: only who may see the thing it is about, which must still be there; where its
    queryset tells the whole file (`on_desk`) from what a person may see of the own, the whole file."""
    try:
        model = apps.get_model(entry.label)
    except (LookupError, ValueError):
        return False
    rows = model._default_manager.all()
    if hasattr(rows, "on_desk"):
        rows = rows.on_desk(user, day)
    elif hasattr(rows, "visible_to"):
        words = {"day": day} if "day" in rows.visible_to.__code__.co_varnames else {}
        rows = rows.visible_to(user, **words)
    thing = rows.filter(pk=entry.key).first() if entry.key.isdigit() else None
    return thing is not None and allowed(user, "view", model, thing)


allow("trail.entry", view=reads_trail, export=reads_trail)
allow("trail.seal", view=reads_trail)


def reads_options(user, option=None):
    """The offices that work by them, and the three administrators: a setting is no business data."""
    return user.is_active and (bool(user.administrator) or user.has_role("office", "director", "planner"))


def sets(user, key):
    """May the user set this key: a policy of accounts, or a number of the district?"""
    if key.startswith(OF_ACCOUNTS):
        return user.is_active and user.administrator == "security"
    return user.is_active and (user.administrator == "system" or user.has_role("office", "director", "planner"))


def sets_any(user, option=None):
    """May the user set this row's key, or any at all?"""
    if option is not None and option.key:
        return sets(user, option.key)
    return sets(user, OF_ACCOUNTS) or sets(user, "")


allow("options.option", view=reads_options, add=sets_any, delete=sets_any)


def reads_calendar(user, day=None):
    """Everybody at the desk."""
    return user.is_active and user.is_staff


def keeps_calendar(user, day=None):
    """The system administrator, the cadre section and the key project office."""
    return user.is_active and (user.administrator == "system" or user.has_role("office", "director", "planner"))


allow("calendar.dayoff", view=reads_calendar, add=keeps_calendar, change=keeps_calendar, delete=keeps_calendar)


def watches(user, beat=None):
    """Who runs the machine, who audits it, and the offices that depend on the sweeps."""
    return user.is_active and (
        user.administrator in ("system", "audit") or user.has_role("office", "director", "planner")
    )


allow("notices.heartbeat", view=watches)


OFFICES = ("office", "director", "planner")


def reads_ladder(user, thing=None):
    """The offices, and who runs and audits the machine: who is reminded of what when, and what did not leave."""
    return user.is_active and (user.administrator in ("system", "audit") or user.has_role(*OFFICES))


def keeps_ladder(user, thing=None):
    """The offices settle who is told when, and hold what must wait."""
    return user.has_role(*OFFICES)


def keeps_channels(user, channel=None):
    """Addresses and secrets of groups: who runs the machine, and the key project office."""
    return user.is_active and (user.administrator == "system" or user.has_role("planner"))


def retries(user, message=None):
    """Who may have a message tried again."""
    return keeps_channels(user) or keeps_ladder(user)


allow("notices.rung", view=reads_ladder, add=keeps_ladder, change=keeps_ladder)
allow("notices.hold", view=reads_ladder, add=keeps_ladder)
allow("notices.channel", view=reads_ladder, add=keeps_channels, change=keeps_channels)
allow("notices.delivery", view=reads_ladder)
allow("notices.stumble", view=reads_ladder)
