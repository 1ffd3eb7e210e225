"""The moves of a light: computed by formula, confirmed by a person, taken back while its month lasts."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Light
from projects.permissions.figures import may_confirm_light
from projects.rollups import standings
from projects.rules import periods
from projects.states import LightColour
from projects.states import LightState as S
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused, make

CONFIRM = Move(
    "confirm", frozenset({S.COMPUTED}), S.CONFIRMED, may_confirm_light, gettext_lazy("Confirm the light"),
    needs=("confirmed",),
    warns=gettext_lazy("The light of this month is fixed; computing again no longer changes it."),
)  # fmt: skip
TAKE_BACK = Move(
    "take_back", frozenset({S.CONFIRMED}), S.COMPUTED, may_confirm_light, gettext_lazy("Take the confirmation back"),
    needs=("reason",),
    warns=gettext_lazy("The light is computed anew until it is confirmed again."),
)  # fmt: skip
MOVES = (CONFIRM, TAKE_BACK)
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


def may_still_be_taken_back(light, day):
    """A month that is over stands: what was drawn up from its lights must not lose its ground."""
    return day <= periods.last_day(periods.MONTH, light.month)


def take_back(light, *, actor, at, reason):
    """Take a confirmation back within its month, with the reason: the computed light counts again."""
    stood = {}

    def clear(row):
        if not may_still_be_taken_back(row, timezone.localdate(at)):
            raise MoveRefused(
                _("The month is over: its lights stand. Say in this month's light what has become better known."),
                MoveRefused.WRONG_STATE,
            )
        stood.update(confirmed=row.confirmed, reason=row.reason)
        row.confirmed, row.confirmed_by, row.confirmed_at, row.reason = "", None, None, ""

    with transaction.atomic():
        row = make(TAKE_BACK, light, actor=actor, at=at, reason=reason, then=clear, before=stood, after={})
        standings.light_taken_back(row, at=at)
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
