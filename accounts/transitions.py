"""The moves of feedback: received, taken up, answered, closed."""

from datetime import datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import Feedback, User
from accounts.options import FEEDBACK_CLOSE_DAYS, FEEDBACK_DAYS
from accounts.permissions import handles_feedback, is_author, is_handler
from accounts.states import FeedbackState as S
from accounts.states import Role
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.options import queries as options
from zhangdian.trail import services as trail
from zhangdian.workflow import NEED_NAMES, Move, MoveRefused, make

ACCEPT = Move("accept", frozenset({S.RECEIVED}), S.ACCEPTED, handles_feedback, gettext_lazy("Take up"))
ANSWER = Move(
    "answer", frozenset({S.ACCEPTED}), S.ANSWERED, is_handler, gettext_lazy("Send the answer"), needs=("answer",)
)
CLOSE = Move("close", frozenset({S.ANSWERED}), S.CLOSED, is_author, gettext_lazy("Settled, close it"), by_system=True)
ASK_AGAIN = Move(
    "ask_again", frozenset({S.ANSWERED}), S.ACCEPTED, is_author, gettext_lazy("Not settled, ask again"),
    needs=("reason",),
)  # fmt: skip
MOVES = (ACCEPT, ANSWER, CLOSE, ASK_AGAIN)
NEED_NAMES.setdefault("answer", gettext_lazy("an answer"))
ANSWER_LIMIT = 2000


@transaction.atomic
def hand_in(feedback, *, actor, at):
    """Store a new complaint or suggestion of `actor`; the cadre section is told. Returns it."""
    feedback.author, feedback.created_at, feedback.state = actor, at, S.RECEIVED
    feedback.due_on = _due_on(at)
    feedback.full_clean()
    feedback.save(force_insert=True)
    trail.record(feedback, "hand_in", actor=actor, at=at, to_state=S.RECEIVED)
    _tell(
        User.objects.with_role(Role.OFFICE).exclude(pk=actor.pk), feedback, "new", at,
        lambda: _("New feedback to be answered by %(day)s: %(subject)s"),
    )  # fmt: skip
    return feedback


def accept(feedback, *, actor, at):
    """The cadre section takes it up; whoever does answers it."""
    return make(ACCEPT, feedback, actor=actor, at=at, handler=actor)


def answer(feedback, *, actor, at, answer):
    """The answer, which the author is told of."""
    if len(answer or "") > ANSWER_LIMIT:
        raise ValidationError(_("The answer is longer than %(limit)s characters.") % {"limit": ANSWER_LIMIT})
    with transaction.atomic():
        before = {"answer": Feedback.objects.values_list("answer", flat=True).get(pk=feedback.pk)}
        row = make(
            ANSWER, feedback, actor=actor, at=at, answer=(answer or "").strip(), answered_at=at, handler=actor,
            before=before, after={"answer": answer},
        )  # fmt: skip
        _tell([row.author], row, f"answered:{at:%Y%m%d%H%M%S}", at, lambda: _("Your feedback is answered: %(subject)s"))
    return row


def close(feedback, *, actor, at):
    """The author is satisfied; or, with no actor, the time to say otherwise has passed."""
    return make(CLOSE, feedback, actor=actor, at=at)


def ask_again(feedback, *, actor, at, reason):
    """The author is not satisfied: back to the handler, with a new last day."""
    with transaction.atomic():
        row = make(ASK_AGAIN, feedback, actor=actor, at=at, reason=reason, due_on=_due_on(at))
        _tell(
            [row.handler], row, f"again:{at:%Y%m%d%H%M%S}", at,
            lambda: _("Asked again, to be answered by %(day)s: %(subject)s"),
        )  # fmt: skip
    return row


def close_answered(*, at):
    """Close what was answered and not asked again within the days of the setting; returns how many.

    Safe to run twice: each is closed by its own move, which a second run or the author's own act refuses.
    """
    day = timezone.localdate(at)
    days = options.value(FEEDBACK_CLOSE_DAYS, day)
    last = calendar().add(day, -days)
    # An answer of that day has had `days` whole working days when the next one begins.
    until = timezone.make_aware(datetime.combine(last, time()))
    closed = 0
    for feedback in Feedback.objects.filter(state=S.ANSWERED, answered_at__lt=until):
        try:
            close(feedback, actor=None, at=at)
        except MoveRefused:
            continue
        closed += 1
    return closed


def _due_on(at):
    day = timezone.localdate(at)
    return calendar().add(day, options.value(FEEDBACK_DAYS, day))


def _tell(people, feedback, what, at, sentence):
    # A notice is stored in the language of the house, whatever language the one who causes it has chosen.
    with override(settings.LANGUAGE_CODE):
        title = sentence() % {"subject": feedback.subject, "day": feedback.due_on}
    notices.tell(
        people, kind="feedback", key=f"{feedback.pk}:{what}", title=title, path=feedback.get_absolute_url(), at=at
    )
