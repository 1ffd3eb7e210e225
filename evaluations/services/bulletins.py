"""Drawing up a month's bulletin, changing its draft with a trace, and what units say to it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from evaluations import options
from evaluations.models import Bulletin, BulletinLine, BulletinParty, Objection
from evaluations.permissions import bulletins as may
from evaluations.rules import bulletins as rules
from evaluations.services import bulletin_copy, bulletin_words
from evaluations.states.bulletins import EDITABLE, BulletinKind, BulletinState, ObjectionState, Section
from projects.models import Figure
from projects.rules import periods
from projects.states import Period, Scope
from zhangdian.calendar.rules import end_of
from zhangdian.notices import services as notices
from zhangdian.notices.models import Heartbeat
from zhangdian.options.queries import values
from zhangdian.papers import services as papers
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

FOLD = "fold_figures"
# What the office may change in a line of the draft, and how it is called in the paper.
FIELDS = {
    "invested": "年内累计完成投资", "month_invested": "本月完成投资", "year_plan": "年度计划投资", "done": "完成率",
    "scheduled": "序时进度", "deviation": "偏差", "milestones_due": "应完成节点", "milestones_done": "已完成节点",
    "colour": "灯", "reason": "原因", "is_exempt": "不纳入比较", "exempt_reason": "不纳入比较的原因",
}  # fmt: skip


# Drafting ---------------------------------------------------------------------------------------


def is_folded(month, at):
    """Were the figures folded after the month's last day, so that no cut-off of it is still to come?"""
    end = _end_of(month)
    swept = Heartbeat.objects.filter(name=FOLD, at__gte=end, at__lte=at).exists()
    figures = Figure.objects.filter(scope=Scope.DISTRICT, period=Period.MONTH, starts_on=month, computed_at__gte=end)
    return swept and figures.exists()


def _end_of(month):
    return end_of(periods.last_day(periods.MONTH, month), timezone.get_current_timezone())


def draft_due(*, at):
    """Draft the bulletin of the month before `at` unless it exists or its figures are not folded yet; the row or None.

    Only the newest closed month is drafted by itself: an older one is asked for by the office.
    """
    month = periods.add_months(timezone.localdate(at).replace(day=1), -1)
    if Bulletin.objects.filter(month=month, kind=BulletinKind.MONTHLY).exists() or not is_folded(month, at):
        return None
    if not bulletin_copy.projects_of(month).exists():
        return None
    return draft(month, actor=None, at=at)


def draft(month, *, actor, at):
    """Draft the bulletin of `month` (its first day), once; None where somebody else just did."""
    if actor is not None and not may.drafts(actor):
        raise MoveRefused(_("Bulletins are drawn up by the key project office."), MoveRefused.WRONG_PERSON)
    if at < _end_of(month):
        raise MoveRefused(_("This month is not over yet."), MoveRefused.WRONG_STATE)
    try:
        with transaction.atomic():
            row = blank(month, BulletinKind.MONTHLY, at)
            row.drafted_by = actor
            row.save()
            copy_lines(row)
            trail.record(row, "draft", actor=actor, at=at, to_state=BulletinState.DRAFT)
    except IntegrityError:
        if Bulletin.objects.filter(month=month, kind=BulletinKind.MONTHLY).exists():
            return None
        raise
    return row


def blank(month, kind, at):
    found = values(timezone.localdate(at), options.bulletins.ORGAN, options.bulletins.ADDRESSEES,
                   options.bulletins.COPIES, *options.bulletins.CRITERIA)  # fmt: skip
    return Bulletin(
        month=month, kind=kind, title=bulletin_words.title(month, kind), drafted_at=at,
        organ=found[options.bulletins.ORGAN][:60], addressees=found[options.bulletins.ADDRESSEES][:200],
        copies=found[options.bulletins.COPIES][:200],
        criteria={
            "ahead": number_format(found[options.bulletins.AHEAD].normalize(), use_l10n=False),
            "per_track": found[options.bulletins.PER_TRACK], "clean": found[options.bulletins.CLEAN],
        },
    )  # fmt: skip


def copy_lines(bulletin):
    """Copy the month's lines anew into a draft, in place of those it has. Inside the caller's transaction."""
    bulletin.lines.all().delete()
    bulletin.parties.all().delete()
    copied = bulletin_copy.copy(bulletin.month)
    parties = {}
    for item in copied:
        for unit, name in item.units[:1]:
            parties.setdefault(
                unit.pk, BulletinParty(bulletin=bulletin, unit=unit, unit_name=name[:60], track=unit.track)
            )
    BulletinParty.objects.bulk_create(parties.values())
    for item in copied:
        item.line.bulletin = bulletin
        item.line.party = parties[item.units[0][0].pk] if item.units else None
    BulletinLine.objects.bulk_create([item.line for item in copied], batch_size=200)
    recount(bulletin)


