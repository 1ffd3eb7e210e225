"""The moves of a cadre's service: leaving, retiring, coming back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.permissions import keeps_cadres
from cadres.states import CadreState
from zhangdian.workflow import Move, MoveRefused, make

S = CadreState
HAND_OVER = gettext_lazy("Open posts end with that day. Hand over what is listed on the file first.")


def _leaving(label, warns):
    return {
        "label": label,
        "needs": ("reason",),
        "warns": warns,
        "fields": {"on": forms.DateField(label=gettext_lazy("last day of service"))},
    }


LEAVE = Move(
    "leave", frozenset({S.SERVING}), S.LEFT, keeps_cadres,
    **_leaving(gettext_lazy("Leaves office"), HAND_OVER),
)  # fmt: skip
RETIRE = Move(
    "retire", frozenset({S.SERVING}), S.RETIRED, keeps_cadres,
    **_leaving(gettext_lazy("Retires"), HAND_OVER),
)  # fmt: skip
REINSTATE = Move(
    "reinstate", frozenset({S.LEFT, S.RETIRED}), S.SERVING, keeps_cadres,
    label=gettext_lazy("Serves again"), needs=("reason",),
)  # fmt: skip
MOVES = (LEAVE, RETIRE, REINSTATE)


def leave(cadre, *, actor, at, on, reason):
    """The cadre leaves office after the day `on`: open posts end with it. Returns the cadre."""
    return _end_service(LEAVE, cadre, actor=actor, at=at, on=on, reason=reason)


def retire(cadre, *, actor, at, on, reason):
    """The cadre retires after the day `on`: open posts end with it. Returns the cadre."""
    return _end_service(RETIRE, cadre, actor=actor, at=at, on=on, reason=reason)


def reinstate(cadre, *, actor, at, reason):
    """The cadre serves again; a new post is entered as an appointment. Returns the cadre."""
    return make(REINSTATE, cadre, actor=actor, at=at, reason=reason)


def _end_service(move, cadre, *, actor, at, on, reason):
    def end_posts(row):
        for post in row.appointments.filter(until_on__isnull=True):
            if on < post.from_on:
                raise MoveRefused(
                    _("The post “%(post)s” began only on %(day)s: name a later day.")
                    % {"post": post.post, "day": post.from_on},
                    MoveRefused.MISSING,
                )
            post.until_on = on
            post.save(update_fields=["until_on"])

    if not on:
        raise MoveRefused(_("Name the last day of service."), MoveRefused.MISSING)
    return make(
        move, cadre, actor=actor, at=at, reason=reason, then=end_posts,
        before={}, after={"on": str(on)},
    )  # fmt: skip
