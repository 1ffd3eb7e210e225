"""The reserve list beside its moves: entries opened, exits and returns proposed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import InfluencePeriod
from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import ReserveEntry
from cases.permissions import reserve as may
from cases.queries import reserve as queries
from cases.services.clocks import tell
from cases.services.opening import open_case
from cases.states.reserve import RESERVE_STANDING
from cases.states.reserve import ReserveState as S
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(
    propose_reserve=gettext_lazy("proposed for the reserve list"), propose_exit=gettext_lazy("proposed the exit"),
    note_grade=gettext_lazy("entered a yearly grade"), take_list=gettext_lazy("took out the list"),
    keep_entry=gettext_lazy("decided that the entry stays"), propose_return=gettext_lazy("proposed the return"),
)  # fmt: skip


def period_words(period):
    """An influence period in words."""
    return _("Kept from the reserve list by an influence period: %(kind)s, %(document)s, %(from)s – %(until)s") % {
        "kind": period.get_kind_display(), "document": period.document_no, "from": period.from_on,
        "until": period.until_on or _("open-ended"),
    }  # fmt: skip


@transaction.atomic
def propose_entry(*, cadre, layer, source, reason, examination=None, actor, at):
    """Propose somebody for the list, after an evaluation on site or with a reason of one's own; returns the entry."""
    if not may.proposes(actor):
        raise MoveRefused(_("Entries are proposed by the cadre section."), MoveRefused.WRONG_PERSON)
    if cadre.user_id == actor.pk:
        raise MoveRefused(_("Nobody proposes oneself."), MoveRefused.WRONG_PERSON)
    period = blocks(cadre, Purpose.RESERVE, timezone.localdate(at))
    if period is not None:
        raise ValidationError({"cadre": period_words(period)})
    if queries.has_open(cadre, layer):
        raise ValidationError({"cadre": _("There is an open entry of %(name)s in this layer.") % {"name": cadre}})
    row = ReserveEntry(
        cadre=cadre, layer=layer, source=source[:200], reason=reason[:1000], examination=examination, state=S.PROPOSED
    )
    return open_case(row, actor=actor, at=at, handler=actor, verb="propose_reserve")


@transaction.atomic
def propose_exit(entry, *, reason, actor, at):
    """Propose that an entry leaves the list; a leader decides. actor None: the sweep."""
    row = ReserveEntry.objects.standing(actor, timezone.localdate(at)) if actor else ReserveEntry.objects.all()
    row = row.select_for_update(of=("self",)).select_related("cadre", "handler").get(pk=entry.pk)
    if actor is not None and not may.runs(actor, row):
        raise MoveRefused(_("The exit is proposed by the case officer."), MoveRefused.WRONG_PERSON)
    if row.state not in RESERVE_STANDING:
        raise MoveRefused(_("Only who is in the list can leave it."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("Say why the exit is proposed."), MoveRefused.MISSING)
    row.exit_at, row.exit_by, row.exit_why = at, actor, reason.strip()[:400]
    row.save(update_fields=["exit_at", "exit_by", "exit_why"])
    trail.record(row, "propose_exit", actor=actor, at=at, reason=reason)
    if actor is None:
        tell([row.handler], row, "exit", _("The exit is proposed: %(case)s") % {"case": row}, at=at)
    return row


@transaction.atomic
def keep_entry(entry, *, reason, actor, at):
    """A leader decides that an entry stays whose exit was proposed."""
    rows = ReserveEntry.objects.standing(actor, timezone.localdate(at))
    row = rows.select_for_update(of=("self",)).get(pk=entry.pk)
    if not may.removes(actor, row):
        raise MoveRefused(_("A leader who did not propose the exit decides."), MoveRefused.WRONG_PERSON)
    if row.exit_at is None or row.state not in RESERVE_STANDING:
        raise MoveRefused(_("No exit is proposed."), MoveRefused.WRONG_STATE)
    row.exit_at, row.exit_by, row.exit_why, row.kept_at = None, None, "", at
    row.save(update_fields=["exit_at", "exit_by", "exit_why", "kept_at"])
    trail.record(row, "keep_entry", actor=actor, at=at, reason=reason)
    return row


@transaction.atomic
def note_grade(entry, *, annual_grade, actor, at):
    """Enter a new yearly grade between two reviews; one with which nobody is on the list proposes the exit (sweep)."""
    rows = ReserveEntry.objects.standing(actor, timezone.localdate(at))
    row = rows.select_for_update(of=("self",)).get(pk=entry.pk)
    if not may.runs(actor, row):
        raise MoveRefused(_("Grades are entered by the case officer."), MoveRefused.WRONG_PERSON)
    if row.state not in RESERVE_STANDING:
        raise MoveRefused(_("Only who is in the list has a grade noted."), MoveRefused.WRONG_STATE)
    before = row.annual_grade
    row.annual_grade, row.kept_at = annual_grade, None
    row.save(update_fields=["annual_grade", "kept_at"])
    trail.record(row, "note_grade", actor=actor, at=at, before={"annual_grade": before},
                 after={"annual_grade": annual_grade})  # fmt: skip
    return row


def propose_return(entry, *, at):
    """What struck an entry off was taken back: say so on the desk, once."""
    with transaction.atomic():
        if ReserveEntry.objects.filter(pk=entry.pk, return_at__isnull=True).update(return_at=at):
            trail.record(entry, "propose_return", actor=None, at=at, reason=entry.struck_words)
            title = _("What struck it off was taken back; put it back into the list? %(case)s") % {"case": entry}
            tell([entry.handler], entry, "return", title, at=at)


def is_void(key):
    """Was the influence period of this key taken back altogether: lifted from its first day on?"""
    return bool(key) and InfluencePeriod.objects.filter(pk=key, lifted_on__lte=F("from_on")).exists()