def recount(bulletin):
    """Who is among the faster, and the words that nobody wrote by hand, from the lines as they stand."""
    lines = list(bulletin.lines.order_by("code", "pk"))
    criteria = bulletin.criteria
    faster = rules.faster(
        lines, rules.Criteria(rules.Decimal(criteria["ahead"]), criteria["per_track"], criteria["clean"])
    )
    changed = []
    for line in lines:
        if line.is_faster != (line.pk in faster):
            line.is_faster = line.pk in faster
            changed.append(line)
    BulletinLine.objects.bulk_update(changed, ["is_faster"], batch_size=200)
    drafted = bulletin_words.draft(bulletin, lines)
    bulletin.words = {
        key: bulletin.words.get(key, "") if key in bulletin.own_words else words for key, words in drafted.items()
    }
    bulletin.save(update_fields=["words"])


def correct(bulletin, *, actor, at, why):
    """Begin a correction of a published bulletin: a new one with the same lines, to be changed and go the same way."""
    if not may.drafts(actor):
        raise MoveRefused(_("Bulletins are drawn up by the key project office."), MoveRefused.WRONG_PERSON)
    if not bulletin.is_public:
        raise MoveRefused(_("This bulletin is not published; change it itself."), MoveRefused.WRONG_STATE)
    if not why.strip():
        raise ValidationError({"why": _("Say what was wrong.")})
    with transaction.atomic():
        row = blank(bulletin.month, BulletinKind.CORRECTION, at)
        row.corrects, row.why, row.drafted_by, row.criteria = bulletin, why.strip()[:400], actor, bulletin.criteria
        row.save()
        parties = {}
        for party in bulletin.parties.all():
            parties[party.pk] = BulletinParty(
                bulletin=row, unit_id=party.unit_id, unit_name=party.unit_name, track=party.track
            )
        BulletinParty.objects.bulk_create(parties.values())
        lines = list(bulletin.lines.all())
        for line in lines:
            line.pk, line.bulletin, line.party, line.changes = None, row, parties.get(line.party_id), []
            line._state.adding = True
        BulletinLine.objects.bulk_create(lines, batch_size=200)
        recount(row)
        trail.record(row, "draft", actor=actor, at=at, to_state=BulletinState.DRAFT, reason=row.why)
    return row


# Changing the draft -----------------------------------------------------------------------------


def _locked(bulletin, actor):
    row = Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin.pk)
    if row.state not in EDITABLE:
        raise MoveRefused(
            _("This bulletin is past its review: nothing of it changes any more."), MoveRefused.WRONG_STATE
        )
    if not may.edits(actor, row):
        raise MoveRefused(_("The key project office changes the draft."), MoveRefused.WRONG_PERSON)
    return row


def edit_line(line, content, *, actor, at, reason):
    """Change fields of a line of the draft, with a reason; what was before stays on the line and on the trail."""
    reason = reason.strip()[:200]
    if not reason:
        raise ValidationError({"why": _("Say why the line is changed.")})
    with transaction.atomic():
        bulletin = _locked(line.bulletin, actor)
        row = BulletinLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        before, after, trace = {}, {}, []
        for name in FIELDS:
            if name not in content or content[name] == getattr(row, name):
                continue
            was, now = _said(name, getattr(row, name)), _said(name, content[name])
            before[name], after[name] = was, now
            trace.append({"label": FIELDS[name], "from": was, "to": now, "reason": reason,
                          "on": timezone.localdate(at).isoformat()})  # fmt: skip
            setattr(row, name, content[name])
        if not trace:
            return row
        if row.is_exempt and not row.exempt_reason.strip():
            raise ValidationError({"exempt_reason": _("Say why the project is exempted.")})
        if row.colour != row.computed and not row.reason.strip():
            raise ValidationError({"reason": _("A light other than the computed one needs a reason.")})
        if row.done is not None and row.scheduled is not None:
            row.deviation = row.done - row.scheduled
        row.changes = [*row.changes, *trace]
        row.save()
        _edited(bulletin, actor)
        trail.record(bulletin, "edit_line", actor=actor, at=at, reason=f"{row.name}：{reason}",
                     before=before, after=after)  # fmt: skip
        recount(bulletin)
    return row


