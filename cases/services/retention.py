"""Keeping and disposing of cases: legal holds, a batch proposed, and the texts of a case blanked for good."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.models import Disposal, DisposalItem, LegalHold
from cases.permissions import retention as may
from cases.queries import retention as queries
from cases.states.retention import BLANK, DisposalState
from zhangdian.papers.queries import attachments_of
from zhangdian.papers.services import remove
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

# A text shorter than this is a number or a name of the register, which stays.
TEXT = 100
REGISTER = ("path", "label", "key")
verbs.declare(
    propose_disposal=gettext_lazy("proposed the disposal"), set_legal_hold=gettext_lazy("set a legal hold"),
    lift_legal_hold=gettext_lazy("lifted the legal hold"),
)  # fmt: skip


@transaction.atomic
def set_hold(case, *, reason, actor, at):
    """Keep a case from disposal until the hold is lifted; twice gives the first again. Returns the LegalHold."""
    row = type(case).objects.standing(actor, timezone.localdate(at)).select_for_update(of=("self",)).get(pk=case.pk)
    if not may.holds(actor, row):
        raise MoveRefused(
            _("A legal hold is set by who runs cases, not by whom it concerns."), MoveRefused.WRONG_PERSON
        )
    if not reason.strip():
        raise MoveRefused(_("Say why it is to be kept."), MoveRefused.MISSING)
    about = {"label": case._meta.label_lower, "key": str(case.pk)}
    there = LegalHold.objects.standing().about(case).first()
    if there is not None:
        return there
    made = LegalHold.objects.create(
        **about, title=str(row)[:120], path=row.get_absolute_url(), reason=reason.strip()[:400], held_at=at,
        held_by=actor,
    )  # fmt: skip
    trail.record(row, "set_legal_hold", actor=actor, at=at, reason=made.reason)
    return made


@transaction.atomic
def lift_hold(hold, *, reason, actor, at):
    """Lift a legal hold, by a leader who did not set it. Returns it."""
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if not may.lifts(actor, hold):
        raise MoveRefused(_("A legal hold is lifted by a leader who did not set it."), MoveRefused.WRONG_PERSON)
    if hold.lifted_at:
        raise MoveRefused(_("This hold was lifted already."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("Say why it is lifted."), MoveRefused.MISSING)
    hold.lifted_at, hold.lifted_by, hold.lifted_why = at, actor, reason.strip()[:400]
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    case = registry.labelled(hold.label).model.objects.get(pk=hold.key)
    trail.record(case, "lift_legal_hold", actor=actor, at=at, reason=hold.lifted_why)
    return hold


@transaction.atomic
def propose(cases, *, why, actor, at):
    """Propose a batch of cases for disposal; returns the Disposal, for another person to carry out.

    ValidationError names the cases that are not over long enough, under a hold, disputed, or disposed of already.
    """
    if not may.proposes(actor):
        raise MoveRefused(_("Disposal is proposed by the cadre section."), MoveRefused.WRONG_PERSON)
    if not cases:
        raise ValidationError(_("Choose at least one case."))
    if not why.strip():
        raise ValidationError({"why": _("Say on what the disposal rests.")})
    years = check(cases, timezone.localdate(at))
    made = Disposal.objects.create(
        state=DisposalState.PROPOSED, why=why.strip()[:400], proposed_at=at, proposed_by=actor
    )
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=made, label=case._meta.label_lower, key=str(case.pk), number_text=case.number_text,
            path=case.get_absolute_url(), ended_at=case.ended_at, years=years[case.KIND],
        )
        for case in cases
    )  # fmt: skip
    numbers = "、".join(case.number_text for case in cases)
    trail.record(
        made, "propose_disposal", actor=actor, at=at, to_state=made.state, reason=made.why, after={"cases": numbers}
    )
    return made


def check(cases, day):
    """Raise ValidationError unless every case may be disposed of on the day; {kind: years}."""
    years = queries.years_by_kind(day)
    held, gone, disputed = set(queries.held()), set(queries.done()), set(queries.disputed())
    wrong = []
    for case in cases:
        key = (case._meta.label_lower, str(case.pk))
        words = {"case": case.number_text, "years": years[case.KIND]}
        if key in held:
            wrong.append(_("%(case)s stands under a legal hold: lift it first.") % words)
        elif key in gone:
            wrong.append(_("%(case)s was disposed of already.") % words)
        elif key in disputed:
            wrong.append(_("%(case)s: a review or an appeal about it is open.") % words)
        elif not queries.is_over(case, years[case.KIND], day):
            wrong.append(_("%(case)s has not been over for %(years)s years.") % words)
    if wrong:
        raise ValidationError(wrong)
    return years


def texts_of(kind):
    """The columns of a kind that hold free text."""
    if kind.texts:
        return kind.texts
    return tuple(
        field.name
        for field in kind.model._meta.concrete_fields
        if (isinstance(field, models.TextField) or (isinstance(field, models.CharField) and field.max_length >= TEXT))
        and not field.choices
        and field.name.rpartition("_")[2] not in REGISTER
    )


def blank(case, *, actor, at, reason):
    """Take away what a case says: its texts, its files, what its kind keeps beside it, the contents of its lines of the
    trail. The lines themselves stay, and the chain whole. One line says it. Inside the caller's transaction."""
    kind = registry.of(case)
    for paper in attachments_of(case):
        remove(paper, case, actor=actor, at=at, reason=reason)
    if kind.disposed is not None:
        kind.disposed(case, actor=actor, at=at)
    given = {name: BLANK for name in texts_of(kind) if getattr(case, name)}
    if given:
        type(case).objects.filter(pk=case.pk).update(**given)
    trail.dispose(case, actor=actor, at=at, reason=reason, title=case.number_text)
