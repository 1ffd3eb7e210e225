"""The moves of a batch of honours: drawn, the commission's opinion, shown to all, proposed, decided, published.

At every step who is in an influence period that blocks honours is taken out, by the system and with the period named.
Nobody is honoured before the publication. What is published stays: an honour is withdrawn by a case of its own
(transitions.withdrawal).
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.queries import blocked
from cadres.states import Purpose
from cases.models import Attendee, Honour, Honouree
from cases.permissions import honours as may
from cases.permissions.common import decides, nobody
from cases.queries import honours as queries
from cases.services import honours as services
from cases.services.clocks import end_of_step, tell
from cases.states.honours import HonoureeState, Opinion
from cases.states.honours import HonourState as S
from cases.transitions import honourees, process
from cases.transitions.step import step
from zhangdian.workflow import Move, MoveRefused

ASK = Move(
    "ask-opinion", frozenset({S.DRAFT}), S.OPINION, may.runs, gettext_lazy("Ask the discipline commission"),
    warns=gettext_lazy("The commission sees who is on the list. Nobody is added afterwards."),
)  # fmt: skip
OPINE = Move(
    "opine", frozenset({S.OPINION}), S.OPINED, may.opines, gettext_lazy("Give the opinion"),
    warns=gettext_lazy("Whom you speak against is taken out of the batch at once."),
)  # fmt: skip
SHOW = Move(
    "show", frozenset({S.OPINED}), S.PUBLICITY, may.runs, gettext_lazy("Show the list to all"),
    warns=gettext_lazy("Everybody who works here sees names, units and deeds, no scores, and may object."),
)  # fmt: skip
CLOSE = Move("close-publicity", frozenset({S.PUBLICITY}), S.CHECKED, nobody,
             gettext_lazy("Publicity over"), by_system=True)  # fmt: skip
PROPOSE = Move("propose", frozenset({S.CHECKED}), S.PROPOSED, may.runs, gettext_lazy("Put before the meeting"),
               needs=("proposal",))  # fmt: skip
DECIDE = Move("award", frozenset({S.PROPOSED}), S.DECIDED, decides, gettext_lazy("Decided: honour them"))
DECLINE = Move("decline", frozenset({S.PROPOSED}), S.DROPPED, decides, gettext_lazy("Decided: no honours"))
PUBLISH = Move(
    "publish", frozenset({S.DECIDED}), S.PUBLISHED, may.runs, gettext_lazy("Publish"),
    warns=gettext_lazy(
        "With the number of the decision. From here on the persons are honoured and have a certificate."
    ),
)  # fmt: skip
DROP = Move(
    "drop", frozenset({S.DRAFT, S.OPINION, S.OPINED, S.PUBLICITY, S.CHECKED}), S.DROPPED, may.runs,
    gettext_lazy("Drop the batch"), needs=("reason",),
)  # fmt: skip
MOVES = (ASK, OPINE, SHOW, CLOSE, PROPOSE, DECIDE, DECLINE, PUBLISH, DROP)


def recheck(honour, *, at, also_out=()):
    """Take out whom an influence period keeps from honours on the day; returns the candidates that remain, and refuses
    where nobody does. also_out: [(Honouree, reason)] that go out in the same act."""
    day = timezone.localdate(at)
    rows = list(queries.people(honour, HonoureeState.CANDIDATE))
    out = {row.pk: why for row, why in also_out}
    for key, period in blocked([row.cadre_id for row in rows], Purpose.HONOUR, day).items():
        for row in rows:
            if row.cadre_id == key:
                out[row.pk] = services.period_words(period)
    for row in rows:
        if row.pk in out:
            honourees.take_out(row, reason=out[row.pk], actor=None, at=at)
    remain = [row for row in rows if row.pk not in out]
    if not remain:
        raise MoveRefused(_("Nobody is left on the list: drop the batch."), MoveRefused.MISSING)
    return remain


def ask_opinion(honour, *, actor, at):
    """Hand the list to the discipline commission; every candidate needs deeds."""

    def asked(row):
        bare = [one.name for one in recheck(row, at=at) if not one.deeds.strip()]
        if bare:
            raise MoveRefused(
                _("Write the deeds first of: %(names)s.") % {"names": "、".join(bare)}, MoveRefused.MISSING
            )
        row.asked_at, row.asked_by = at, actor

    return step(ASK, honour, actor=actor, at=at, then=asked)


def opine(honour, *, opinions, actor, at):
    """Say of every candidate whether something is known against. opinions: {honouree pk: (Opinion, note)}."""

    def said(row):
        adverse = []
        for one in queries.people(row, HonoureeState.CANDIDATE):
            opinion, note = opinions.get(one.pk, ("", ""))
            if opinion not in (Opinion.CLEAR, Opinion.ADVERSE):
                raise MoveRefused(_("Say something of %(name)s too.") % {"name": one.name}, MoveRefused.MISSING)
            if opinion == Opinion.ADVERSE and not note.strip():
                raise MoveRefused(_("Say why %(name)s should not be honoured.") % {"name": one.name},
                                  MoveRefused.MISSING)  # fmt: skip
            Honouree.objects.filter(pk=one.pk).update(opinion=opinion, opinion_note=note.strip()[:200], opinion_at=at)
            one.opinion, one.opinion_note, one.opinion_at = opinion, note.strip()[:200], at
            if opinion == Opinion.ADVERSE:
                adverse.append((one, _("Opinion of the discipline commission: should not be honoured")))
        for one, why in adverse:
            honourees.take_out(one, reason=why, actor=None, at=at)
        row.opined_at, row.opined_by = at, actor
        tell([row.handler], row, "opined", _("The commission gave its opinion: %(case)s") % {"case": row}, at=at)

    return step(OPINE, honour, actor=actor, at=at, then=said)


def show(honour, *, actor, at):
    """Show the list to everybody who works here; the period of publicity begins."""

    def shown(row):
        recheck(row, at=at)
        row.shown_at, row.shown_by = at, actor
        row.publicity_until = end_of_step(row, "honour.PUBLICITY", at)

    return step(SHOW, honour, actor=actor, at=at, then=shown, due_at=lambda row: row.publicity_until)


def close_publicity(honour, *, at, actor=None):
    """The period is over and every objection answered; the system's own move."""

    def over(row):
        # An extended or held step ends later than first said.
        row.publicity_until = max(row.publicity_until, row.due_at)
        if row.publicity_until > at:
            raise MoveRefused(_("The list is shown until %(day)s 24:00.") % {"day": row.until}, MoveRefused.WRONG_STATE)
        if queries.open_objections(row).exists():
            raise MoveRefused(_("Objections wait for an answer."), MoveRefused.WRONG_STATE)
        recheck(row, at=at)
        row.closed_at = at

    return step(CLOSE, honour, actor=None, at=at, then=over)