def _edited(bulletin, actor):
    """Who changed the draft neither reviews nor signs it."""
    if actor.pk not in bulletin.editors:
        bulletin.editors = [*bulletin.editors, actor.pk]
        bulletin.save(update_fields=["editors"])


def _said(name, value):
    if name == "colour":
        return bulletin_words.LIGHTS[value]
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def edit_words(bulletin, words, *, actor, at):
    """Write sections by hand: {section: text}. An emptied one is drafted from the lines again."""
    with transaction.atomic():
        row = _locked(bulletin, actor)
        before, after = {}, {}
        for key in Section.values:
            text = words.get(key, row.words.get(key, "")).replace("\r\n", "\n").strip()
            if text == row.words.get(key, ""):
                continue
            before[key], after[key] = row.words.get(key, ""), text
            own = set(row.own_words) - {key} | ({key} if text else set())
            row.own_words = sorted(own)
            row.words = {**row.words, key: text}
        if after:
            row.save(update_fields=["words", "own_words"])
            _edited(row, actor)
            recount(row)
            trail.record(row, "edit_words", actor=actor, at=at, before=before, after=after)
    return row


# What units say ---------------------------------------------------------------------------------


def _party(party, actor, allowed, sentence):
    row = BulletinParty.objects.select_for_update(of=("self",)).select_related("bulletin", "unit").get(pk=party.pk)
    if not may.speaks_for(actor, row):
        raise MoveRefused(_("The head of the unit speaks for it here."), MoveRefused.WRONG_PERSON)
    if not allowed(actor, row):
        raise MoveRefused(sentence, MoveRefused.WRONG_STATE)
    return row


def agree(party, *, actor, at):
    """A unit finds its lines correct (核对无误)."""
    with transaction.atomic():
        row = _party(party, actor, may.checks, _("The check of this bulletin is over."))
        if row.agreed_at is None:
            row.agreed_at, row.agreed_by = at, actor
            row.save(update_fields=["agreed_at", "agreed_by"])
            trail.record(row.bulletin, "agree", actor=actor, at=at, after={"unit": row.unit_name})
            notices.settle("bulletin_check", [f"{row.pk}"], at=at)
    return row


def raise_objection(party, line, *, claim, evidence, actor, at):
    """A unit objects to one of its lines, with evidence."""
    faults = {}
    if not claim.strip():
        faults["claim"] = _("Say what is wrong and what is right.")
    if not evidence.strip():
        faults["evidence"] = _("Say what shows it: a document, a ledger, a photo.")
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        row = _party(party, actor, may.checks, _("The check of this bulletin is over."))
        if line.party_id != row.pk:
            raise MoveRefused(_("This line belongs to another unit."), MoveRefused.WRONG_PERSON)
        made = Objection.objects.create(
            party=row, line=line, claim=claim.strip()[:400], evidence=evidence.strip()[:400], raised_at=at,
            raised_by=actor,
        )  # fmt: skip
        trail.record(made, "object", actor=actor, at=at, to_state=ObjectionState.RAISED, reason=made.claim)
        notices.settle("bulletin_check", [f"{row.pk}"], at=at)
    return made


def attach(objection, file, *, not_secret, actor, at):
    """Hang a file on an objection that waits for an answer."""
    with transaction.atomic():
        row = Objection.objects.select_for_update(of=("self",)).select_related("party__bulletin").get(pk=objection.pk)
        if not may.adds_evidence(actor, row):
            raise MoveRefused(_("The unit adds files until its objection is answered."), MoveRefused.WRONG_PERSON)
        return papers.attach(row, file, not_secret=not_secret, actor=actor, at=at)


def receive(party, *, actor, at):
    """A unit signs for a published bulletin (签收)."""
    with transaction.atomic():
        row = _party(party, actor, lambda user, one: one.bulletin.is_public, _("This bulletin is not published yet."))
        if row.received_at is None:
            row.received_at, row.received_by = at, actor
            row.save(update_fields=["received_at", "received_by"])
            trail.record(row.bulletin, "receive", actor=actor, at=at, after={"unit": row.unit_name})
            notices.settle("bulletin_receipt", [f"{row.pk}"], at=at)
    return row


def move_unit(kept, gone, *, actor, at):
    """Bulletins of a unit that is made one with another go to the other; the name printed stays."""
    BulletinParty.objects.filter(unit=gone).update(unit=kept)
