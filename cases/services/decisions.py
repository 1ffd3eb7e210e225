"""Entering what a meeting decided: the decision, the cases it is about, who sat there."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.models import Attendee, Decision, DecisionItem
from cases.permissions import decisions as may
from cases.states.decisions import DecisionState
from zhangdian.papers import services as papers
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

FIELDS = ("meeting", "held_on", "document_no", "expected", "present", "agreed", "words")
verbs.declare(enter_decision=gettext_lazy("entered the decision"))


@transaction.atomic
def enter(content, *, items, attendees=(), actor, at):
    """Enter a decision; returns it, a draft until another person confirms it.

    content: the columns named in FIELDS. items: [(case, outcome, note)], of any kinds. attendees: [(name, Cadre or
    None, why recused or "")]. ValidationError says what is wrong with what was given.
    """
    if not may.enters(actor):
        raise MoveRefused(_("Decisions are entered by the cadre section."), MoveRefused.WRONG_PERSON)
    day = timezone.localdate(at)
    if content["held_on"] > day:
        raise ValidationError({"held_on": _("The meeting cannot lie in the future.")})
    if not content["agreed"] <= content["present"] <= content["expected"]:
        raise ValidationError(
            {"agreed": _("Not more can be present than there are members, nor agree than are present.")}
        )
    if Decision.objects.filter(document_no=content["document_no"]).exists():
        raise ValidationError({"document_no": _("There is a decision of this number already.")})
    if not items:
        raise ValidationError(_("Name at least one case that the meeting decided."))
    for case, outcome, _note in items:
        check_item(case, outcome, content["meeting"], actor)
    row = Decision.objects.create(
        **{name: content[name] for name in FIELDS}, state=DecisionState.DRAFT, entered_at=at, entered_by=actor
    )
    DecisionItem.objects.bulk_create(
        DecisionItem(
            decision=row, label=case._meta.label_lower, key=str(case.pk), title=str(case)[:120],
            path=case.get_absolute_url(), cadre_id=case.cadre_id, outcome=outcome, note=note[:400],
        )
        for case, outcome, note in items
    )  # fmt: skip
    Attendee.objects.bulk_create(
        Attendee(decision=row, name=name[:40], cadre=cadre, is_recused=bool(why), why=why[:200])
        for name, cadre, why in attendees
    )
    trail.record(
        row, "enter_decision", actor=actor, at=at, to_state=row.state,
        after={"cases": "、".join(str(case) for case, _outcome, _note in items)[:400]},
    )  # fmt: skip
    return row


@transaction.atomic
def enter_whole(content, *, items, attendees, minutes, not_secret, actor, at):
    """Enter a decision with who sat there and its minutes, all or nothing; returns it. As `enter` and `attach`; what
    is wrong with the file is said of "minutes"."""
    row = enter(content, items=items, attendees=attendees, actor=actor, at=at)
    try:
        attach(row, minutes, not_secret=not_secret, actor=actor, at=at)
    except ValidationError as wrong:
        said = wrong.message_dict if hasattr(wrong, "error_dict") else {"file": wrong.messages}
        raise ValidationError({"minutes" if name == "file" else name: words for name, words in said.items()}) from None
    return row


def check_item(case, outcome, meeting, actor):
    """Raise unless the case waits for a decision and such a meeting may decide so."""
    kind = registry.of(case)
    if case.state not in kind.waits:
        raise MoveRefused(
            _("“%(case)s” does not wait for a decision: it is at “%(state)s”.")
            % {"case": case, "state": case.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    if outcome not in dict(kind.outcomes(case)):
        raise ValidationError(_("“%(case)s”: choose what was decided.") % {"case": case})
    why = kind.check_item(case, outcome, meeting)
    if why:
        raise ValidationError(why)
    if case.cadre_id and case.cadre.user_id == actor.pk:
        raise MoveRefused(_("Nobody enters a decision about the own case."), MoveRefused.WRONG_PERSON)


def attach(decision, file, *, not_secret, actor, at):
    """Hang the minutes on a decision that is not confirmed yet."""
    if decision.state != DecisionState.DRAFT:
        raise MoveRefused(_("Minutes are attached before the decision is confirmed."), MoveRefused.WRONG_STATE)
    if not may.edits(actor, decision):
        raise MoveRefused(_("Minutes are attached by who entered the decision."), MoveRefused.WRONG_PERSON)
    return papers.attach(decision, file, not_secret=not_secret, actor=actor, at=at)
