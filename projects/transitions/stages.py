"""The moves of a project through its stages, each with the day it holds from; the spans follow."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import StageSpan
from projects.permissions.roster import keeps_roster
from projects.states import Stage as S
from zhangdian.workflow import Move, MoveRefused, make


def _on():
    day = forms.DateField(
        label=gettext_lazy("day it holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Not after today, and not before the day of the last change."),
    )  # fmt: skip
    return {"on": day}


def _move(name, sources, target, label, *, reason=False, warns=""):
    needs = ("on", "reason") if reason else ("on",)
    return Move(name, frozenset(sources), target, keeps_roster, label, needs=needs, warns=warns, fields=_on())


BEFORE = {S.IDEA, S.RESERVE, S.PREPARING}
RESERVE = _move("reserve", {S.IDEA}, S.RESERVE, gettext_lazy("Take into reserve"))
PREPARE = _move("prepare", {S.IDEA, S.RESERVE}, S.PREPARING, gettext_lazy("Begin preparing"))
BEGIN = _move(
    "begin", BEFORE, S.BUILDING, gettext_lazy("Begin construction"),
    warns=gettext_lazy("From this day on the project owes a report every working day."),
)  # fmt: skip
SUSPEND = _move(
    "suspend", {S.BUILDING}, S.SUSPENDED, gettext_lazy("Suspend"), reason=True,
    warns=gettext_lazy("From this day on the project owes no report."),
)  # fmt: skip
RESUME = _move("resume", {S.SUSPENDED}, S.BUILDING, gettext_lazy("Resume"))
COMPLETE = _move("complete", {S.BUILDING}, S.COMPLETED, gettext_lazy("Complete"))
ACCEPT = _move("accept", {S.COMPLETED}, S.ACCEPTED, gettext_lazy("Accept"))
RETURN = _move(
    "rework", {S.COMPLETED}, S.BUILDING, gettext_lazy("Back into construction"), reason=True,
)  # fmt: skip
WITHDRAW = _move(
    "withdraw", {*BEFORE, S.BUILDING, S.SUSPENDED}, S.WITHDRAWN, gettext_lazy("Withdraw from the list"), reason=True,
    warns=gettext_lazy("The project leaves the list; what was reported stays."),
)  # fmt: skip
MOVES = (RESERVE, PREPARE, BEGIN, SUSPEND, RESUME, COMPLETE, ACCEPT, RETURN, WITHDRAW)


def _go(move, project, *, actor, at, on, reason=""):
    """Make a stage move that holds from the day `on`: the open span ends the day before, a new one begins.

    MoveRefused where `on` lies after today or before the day of the change before; a change of the same day takes
    the place of the span that began with it.
    """

    def turn(row):
        # `on` is no column of the project: it is what the span says.
        if on > timezone.localdate(at):
            raise MoveRefused(_("The day %(day)s is yet to come.") % {"day": on}, MoveRefused.MISSING)
        span = StageSpan.objects.filter(project=row, until_on__isnull=True).select_for_update().first()
        if span is not None and on < span.from_on:
            raise MoveRefused(
                _("The day %(day)s lies before %(since)s, when the present stage began.")
                % {"day": on, "since": span.from_on},
                MoveRefused.MISSING,
            )
        if span is not None and on == span.from_on:
            span.stage, span.reason = move.target, reason[:200]
            span.save(update_fields=["stage", "reason"])
            return
        if span is not None:
            span.until_on = on - timedelta(days=1)
            span.save(update_fields=["until_on"])
        StageSpan.objects.create(project=row, stage=move.target, from_on=on, reason=reason[:200])

    return make(move, project, actor=actor, at=at, reason=reason, before={}, after={"on": str(on)}, then=turn, on=on)


def reserve(project, *, actor, at, on):
    """From an idea into the reserve."""
    return _go(RESERVE, project, actor=actor, at=at, on=on)


def prepare(project, *, actor, at, on):
    """Papers, land and money are being settled."""
    return _go(PREPARE, project, actor=actor, at=at, on=on)


def begin(project, *, actor, at, on):
    """Construction begins: reports are owed from `on`."""
    return _go(BEGIN, project, actor=actor, at=at, on=on)


def suspend(project, *, actor, at, on, reason):
    """Construction stops for a reason: no reports are owed from `on`."""
    return _go(SUSPEND, project, actor=actor, at=at, on=on, reason=reason)


def resume(project, *, actor, at, on):
    """Construction goes on."""
    return _go(RESUME, project, actor=actor, at=at, on=on)


def complete(project, *, actor, at, on):
    """Construction is done."""
    return _go(COMPLETE, project, actor=actor, at=at, on=on)


def accept(project, *, actor, at, on):
    """What was built is accepted."""
    return _go(ACCEPT, project, actor=actor, at=at, on=on)


def rework(project, *, actor, at, on, reason):
    """Acceptance found faults: back into construction."""
    return _go(RETURN, project, actor=actor, at=at, on=on, reason=reason)


def withdraw(project, *, actor, at, on, reason):
    """Out of the list, with the reason; nothing is deleted."""
    return _go(WITHDRAW, project, actor=actor, at=at, on=on, reason=reason)
