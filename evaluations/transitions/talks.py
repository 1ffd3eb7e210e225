"""The moves of what a team hears, asks and writes: notes, verifications, materials."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cadres.models import in_force
from evaluations.models import Check, Material, Talk, TeamMember
from evaluations.permissions.teams import (
    drafts_material,
    replies,
    signs_material,
    voids_note,
    withdraws_check,
    writes_note,
)
from evaluations.services.team_ladder import MATERIAL, NOTE, WRITE, material_key
from evaluations.services.team_ladder import SIGN as TO_SIGN
from evaluations.states.teams import CheckState, ExaminationState, Finding, MaterialState, TalkState
from zhangdian import vault
from zhangdian.notices import services as notices
from zhangdian.workflow import Move, MoveRefused, make

FILE = Move(
    "file", frozenset({TalkState.DRAFT}), TalkState.FILED, writes_note, gettext_lazy("Hand in the note"),
    warns=gettext_lazy("From then on its words no longer change; the material is drafted from it."),
)  # fmt: skip
VOID = Move(
    "void", frozenset({TalkState.DRAFT, TalkState.FILED}), TalkState.VOID, voids_note, gettext_lazy("Declare void"),
    needs=("reason",), warns=gettext_lazy("The note is kept, but is no longer used."),
)  # fmt: skip
TALK_MOVES = (FILE, VOID)

REPLY = Move("reply", frozenset({CheckState.ASKED}), CheckState.ANSWERED, replies, gettext_lazy("Answer"))
WITHDRAW = Move(
    "withdraw", frozenset({CheckState.ASKED}), CheckState.WITHDRAWN, withdraws_check, gettext_lazy("Withdraw"),
    needs=("reason",),
)  # fmt: skip
CHECK_MOVES = (REPLY, WITHDRAW)

HAND_UP = Move(
    "hand-up", frozenset({MaterialState.DRAFT}), MaterialState.HANDED_UP, drafts_material,
    gettext_lazy("Hand up to the team leader"),
)  # fmt: skip
GIVE_BACK = Move(
    "give-back", frozenset({MaterialState.HANDED_UP}), MaterialState.DRAFT, signs_material,
    gettext_lazy("Give back for changes"), needs=("reason",),
)  # fmt: skip
SIGN = Move(
    "sign", frozenset({MaterialState.HANDED_UP}), MaterialState.SIGNED, signs_material, gettext_lazy("Sign"),
    warns=gettext_lazy("From then on the material no longer changes."),
)  # fmt: skip
MATERIAL_MOVES = (HAND_UP, SIGN, GIVE_BACK)


def _make(move, thing, *, actor, at, **words):
    rows = type(thing).objects.standing(actor, timezone.localdate(at)).select_related("examination")
    return make(move, thing, actor=actor, at=at, rows=rows, **words)


def _still(row, *states):
    """Refuse what no longer fits how far the evaluation has come."""
    if row.examination.state not in states:
        raise MoveRefused(
            _("The evaluation is now at “%(state)s”: this is closed.")
            % {"state": row.examination.get_state_display()},
            MoveRefused.WRONG_STATE,
        )  # fmt: skip


# Notes -------------------------------------------------------------------------------------------


def file(talk, *, actor, at):
    """Hand in a note: its words are fixed."""

    def whole(row):
        _still(row, ExaminationState.ON_SITE)
        notices.settle(NOTE, [row.pk], at=at)

    return _make(FILE, talk, actor=actor, at=at, filed_at=at, then=whole)


def void(talk, *, actor, at, reason):
    """A note is not used; it stays readable to the team."""
    still = (ExaminationState.ON_SITE, ExaminationState.VERIFYING)

    def whole(row):
        _still(row, *still)
        notices.settle(NOTE, [row.pk], at=at)

    return _make(VOID, talk, actor=actor, at=at, reason=reason, then=whole)


# Verifications -----------------------------------------------------------------------------------


def reply(check, *, finding, words, document_no="", actor, at):
    """Answer what was asked. The words and the finding are sealed; the trail holds neither."""
    if finding not in Finding.values:
        raise ValidationError({"finding": _("Choose one of the findings.")})
    if not words.strip():
        raise ValidationError({"words": _("Write the reply in words.")})

    def close(row):
        row.replied_by, row.replied_at, row.document_no = actor, at, document_no.strip()[:40]
        row.sealed = vault.seal({"finding": finding, "words": words.strip()}, row)
        notices.settle("integrity", [str(row.pk)], at=at)
        notices.tell(
            [row.asked_by], kind="check", key=row.pk, path=row.get_absolute_url(), at=at,
            title=_("A verification has been answered: %(title)s") % {"title": row.examination},
        )  # fmt: skip

    return _make(REPLY, check, actor=actor, at=at, then=close)


def withdraw(check, *, actor, at, reason):
    """No longer asked for."""
    return _make(
        WITHDRAW, check, actor=actor, at=at, reason=reason,
        then=lambda row: notices.settle("integrity", [str(row.pk)], at=at),
    )  # fmt: skip


# Materials ---------------------------------------------------------------------------------------


def _told_no_more(row, stage, at):
    """This stage of the material is done: nobody is reminded of it any more. What was owed before it was begun counts
    as its writing."""
    notices.settle(MATERIAL, [material_key(row.examination_id, row.cadre_id, stage, row)], at=at)


def hand_up(material, *, actor, at):
    """A member hands the draft to the leader; who hands it up answers for it as its drafter."""

    def tell(row):
        _still(row, ExaminationState.MATERIAL)
        row.drafted_by = actor
        _told_no_more(row, WRITE, at)
        seats = TeamMember.objects.filter(in_force(timezone.localdate(at)), team=row.examination.team_id)
        leaders = User.objects.filter(pk__in=seats.filter(is_leader=True).values("cadre__user"))
        notices.tell(
            leaders, kind=f"material.{row.version}", key=row.pk, path=row.get_absolute_url(), at=at,
            title=_("A material awaits your signature: %(title)s") % {"title": row.examination},
        )  # fmt: skip

    return _make(HAND_UP, material, actor=actor, at=at, then=tell)


def give_back(material, *, actor, at, reason):
    """The leader wants changes."""

    def tell(row):
        _told_no_more(row, TO_SIGN, at)
        row.given_back += 1
        notices.tell(
            [row.drafted_by], kind=f"material.back.{row.version}", key=row.pk, path=row.get_absolute_url(), at=at,
            title=_("A material was given back: %(title)s") % {"title": row.examination},
        )  # fmt: skip

    return _make(GIVE_BACK, material, actor=actor, at=at, reason=reason, then=tell)


def sign(material, *, actor, at):
    """The leader signs another's draft."""

    def whole(row):
        _still(row, ExaminationState.MATERIAL)
        _told_no_more(row, TO_SIGN, at)

    return _make(SIGN, material, actor=actor, at=at, signed_by=actor, signed_at=at, then=whole)


MODELS = {Talk: TALK_MOVES, Check: CHECK_MOVES, Material: MATERIAL_MOVES}
