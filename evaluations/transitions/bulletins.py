"""The moves of a bulletin: drafted, checked by the units, reviewed, signed, published, signed for, archived."""

import hashlib
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from cadres.models import Appointment, in_force
from evaluations import options
from evaluations.models import Bulletin, BulletinParty, Objection
from evaluations.permissions import bulletins as may
from evaluations.rules.orders import number_text
from evaluations.services import bulletins as services
from evaluations.services.bulletin_paper import docx
from evaluations.states.bulletins import BulletinKind, ObjectionState
from evaluations.states.bulletins import BulletinState as S
from zhangdian.calendar.queries import working_end
from zhangdian.notices import services as notices
from zhangdian.options.queries import values
from zhangdian.papers.services import next_number
from zhangdian.trail.models import Seal
from zhangdian.workflow import Move, MoveRefused, make, open_to

SERIES = "bulletin"

OPEN_CHECK = Move(
    "open-check", frozenset({S.DRAFT}), S.CHECKING, may.drafts, gettext_lazy("Let the units check"),
    warns=gettext_lazy("You take the draft in hand: you can neither review nor sign it. The units are told."),
)  # fmt: skip
RECOPY = Move(
    "recopy", frozenset({S.DRAFT}), S.DRAFT, may.drafts, gettext_lazy("Copy the figures anew"),
    warns=gettext_lazy("Changes made to the lines of this draft are lost."), needs=("reason",),
)  # fmt: skip
CLOSE_CHECK = Move(
    "close-check", frozenset({S.CHECKING}), S.REVIEWING, may.drafts, gettext_lazy("Close the check"),
    warns=gettext_lazy("Possible when all units have answered or their time is over, and every objection is answered."),
)  # fmt: skip
REVIEW = Move(
    "review", frozenset({S.REVIEWING}), S.SIGNING, may.reviews, gettext_lazy("Reviewed: give it to be signed")
)
SEND_BACK = Move(
    "send-back", frozenset({S.CHECKING, S.REVIEWING, S.SIGNING}), S.DRAFT, may.sends_back,
    gettext_lazy("Send back to the draft"), needs=("reason",),
    warns=gettext_lazy("The units check it again when the draft is ready."),
)  # fmt: skip
SIGN = Move(
    "sign", frozenset({S.SIGNING}), S.SIGNED, may.signs, gettext_lazy("Sign the bulletin"),
    warns=gettext_lazy("Words and lines no longer change from here on."),
)  # fmt: skip
PUBLISH = Move(
    "publish", frozenset({S.SIGNED}), S.PUBLISHED, may.drafts, gettext_lazy("Publish"),
    warns=gettext_lazy("It gets its number and cannot be changed any more; a correction puts right what is wrong."),
)  # fmt: skip
ARCHIVE = Move("archive", frozenset({S.PUBLISHED}), S.ARCHIVED, may.drafts, gettext_lazy("Archive"))
DISCARD = Move(
    "discard", frozenset({S.DRAFT}), S.DISCARDED, may.drafts, gettext_lazy("Discard the correction"),
    needs=("reason",),
)  # fmt: skip
MOVES = (OPEN_CHECK, CLOSE_CHECK, REVIEW, SIGN, PUBLISH, ARCHIVE, SEND_BACK, RECOPY, DISCARD)

ANSWER_ACCEPT = Move(
    "accept", frozenset({ObjectionState.RAISED}), ObjectionState.ACCEPTED, may.answers,
    gettext_lazy("Accept the objection"), needs=("answer",),
    warns=gettext_lazy("Put the line right afterwards, with the reason."),
)  # fmt: skip
ANSWER_REJECT = Move(
    "reject", frozenset({ObjectionState.RAISED}), ObjectionState.REJECTED, may.answers,
    gettext_lazy("Do not accept the objection"), needs=("answer",),
)  # fmt: skip
OBJECTION_MOVES = (ANSWER_ACCEPT, ANSWER_REJECT)


