"""The move of a light: computed by formula, confirmed by a person."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Light
from projects.permissions.figures import may_confirm_light
from projects.rollups import standings
from projects.states import LightColour
from projects.states import LightState as S
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused, make

CONFIRM = Move(
    "confirm", frozenset({S.COMPUTED}), S.CONFIRMED, may_confirm_light, gettext_lazy("Confirm the light"),
    needs=("confirmed",),
    warns=gettext_lazy("The light of this month is fixed; computing again no longer changes it."),
)  # fmt: skip
MOVES = (CONFIRM,)
verbs.declare(confirm=gettext_lazy("confirmed"))  # lights have no desk that would give the words of their move


def confirm(light, *, actor, at, colour, reason=""):
    """Confirm the month's light as `colour`; a light other than the computed one needs a `reason`."""
    reason = reason.strip()

    def look(row):
        if row.confirmed not in LightColour.values:
            raise MoveRefused(_("Choose one of the four lights."), MoveRefused.MISSING)
        if row.confirmed != row.computed and not reason:
            raise MoveRefused(
                _("The light computed is “%(computed)s”. To confirm another one, give the reason.")
                % {"computed": row.get_computed_display()},
                MoveRefused.MISSING,
            )
        row.reason = reason[:200]

    with transaction.atomic():
        row = make(
            CONFIRM, light, actor=actor, at=at, reason=reason, then=look,
            before={"computed": light.computed}, after={"confirmed": colour},
            confirmed=colour, confirmed_by=actor, confirmed_at=at,
        )  # fmt: skip
        standings.light_confirmed(row)
    return row


def confirm_as_computed(keys, *, actor, at):
    """Confirm the lights with these keys as computed; returns how many. Those no longer waiting are passed over."""
    done = 0
    for light in Light.objects.filter(pk__in=keys, state=S.COMPUTED).order_by("pk"):
        try:
            confirm(light, actor=actor, at=at, colour=light.computed)
        except MoveRefused as refusal:
            if refusal.why == MoveRefused.WRONG_PERSON:
                raise
        else:
            done += 1
    return done
