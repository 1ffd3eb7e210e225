"""The moves of a review from the opened urns to the archive."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.permissions.reviews import keeps_reviews
from evaluations.permissions.tally import may_approve, may_check, may_count, may_send_back
from evaluations.queries import tally as queries
from evaluations.services import tally as services
from evaluations.services.review_ladder import turn_over
from evaluations.states.reviews import ReviewState as S
from zhangdian.trail.models import Seal
from zhangdian.workflow import Move, MoveRefused, make

COUNT = Move(
    "count", frozenset({S.OPENED}), S.COUNTED, may_count, gettext_lazy("Count the ballots"),
    warns=gettext_lazy("The ballots are counted by the sheet and the settings of today; a second person counts again."),
)  # fmt: skip
CHECK = Move(
    "check", frozenset({S.COUNTED}), S.CHECKED, may_check, gettext_lazy("Count again"),
    warns=gettext_lazy("The ballots are counted anew and compared with the stored result, digit by digit."),
)  # fmt: skip
SEND_BACK = Move(
    "send_back", frozenset({S.COUNTED, S.CHECKED, S.APPROVED}), S.OPENED, may_send_back,
    gettext_lazy("Send the count back"), needs=("reason",),
    warns=gettext_lazy("The count stays readable as sent back; the ballots are counted anew."),
)  # fmt: skip
APPROVE = Move(
    "approve", frozenset({S.CHECKED}), S.APPROVED, may_approve, gettext_lazy("Enter the decision"),
    needs=("meeting", "met_on", "decision_number"),
    warns=gettext_lazy("A score decides nothing by itself: what counts is the decision of the meeting."),
)  # fmt: skip
PUBLISH = Move(
    "publish", frozenset({S.APPROVED}), S.PUBLISHED, keeps_reviews, gettext_lazy("Publish the results"),
    warns=gettext_lazy("Published results do not change any more."),
)  # fmt: skip
ARCHIVE = Move(
    "archive", frozenset({S.PUBLISHED}), S.ARCHIVED, keeps_reviews, gettext_lazy("Archive the review"),
    warns=gettext_lazy("The pack of plan, lists, counts and results is closed with the newest seal of the trail."),
)  # fmt: skip
MOVES = (COUNT, CHECK, SEND_BACK, APPROVE, PUBLISH, ARCHIVE)


def count(review, *, actor, at):
    """Count the ballots and keep the result; refused where more came back than were handed out."""
    said = {}

    def fill(row):
        _not_too_many(row)
        tally = services.store(row, actor=actor, at=at)
        said.update({"count": tally.number, "ballots": tally.figures["ballots"], "digest": tally.digest})
        turn_over(row, at=at)

    return make(COUNT, review, actor=actor, at=at, then=fill, before={}, after=said, counted_at=at)


def _not_too_many(row):
    """More ballots than slips void the whole vote; it is repeated."""
    total = services.turnout_of(row)["total"]
    if total["opened"] > total["issued"] or total["used"] > total["issued"]:
        raise MoveRefused(
            _("More ballots came back (%(back)d) than slips were handed out (%(out)d): the whole vote is void. "
              "Tell the audit administrator, and repeat it as a new review.")
            % {"back": max(total["opened"], total["used"]), "out": total["issued"]},
            MoveRefused.WRONG_STATE,
        )  # fmt: skip


def check(review, *, actor, at):
    """A second person counts again; any difference is named and nothing moves."""

    def fill(row):
        tally = queries.in_force(row)
        wrong = services.differences(tally)
        if wrong:
            raise MoveRefused(
                _("Counting again does not give what is stored: %(what)s Send the count back.")
                % {"what": " ".join(wrong[:5])},
                MoveRefused.WRONG_STATE,
            )
        tally.checked_at, tally.checked_by = at, actor
        tally.save(update_fields=["checked_at", "checked_by"])
        turn_over(row, at=at)

    return make(CHECK, review, actor=actor, at=at, then=fill, checked_at=at)


def send_back(review, *, actor, at, reason):
    """Set the count aside with a reason; it stays readable, the ballots are counted anew."""

    def fill(row):
        tally = queries.in_force(row)
        tally.withdrawn_at, tally.withdrawn_reason = at, reason.strip()[:400]
        tally.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        turn_over(row, at=at)

    return make(
        SEND_BACK, review, actor=actor, at=at, reason=reason, then=fill, counted_at=None, checked_at=None,
        approved_at=None, meeting="", met_on=None, decision_number="",
    )  # fmt: skip


def approve(review, *, actor, at, meeting, met_on, decision_number):
    """Enter the decision of the meeting: which, when, under what number."""
    return make(
        APPROVE, review, actor=actor, at=at, before={},
        after={"meeting": meeting, "met_on": str(met_on), "decision_number": decision_number},
        then=lambda row: turn_over(row, at=at), meeting=meeting, met_on=met_on, decision_number=decision_number,
        approved_at=at,
    )  # fmt: skip


def publish(review, *, actor, at):
    """Make the results readable for whom they are meant."""
    return make(PUBLISH, review, actor=actor, at=at, then=lambda row: turn_over(row, at=at), published_at=at)


def archive(review, *, actor, at):
    """Close the pack: from now on it carries the newest seal and no longer changes by a byte."""

    def fill(row):
        tally = queries.in_force(row)
        newest = Seal.objects.order_by("-number").first()
        if newest is not None:
            tally.seal_number, tally.seal_hash = newest.number, newest.hash
            tally.save(update_fields=["seal_number", "seal_hash"])

    return make(ARCHIVE, review, actor=actor, at=at, then=fill, archived_at=at)