def open_to_now(user, bulletin):
    """The moves that `user` could make now: what the page shows as buttons."""
    correction = bulletin.kind == BulletinKind.CORRECTION
    return [
        move for move in open_to(user, bulletin, MOVES)
        if not (move is DISCARD and not correction) and not (move is RECOPY and correction)
    ]  # fmt: skip


def open_check(bulletin, *, actor, at):
    """Send the draft to its units, which have some working days to check it."""
    day = timezone.localdate(at)

    def look(row):
        waiting = row.lines.filter(is_confirmed=False).count()
        if waiting:
            raise MoveRefused(
                ngettext(
                    "The light of %(n)d project is not confirmed. Confirm it on the page of lights, then copy anew.",
                    "The lights of %(n)d projects are not confirmed. Confirm them on the page of lights, then copy anew.",  # noqa: E501
                    waiting,
                ) % {"n": waiting},
                MoveRefused.WRONG_STATE,
            )  # fmt: skip
        row.drafted_by = row.drafted_by or actor
        row.check_due_at = services_end(day, options.bulletins.CHECK)
        row.parties.update(agreed_at=None, agreed_by=None)
        _tell(row, "check", at, _("Check by %(day)s: %(bulletin)s"), row.check_due_at)

    return make(OPEN_CHECK, bulletin, actor=actor, at=at, then=look)


def services_end(day, key):
    """The end of so many working days after `day`, as set."""
    return working_end(day, values(day, key)[key])


def recopy(bulletin, *, actor, at, reason):
    """Copy the month's lines anew into the draft."""

    def look(row):
        if row.kind == BulletinKind.CORRECTION:
            raise MoveRefused(_("A correction rests on the bulletin that it corrects."), MoveRefused.WRONG_STATE)
        if Objection.objects.filter(party__bulletin=row).exists():
            raise MoveRefused(
                _("Units have objected to these lines. Change single lines instead."), MoveRefused.WRONG_STATE
            )
        services.copy_lines(row)

    return make(RECOPY, bulletin, actor=actor, at=at, reason=reason, then=look)


def close_check(bulletin, *, actor, at):
    """Close the check: every unit has answered or its time is over, every objection is answered."""

    def look(row):
        if Objection.objects.filter(party__bulletin=row, state=ObjectionState.RAISED).exists():
            raise MoveRefused(_("Answer every objection first."), MoveRefused.WRONG_STATE)
        silent = row.parties.filter(agreed_at__isnull=True, objections__isnull=True)
        if at < row.check_due_at and silent.exists():
            raise MoveRefused(
                _("Units still have time to check, until %(time)s.")
                % {"time": timezone.localtime(row.check_due_at).strftime("%m-%d %H:%M")},
                MoveRefused.WRONG_STATE,
            )
        notices.lapse("bulletin_check", [str(pk) for pk in row.parties.values_list("pk", flat=True)], at=at)

    return make(CLOSE_CHECK, bulletin, actor=actor, at=at, then=look)


def review(bulletin, *, actor, at):
    """Reviewed (审核) by somebody else than the drafter."""
    return make(REVIEW, bulletin, actor=actor, at=at, reviewed_at=at, reviewed_by=actor)


def send_back(bulletin, *, actor, at, reason):
    """Back to the draft."""

    def look(row):
        notices.lapse("bulletin_check", [str(pk) for pk in row.parties.values_list("pk", flat=True)], at=at)

    return make(SEND_BACK, bulletin, actor=actor, at=at, reason=reason, then=look, reviewed_at=None, reviewed_by=None)


def sign(bulletin, *, actor, at):
    """Signed (签发), never by the drafter."""
    return make(SIGN, bulletin, actor=actor, at=at, signed_at=at, signed_by=actor)