def propose(honour, *, proposal, actor, at):
    """Put the list before the meeting, with reasons."""

    def proposed(row):
        recheck(row, at=at)
        row.proposed_at, row.proposed_by = at, actor

    return step(PROPOSE, honour, actor=actor, at=at, then=proposed, proposal=proposal)


def decided(honour, outcome, *, decision, actor, at):
    """Carry a meeting's word into the batch: registry.Kind.decided."""
    _refuse_judges(honour, decision)

    if outcome == "decline":
        return process.decline(DECLINE, honour, decision=decision, actor=actor, at=at)

    def awarded(row):
        recheck(row, at=at)
        row.decision, row.decided_at = decision, at

    return step(DECIDE, honour, actor=actor, at=at, then=awarded)


def _refuse_judges(honour, decision):
    """Who is on the list sat in the meeting recused."""
    on_list = queries.people(honour).exclude(state=HonoureeState.OUT).order_by().values("cadre")
    sat = Attendee.objects.filter(decision=decision, cadre__in=on_list, is_recused=False).first()
    if sat is not None:
        raise MoveRefused(
            _("%(who)s sat in the meeting about the own case and was not recused.") % {"who": sat.name},
            MoveRefused.WRONG_PERSON,
        )


def publish(honour, *, actor, at):
    """Publish: who is still on the list is honoured."""

    def published(row):
        row.published_at, row.published_by = at, actor
        for one in recheck(row, at=at):
            honourees.award_honour(one, honour=row, actor=actor, at=at)

    return step(PUBLISH, honour, actor=actor, at=at, then=published,
                after={"decision": str(honour.decision)}, before={})  # fmt: skip


def drop(honour, *, reason, actor, at):
    return step(DROP, honour, actor=actor, at=at, reason=reason)


def sweep(at):
    """What goes on by itself: publicity over, every objection answered. Safe to run twice."""
    done = 0
    rows = queries.with_open_objections(Honour.objects.filter(state=S.PUBLICITY, held_at__isnull=True, due_at__lte=at))
    for honour in rows.filter(is_objected=False):
        try:
            close_publicity(honour, at=at)
        except MoveRefused:
            # Nobody is left on the list: the officer drops the batch.
            continue
        done += 1
    return done + services.watch(at)
