"""What may be done with every case beside its own moves: extend the step, hold the clock, hand over. Buttons, each with
a form, on the desk and on the pages."""

from django.utils.translation import gettext_lazy as _

from cases.forms.common import HandOverForm, NothingForm, ReasonForm
from cases.permissions import common as may
from cases.services import clocks
from zhangdian.desk.moves import Act

CLOSED = _("The case is over.")
COMMON = (
    Act(
        "extend-step", _("Extend the step"), may.extends, ReasonForm, clocks.extend,
        when=lambda case: case.is_open and not case.extended_at, why=_("A step is extended once, while it is open."),
        warns=_("Once, before the end of the step, by what the rules allow."),
    ),
    Act(
        "hold-clock", _("Hold the clock"), may.handles, ReasonForm, clocks.hold,
        when=lambda case: case.is_open and not case.held_at,
        why=_("The clock stands still already, or the case is over."),
        warns=_("The step ends as many working days later as the clock stands still on."),
    ),
    Act(
        "resume-clock", _("Let the clock go on"), may.handles, NothingForm, clocks.resume,
        when=lambda case: case.is_open and bool(case.held_at), why=_("The clock does not stand still."),
    ),
    Act(
        "hand-over", _("Hand the case over"), may.hands_over, HandOverForm, clocks.hand_over,
        when=lambda case: case.is_open, why=CLOSED,
    ),
)  # fmt: skip