def publish(bulletin, *, actor, at):
    """Published (印发): number, day, the newest seal of the trail, and the digest of the paper as it is from now on."""
    day = timezone.localdate(at)

    def look(row):
        row.year, row.number = day.year, next_number(SERIES, day.year)
        key = options.bulletins.NUMBER
        row.number_text = number_text(values(day, key)[key], row.year, row.number)[:40]
        row.published_on, row.receipt_due_at = day, services_end(day, options.bulletins.RECEIPT)
        seal = Seal.objects.order_by("-number").first()
        if seal:
            row.seal_number, row.seal_hash = seal.number, seal.hash
        row.digest = hashlib.sha256(docx(row)).hexdigest()
        _tell(row, "published", at, _("Sign for it by %(day)s: %(bulletin)s"), row.receipt_due_at)

    return make(PUBLISH, bulletin, actor=actor, at=at, then=look, published_at=at, published_by=actor)


def archive(bulletin, *, actor, at, reason=""):
    """Archived (归档): when every unit has signed for it; without that, with a reason."""

    def look(row):
        if not reason.strip() and row.parties.filter(received_at__isnull=True).exists():
            raise MoveRefused(
                _("Not every unit has signed for it. To archive it all the same, give the reason."),
                MoveRefused.MISSING,
            )
        notices.lapse("bulletin_receipt", [str(pk) for pk in row.parties.values_list("pk", flat=True)], at=at)

    return make(ARCHIVE, bulletin, actor=actor, at=at, reason=reason, then=look)


def discard(bulletin, *, actor, at, reason):
    """Throw the draft of a correction away. A month's own bulletin is never discarded."""

    def look(row):
        if row.kind != BulletinKind.CORRECTION:
            raise MoveRefused(_("A month's bulletin is changed, not discarded."), MoveRefused.WRONG_STATE)

    return make(DISCARD, bulletin, actor=actor, at=at, reason=reason, then=look)


def answer(objection, *, accept, words, actor, at):
    """Answer an objection; tells who raised it."""
    move = ANSWER_ACCEPT if accept else ANSWER_REJECT

    def look(row):
        state = Bulletin.objects.filter(parties=row.party_id).values_list("state", flat=True).first()
        if state not in (S.CHECKING, S.REVIEWING, S.DRAFT):
            raise MoveRefused(_("The check of this bulletin is over."), MoveRefused.WRONG_STATE)
        notices.tell(
            [row.raised_by], kind="bulletin.answered", key=str(row.pk), at=at, path=row.party.get_absolute_url(),
            title=_("Your objection is answered: %(line)s") % {"line": row.line},
        )  # fmt: skip

    return make(
        move, objection, actor=actor, at=at, reason=words.strip(), then=look,
        rows=Objection.objects.select_related("party", "line", "raised_by"), answer=words.strip()[:400],
        answered_at=at, answered_by=actor,
    )  # fmt: skip


def speakers(parties, day):
    """{party key: [accounts that speak for the unit]} for party rows, in two statements."""
    units = {party.unit_id for party in parties}
    by_unit = {}
    heads = Appointment.objects.filter(in_force(day), is_head=True, unit__in=units).exclude(cadre__user=None)
    for unit, user in heads.values_list("unit", "cadre__user"):
        by_unit.setdefault(unit, set()).add(user)
    users = User.objects.active().in_bulk({user for found in by_unit.values() for user in found})
    return {
        party.pk: [users[key] for key in sorted(by_unit.get(party.unit_id, ())) if key in users] for party in parties
    }


def _tell(bulletin, word, at, sentence, end):
    day = timezone.localdate(at)
    parties = list(BulletinParty.objects.filter(bulletin=bulletin))
    last = (timezone.localtime(end) - timedelta(seconds=1)).strftime("%m-%d")
    for key, users in speakers(parties, day).items():
        notices.tell(
            users, kind=f"bulletin.{word}", key=f"{key}.{at:%Y%m%d%H%M}", at=at,
            path=f"/bulletins/{bulletin.pk}/check/{key}/", title=sentence % {"day": last, "bulletin": bulletin},
        )  # fmt: skip
