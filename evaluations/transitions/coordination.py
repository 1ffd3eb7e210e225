"""The moves of a coordination slip."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.models import Coordination, CoordinationStep
from evaluations.options import coordination as options
from evaluations.permissions import coordination as may
from evaluations.queries import holders
from evaluations.rules import coordination as rules
from evaluations.services import coordination as services
from evaluations.states.coordination import HELD, WAITING, StepEnd
from evaluations.states.coordination import CoordinationState as S
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.options import queries as settings
from zhangdian.workflow import Move, MoveRefused, make


def _text(label):
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


ACCEPT = Move("accept", frozenset(WAITING), S.ACCEPTED, may.handles, gettext_lazy("Take up"))
COORDINATE = Move(
    "coordinate", frozenset({S.ACCEPTED, S.WORKING}), S.WORKING, may.handles, gettext_lazy("Note what is being done"),
    needs=("note",), fields={"note": _text(gettext_lazy("what is being done"))},
)  # fmt: skip
ANSWER = Move(
    "answer", frozenset(HELD), S.ANSWERED, may.handles, gettext_lazy("Answer"), needs=("answer",),
    fields={"answer": _text(gettext_lazy("answer"))},
    warns=gettext_lazy("Who raised the slip confirms the answer or sends it back."),
)  # fmt: skip
CONFIRM = Move(
    "confirm", frozenset({S.ANSWERED}), S.SOLVED, may.may_settle, gettext_lazy("Confirm that it is settled"),
    warns=gettext_lazy("The slip is closed. If the matter comes up again, raise a new one."),
)  # fmt: skip
SEND_BACK = Move(
    "send-back", frozenset({S.ANSWERED}), S.WORKING, may.may_settle, gettext_lazy("Send back, not settled"),
    needs=("reason",), warns=gettext_lazy("It goes back to who holds it, and its time begins anew."),
)  # fmt: skip
ESCALATE = Move(
    "escalate", frozenset(HELD), S.ESCALATED, may.may_escalate, gettext_lazy("Escalate"), needs=("reason",),
    warns=gettext_lazy("The next level takes it over and is told at once."),
)  # fmt: skip
WITHDRAW = Move(
    "withdraw", frozenset(HELD), S.WITHDRAWN, may.may_withdraw, gettext_lazy("Withdraw"), needs=("reason",),
    warns=gettext_lazy("The slip is closed without an answer; it stays readable."),
)  # fmt: skip
MOVES = (ACCEPT, COORDINATE, ANSWER, CONFIRM, SEND_BACK, ESCALATE, WITHDRAW)


def _locked(at):
    """pk -> the locked row with its project, its raiser, who holds it and who is liaison on the day of `at`."""
    day = timezone.localdate(at)

    def rows(pk):
        row = Coordination.objects.select_related("project", "raised_by").select_for_update(of=("self",)).get(pk=pk)
        row.held = holders.held([row], day)[row.pk]
        row.liaison_ids = may.liaison_ids(row, day)
        return row

    return rows


def _step(row):
    return CoordinationStep.objects.filter(slip=row, ended_at__isnull=True)


def _taken_up(row, actor, at):
    """Stamp that somebody took the slip up; the first time settles its response for ever."""
    _step(row).filter(accepted_at__isnull=True).update(accepted_at=at, accepted_by=actor)
    if row.responded_at is None:
        row.responded_at = at
        row.response_days = _days(row.raised_at, at)


def _days(since, at):
    return rules.working_days(timezone.localdate(since), timezone.localdate(at), calendar())


def _settled(row, *phases, at):
    notices.settle(services.KIND, [services.key_of(row, phase) for phase in phases], at=at)


def accept(slip, *, actor, at):
    """Take the slip up: from now on it is in work at this level."""

    def then(row):
        _taken_up(row, actor, at)
        _settled(row, "r", at=at)
        row.due_at = row.escalate_at

    return make(ACCEPT, slip, actor=actor, at=at, rows=_locked(at), then=then)


def coordinate(slip, *, actor, at, note):
    """Note what is being done; the raiser reads it on the slip."""
    return make(COORDINATE, slip, actor=actor, at=at, rows=_locked(at), note=note.strip(), reason=note.strip())


def answer(slip, *, actor, at, answer):
    """Answer the slip; it waits for who raised it."""
    here = timezone.localtime(at)

    def then(row):
        _settled(row, "r", "s", at=at)
        _taken_up(row, actor, at)
        _step(row).update(ended_at=at, end=StepEnd.ANSWERED)
        row.due_at = rules.due(here, settings.value(options.CONFIRM_DAYS, here.date()), calendar())
        row.escalate_at = None
        services.tell(row, services.raising_side(row), _("Answered, to be confirmed: %(slip)s. %(matter)s"), at=at)

    return make(
        ANSWER, slip, actor=actor, at=at, rows=_locked(at), then=then, reason=answer.strip(), answer=answer.strip(),
        answered_at=at, answered_by=actor,
    )  # fmt: skip


def confirm(slip, *, actor, at):
    """The raising side confirms: settled."""

    def then(row):
        _settled(row, "c", at=at)
        row.due_at = None
        row.solved_days = _days(row.raised_at, at)
        services.tell(row, {row.answered_by_id}, _("Confirmed as settled: %(slip)s."), at=at)

    return make(CONFIRM, slip, actor=actor, at=at, rows=_locked(at), then=then, solved_at=at, solved_by=actor)


def send_back(slip, *, actor, at, reason):
    """The raising side is not content: back to the level that answered, counted, its time begins anew."""

    def then(row):
        _settled(row, "c", at=at)
        row.sent_back += 1
        row.step += 1
        row.escalate_at = services.dues(at)["escalate_at"]
        row.due_at = row.escalate_at
        services.begin_step(row, at=at, accepted_by=row.answered_by, words=_("Sent back: %(slip)s. %(matter)s"))

    return make(SEND_BACK, slip, actor=actor, at=at, rows=_locked(at), then=then, reason=reason)


def escalate(slip, *, actor, at, reason):
    """To the next level above the one that really holds it; the raising side may once that is prompted."""

    def then(row):
        if not may.handles(actor, row) and not may.steers(actor) and not is_prompted(row, at):
            raise MoveRefused(
                _("It can be escalated from %(day)s on, if nothing has come of it by then. Until then ask the holder.")
                % {"day": date_format(timezone.localtime(prompt_at(row)), "MONTH_DAY_FORMAT")},
                MoveRefused.WRONG_STATE,
            )
        above = holders.held_above([row], timezone.localdate(at))[row.pk]
        if above.level is None:
            raise MoveRefused(
                _("There is no level above that could take it over. Ask the key project office."),
                MoveRefused.WRONG_STATE,
            )
        _settled(row, "r", "s", at=at)
        _step(row).update(ended_at=at, end=StepEnd.ESCALATED)
        row.level = above.level
        row.step += 1
        for name, value in services.dues(at).items():
            setattr(row, name, value)
        services.begin_step(row, at=at)

    return make(ESCALATE, slip, actor=actor, at=at, rows=_locked(at), then=then, reason=reason)


def prompt_at(slip):
    """From when on the raising side may escalate: not taken up in time, or long enough at one level."""
    return min(slip.due_at, slip.escalate_at)


def is_prompted(slip, at):
    """Is escalation prompted at the instant `at`?"""
    return slip.escalate_at is not None and prompt_at(slip) <= at


def withdraw(slip, *, actor, at, reason):
    """Close it without an answer."""

    def then(row):
        _settled(row, "r", "s", at=at)
        _step(row).update(ended_at=at, end=StepEnd.WITHDRAWN)
        row.due_at = row.escalate_at = None
        services.tell(row, row.held.user_ids, _("Withdrawn: %(slip)s."), at=at)

    return make(
        WITHDRAW, slip, actor=actor, at=at, rows=_locked(at), then=then, reason=reason, withdrawn_at=at,
        withdraw_reason=reason,
    )  # fmt: skip
