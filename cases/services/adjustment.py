"""What is entered in an adjustment beside its moves: evidence, talks, opinions. Each leaves one trail line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cases.models import AdjustEvidence, AdjustOpinion, AdjustTalk
from cases.permissions import adjustment as may
from cases.queries.adjustment import SETTLE_POST, owes_post
from cases.services.clocks import POSTS, tell
from cases.states.adjustment import AdjustmentState as S
from cases.states.adjustment import Asked, TalkTime
from zhangdian.notices import services as notices
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(
    note_evidence=gettext_lazy("entered a piece of evidence"), record_talk=gettext_lazy("recorded a talk"),
    give_opinion=gettext_lazy("gave the opinion of the discipline commission"),
    enter_opinion=gettext_lazy("entered the opinion of the leader in charge"),
    settle_post=gettext_lazy("recorded what becomes of the post"),
)  # fmt: skip
# When a talk may be recorded as an act of its own: the one after the decision is a move.
TALKS = {
    S.VERIFYING: TalkTime.BEFORE, S.VERIFIED: TalkTime.BEFORE, S.NOTIFIED: TalkTime.BEFORE, S.HEARD: TalkTime.BEFORE,
    S.FOLLOW_UP: TalkTime.FOLLOW_UP,
}  # fmt: skip


def _locked(case, actor, at, states, allowed):
    day = timezone.localdate(at)
    row = type(case).objects.standing(actor, day).select_for_update(of=("self",)).get(pk=case.pk)
    if not allowed(actor, row):
        raise MoveRefused(_("You are not the one who enters this here."), MoveRefused.WRONG_PERSON)
    if row.state not in states:
        raise MoveRefused(
            _("“%(case)s” is now at “%(state)s”: this is not entered there.")
            % {"case": row, "state": row.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    return row


@transaction.atomic
def note_evidence(case, *, text, origin, actor, at):
    """Enter a piece of evidence while the case is being verified; returns it."""
    row = _locked(case, actor, at, {S.VERIFYING}, may.runs)
    if not text.strip() or not origin.strip():
        raise ValidationError(_("Say what the piece of evidence is and where it comes from."))
    made = AdjustEvidence.objects.create(
        case=row, text=text.strip()[:300], origin=origin.strip()[:120], entered_at=at, entered_by=actor
    )
    trail.record(row, "note_evidence", actor=actor, at=at, after={"text": made.text, "origin": made.origin})
    return made


def write_talk(row, time, *, held_on, held_by, words, place, actor, at):
    """Store a talk; for services and moves that hold the case's lock. Returns it."""
    if held_on > timezone.localdate(at):
        raise ValidationError({"held_on": _("The talk cannot lie in the future.")})
    if held_on < timezone.localdate(row.opened_at):
        raise ValidationError({"held_on": _("The talk cannot lie before the opening of the case.")})
    if not words.strip() or not held_by.strip():
        raise ValidationError(_("Say who held the talk and what was said."))
    return AdjustTalk.objects.create(
        case=row, time=time, held_on=held_on, held_by=held_by.strip()[:60], words=words.strip()[:2000],
        place=place.strip()[:60], entered_at=at, entered_by=actor,
    )  # fmt: skip


@transaction.atomic
def record_talk(case, *, held_on, held_by, words, actor, at, place=""):
    """Record a talk with the person: before the proposal, or during the follow-up. Returns it; never changed."""
    row = _locked(case, actor, at, TALKS, may.runs)
    made = write_talk(
        row, TALKS[row.state], held_on=held_on, held_by=held_by, words=words, place=place, actor=actor, at=at
    )
    # What was said stays in the record, the line says only that there is one.
    trail.record(row, "record_talk", actor=actor, at=at, after={"time": made.time, "held_on": str(held_on)})
    return made


def ask_opinions(row, *, leader, actor, at):
    """Ask the discipline commission and the leader in charge, inside the move; the commission is told."""
    for whom, name in ((Asked.DISCIPLINE, ""), (Asked.LEADER, leader.strip()[:40])):
        AdjustOpinion.objects.create(case=row, whom=whom, name=name, asked_at=at, asked_by=actor)
    asked = User.objects.filter(is_active=True, roles__contains=f",{Role.DISCIPLINE},")
    title = _("An opinion is asked: %(case)s") % {"case": row}
    tell([user for user in asked if may.advises(user, row)], row, "opinion_asked", title, at=at)


@transaction.atomic
def give_opinion(case, *, stance, words, actor, at, document_no=""):
    """The discipline commission gives its opinion; returns it, unchanged from then on."""
    return _answer(case, Asked.DISCIPLINE, "give_opinion", may.advises, stance, words, document_no, actor, at)


@transaction.atomic
def enter_opinion(case, *, stance, words, document_no, actor, at):
    """Enter the written opinion of the leader in charge with the number of the reply; returns it."""
    if not document_no.strip():
        raise ValidationError({"document_no": _("Give the number of the written reply.")})
    return _answer(case, Asked.LEADER, "enter_opinion", may.runs, stance, words, document_no, actor, at)


def _answer(case, whom, verb, allowed, stance, words, document_no, actor, at):
    row = _locked(case, actor, at, {S.CONSULTING}, allowed)
    opinion = AdjustOpinion.objects.select_for_update(of=("self",)).get(case=row, whom=whom)
    if opinion.answered_at:
        raise MoveRefused(_("This opinion was given already; it stays as it is."), MoveRefused.WRONG_STATE)
    if not words.strip():
        raise ValidationError({"words": _("Say the opinion in words.")})
    opinion.stance, opinion.words, opinion.document_no = stance, words.strip()[:2000], document_no.strip()[:40]
    opinion.answered_at, opinion.answered_by = at, actor
    opinion.save(update_fields=["stance", "words", "document_no", "answered_at", "answered_by"])
    trail.record(row, verb, actor=actor, at=at, after={"stance": stance, "document_no": opinion.document_no})
    if actor.pk != row.handler_id:
        tell([row.handler], row, "opinion_given", _("An opinion came in: %(case)s") % {"case": row}, at=at)
    return opinion


@transaction.atomic
def settle_post(case, *, reason, actor, at):
    """Record what becomes of the post after a revocation: by which document it was given back, or why it is not.
    Returns the row; the line of the trail is the record."""
    row = _locked(case, actor, at, {S.REVOKED}, may.settles_post)
    if not owes_post(row):
        raise MoveRefused(_("No post is to be settled here, or it was settled already."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("Say by which document the post was given back, or why it is not."), MoveRefused.MISSING)
    trail.record(row, SETTLE_POST, actor=actor, at=at, reason=reason)
    notices.settle(POSTS, [str(row.pk)], at=at)
    return row
