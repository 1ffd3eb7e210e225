"""The moves of a list of faster projects: published by a recorded decision, or discarded."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations import options
from evaluations.permissions import bulletins as may
from evaluations.rules.orders import number_text
from evaluations.states.bulletins import BatchState as S
from zhangdian.options.queries import value
from zhangdian.papers.services import next_number
from zhangdian.workflow import Move, MoveRefused, make

SERIES = "batch"
PUBLISH = Move(
    "publish", frozenset({S.DRAFT}), S.PUBLISHED, may.decides, gettext_lazy("Record the decision and publish"),
    needs=("meeting", "decided_on", "document_no"),
    warns=gettext_lazy("The list gets its number and cannot be changed any more."),
)  # fmt: skip
DISCARD = Move(
    "discard", frozenset({S.DRAFT}), S.DISCARDED, may.drafts, gettext_lazy("Discard the list"), needs=("reason",)
)
MOVES = (PUBLISH, DISCARD)


def publish(batch, *, meeting, decided_on, document_no, actor, at):
    """Publish a list by the decision of a meeting, recorded by somebody else than who drew it up."""
    day = timezone.localdate(at)

    def look(row):
        if decided_on > day:
            raise MoveRefused(_("The day of the decision is still to come."), MoveRefused.MISSING)
        if not row.lines.filter(is_listed=True).exists():
            raise MoveRefused(_("Nobody is on this list."), MoveRefused.WRONG_STATE)
        row.year, row.number = day.year, next_number(SERIES, day.year)
        row.number_text = number_text(value(options.bulletins.BATCH_NUMBER, day), row.year, row.number)[:40]

    return make(
        PUBLISH, batch, actor=actor, at=at, then=look, meeting=meeting.strip()[:100], decided_on=decided_on,
        document_no=document_no.strip()[:40], recorded_at=at, recorded_by=actor,
    )  # fmt: skip


def discard(batch, *, actor, at, reason):
    """Throw a draft away."""
    return make(DISCARD, batch, actor=actor, at=at, reason=reason, end_reason=reason[:400])
