"""The moves of a programme."""

from django.utils.translation import gettext_lazy

from projects.permissions.roster import keeps_roster
from projects.states import ProgrammeState as S
from zhangdian.workflow import Move, make

START = Move(
    "start", frozenset({S.DRAFT}), S.RUNNING, keeps_roster, gettext_lazy("Start"), by_system=True,
    warns=gettext_lazy("From the first day of reporting, every project in construction owes a report a working day."),
)  # fmt: skip
CLOSE = Move(
    "close", frozenset({S.RUNNING}), S.CLOSED, keeps_roster, gettext_lazy("Close"), needs=("reason",),
    warns=gettext_lazy("No more reports are opened, and no list is taken in."),
)  # fmt: skip
REOPEN = Move("reopen", frozenset({S.CLOSED}), S.RUNNING, keeps_roster, gettext_lazy("Reopen"), needs=("reason",))
MOVES = (START, CLOSE, REOPEN)


def start(programme, *, actor, at):
    """Begin a programme: its projects in construction owe reports from `reporting_from` on."""
    return make(START, programme, actor=actor, at=at)


def close(programme, *, actor, at, reason):
    """End a programme: its projects and figures stay, nothing more is opened."""
    return make(CLOSE, programme, actor=actor, at=at, reason=reason)


def reopen(programme, *, actor, at, reason):
    """Take a programme that was closed by mistake up again."""
    return make(REOPEN, programme, actor=actor, at=at, reason=reason)
