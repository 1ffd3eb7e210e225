"""How a room tells the desk who may do what: predicates under the names that Django's admin asks for."""

import rules


def allow(label, **predicates):
    """Register predicates (user, thing or None) -> bool for a model, in the room's `permissions.py`:

    allow("cadres.unit", view=reads_units, add=keeps_units, change=keeps_units, export=keeps_units)

    `thing` is None when the list as a whole is asked about. What is not allowed here is refused to everybody.
    """
    app, model = label.split(".")
    for act, may in predicates.items():
        rules.set_perm(f"{app}.{act}_{model}", rules.predicate(may, name=f"{act}_{model}"))


def stands(user, thing, how, day):
    """Does `user` stand so (`how`) to `thing` on `day`? Read from the row where the lock or list brought it along.

    For models whose querysets say `standing(user, day)`; a row that brings nothing along is asked for.
    """
    if getattr(thing, "asker", None) != user.pk or not hasattr(thing, how):
        thing = type(thing).objects.standing(user, day).get(pk=thing.pk)
    return bool(getattr(thing, how))


def allowed(user, act, model, thing=None):
    """May `user` do `act` with `thing` (or with the list) of `model`?"""
    return user.has_perm(code(act, model), thing)


def known(act, model):
    """Has any predicate been registered for `act` on `model`?"""
    return rules.perm_exists(code(act, model))


def code(act, model):
    """The permission's name: cadres.change_unit."""
    return f"{model._meta.app_label}.{act}_{model._meta.model_name}"
