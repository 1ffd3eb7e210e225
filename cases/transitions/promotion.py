"""The moves of a proposal for promotion (能上): evidence frozen, discipline asked, proposed, decided, appointed.

While an influence period blocks what the person is proposed for, no step is made: opening, asking, proposing, deciding
and appointing each ask anew.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.queries import blocks
from cases.models import Promotion
from cases.permissions import promotion as may
from cases.permissions.common import decides
from cases.queries.promotion import pack
from cases.services.clocks import tell
from cases.services.opening import open_case
from cases.services.posts import change_post
from cases.states.adjustment import Stance
from cases.states.promotion import ENDED, Target
from cases.states.promotion import PromotionState as S
from cases.transitions.step import refuse_suspended, step
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused

verbs.declare(propose_promotion=gettext_lazy("proposed for promotion"))
ASK = Move(
    "ask-opinion", frozenset({S.DRAFT}), S.CONSULTING, may.runs, gettext_lazy("Ask the discipline commission"),
    warns=gettext_lazy("The discipline commission is asked and sees the case from here on."),
)  # fmt: skip
ADVISE = Move(
    "advise", frozenset({S.CONSULTING}), S.ADVISED, may.advises, gettext_lazy("Give the opinion"),
    needs=("stance", "opinion"),
)  # fmt: skip
FORWARD = Move(
    "forward", frozenset({S.ADVISED}), S.FORWARDED, may.runs, gettext_lazy("Put before the meeting"),
    needs=("proposal",),
)  # fmt: skip
DECIDE = Move("decide", frozenset({S.FORWARDED}), S.DECIDED, decides, gettext_lazy("Decided: promote"))
DECLINE = Move("decline", frozenset({S.FORWARDED}), S.DECLINED, decides, gettext_lazy("Decided: not promoted"))
APPOINT = Move(
    "appoint", frozenset({S.DECIDED}), S.APPOINTED, may.runs, gettext_lazy("Enter the appointment"),
    needs=("document_no", "post_from_on"),
    warns=gettext_lazy("The posts in the roster end and begin as the document says."),
)  # fmt: skip
DROP = Move(
    "drop", frozenset({S.DRAFT, S.CONSULTING, S.ADVISED, S.FORWARDED}), S.DROPPED, may.runs,
    gettext_lazy("Do not pursue"), needs=("reason",),
)  # fmt: skip
MOVES = (ASK, ADVISE, FORWARD, DECIDE, DECLINE, APPOINT, DROP)


def refuse_blocked(cadre, target, day):
    """Raise MoveRefused while an influence period keeps the person from what he is proposed for."""
    period = blocks(cadre, target, day)
    if period is not None:
        words = {"who": cadre, "kind": period.get_kind_display(), "document": period.document_no}
        if period.until_on is None:
            sentence = _("%(who)s cannot be proposed: an influence period (%(kind)s, %(document)s) blocks it.")
        else:
            words["day"] = period.until_on
            sentence = _(
                "%(who)s cannot be proposed before %(day)s is over: an influence period (%(kind)s, %(document)s) "
                "blocks it."
            )
        raise MoveRefused(sentence % words, MoveRefused.WRONG_STATE)


@transaction.atomic
def open_promotion(*, cadre, target, to_unit, to_post, grounds, actor, at):
    """Propose a person; what speaks for him is collected and frozen now. Returns the Promotion."""
    if not may.opens(actor):
        raise MoveRefused(_("Proposals are made by the cadre section."), MoveRefused.WRONG_PERSON)
    if cadre.user_id == actor.pk:
        raise MoveRefused(_("Nobody proposes himself."), MoveRefused.WRONG_PERSON)
    day = timezone.localdate(at)
    refuse_blocked(cadre, target, day)
    if Promotion.objects.filter(cadre=cadre, target=target).exclude(state__in=ENDED).exists():
        raise MoveRefused(_("%(who)s is proposed for this already.") % {"who": cadre}, MoveRefused.WRONG_STATE)
    row = Promotion(
        cadre=cadre, target=target, to_unit=to_unit, to_post=to_post, grounds=grounds, state=S.DRAFT,
        pack=pack(cadre, actor, day),
    )  # fmt: skip
    return open_case(row, actor=actor, at=at, handler=actor, verb="propose_promotion")


def _free(row, at):
    refuse_suspended(row)
    refuse_blocked(row.cadre, row.target, timezone.localdate(at))


def ask_opinion(case, *, actor, at):
    def asked(row):
        _free(row, at)
        row.asked_at = at
        users = User.objects.filter(is_active=True, roles__contains=f",{Role.DISCIPLINE},")
        tell(
            [user for user in users if may.advises(user, row)],
            row,
            "opinion_asked",
            _("An opinion is asked: %(case)s") % {"case": row},
            at=at,
        )

    return step(ASK, case, actor=actor, at=at, then=asked)


def advise(case, *, stance, opinion, actor, at):
    """The discipline commission's opinion; an objection ends in no proposal."""

    def said(row):
        row.advised_at, row.advised_by = at, actor
        tell([row.handler], row, "opinion_given", _("An opinion came in: %(case)s") % {"case": row}, at=at)

    return step(ADVISE, case, actor=actor, at=at, then=said, stance=stance, opinion=opinion)


def forward(case, *, proposal, actor, at):
    def proposed(row):
        _free(row, at)
        if row.stance == Stance.OBJECT:
            raise MoveRefused(
                _("The discipline commission objects: the proposal is not put before the meeting."),
                MoveRefused.WRONG_STATE,
            )
        row.proposed_at, row.proposed_by = at, actor

    return step(FORWARD, case, actor=actor, at=at, then=proposed, proposal=proposal)


def decided(case, outcome, *, decision, actor, at):
    """Carry a meeting's word into the case: registry.Kind.decided."""

    def settled(row):
        row.decision, row.decided_at = decision, at
        if outcome == "promote":
            _free(row, at)

    after = {"decision": str(decision), "held_on": str(decision.held_on)}
    if outcome == "promote":
        return step(DECIDE, case, actor=actor, at=at, then=settled, before={}, after=after)
    return step(DECLINE, case, actor=actor, at=at, reason=str(decision), then=settled)


def appoint(case, *, document_no, post_from_on, actor, at):
    """Enter the appointment document: the post begins in the roster, those held until then end. A rank leaves them."""

    def entered(row):
        _free(row, at)
        row.appointed_at, row.appointed_by = at, actor
        if row.target == Target.PROMOTION:
            change_post(
                row.cadre, unit=row.to_unit, post=row.to_post, from_on=post_from_on, document_no=document_no,
                reason=str(row), actor=actor, at=at,
            )  # fmt: skip
        if row.cadre.user_id:
            tell([row.cadre.user], row, "appointed", _("Appointed: %(case)s") % {"case": row}, at=at)

    return step(
        APPOINT, case, actor=actor, at=at, then=entered, document_no=document_no, post_from_on=post_from_on
    )  # fmt: skip


def drop(case, *, reason, actor, at):
    return step(DROP, case, actor=actor, at=at, reason=reason)
