"""Batches of honours beside their moves: the draw, people added and taken out, deeds, objections, and the
watch over who was honoured."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Cadre
from cadres.queries import blocked, blocks
from cadres.states import Purpose
from cases.models import Honour, Honouree, HonourObjection
from cases.permissions import honours as may
from cases.queries import honours as queries
from cases.queries import rulesets
from cases.rules.clocks import last_of
from cases.rules.honours import Criteria, digest, drawn
from cases.services.clocks import tell
from cases.services.opening import open_case
from cases.states.honours import HonoureeState, Origin, Sort
from cases.states.honours import HonourState as S
from evaluations.states.bulletins import BatchState
from evaluations.states.scores import ScoringState
from zhangdian.calendar.rules import add_months
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(
    draw_honours=gettext_lazy("drew the batch"), add_honouree=gettext_lazy("added somebody"),
    write_deeds=gettext_lazy("wrote the deeds"), raise_objection=gettext_lazy("objected"),
    flag_honour=gettext_lazy("noticed a block that began after the honour"),
    unflag_honour=gettext_lazy("the block is no more"),
)  # fmt: skip


def criteria_words(criteria, scoring):
    """The criteria in words, as the batch keeps them."""
    said = [_("%(quarter)s, frozen: the first %(places)s of each peer group") % {
        "quarter": scoring, "places": criteria.places}]  # fmt: skip
    if criteria.minimum:
        said.append(_("at least %(points)s points") % {"points": f"{criteria.minimum.normalize():f}"})
    if criteria.facts:
        said.append(_("at least %(count)s verified facts in the quarter") % {"count": criteria.facts})
    if criteria.faster:
        said.append(_("carrying a project of the published list of faster projects"))
    return "；".join(said)


@transaction.atomic
def draw(*, sort, title, scoring, places, minimum, facts, faster=None, actor, at):
    """Draw a batch from the frozen scores of a quarter; returns it, a draft. Who is in an influence period that blocks
    honours is on it as taken out, with the period named. Deeds are drafted from the verified facts of the quarter."""
    if not may.draws(actor):
        raise MoveRefused(_("Batches are drawn by the cadre section."), MoveRefused.WRONG_PERSON)
    if scoring.state != ScoringState.FROZEN:
        raise ValidationError({"scoring": _("Batches are drawn from frozen scores only.")})
    if sort == Sort.FASTER and faster is None:
        raise ValidationError({"faster": _("Name the published list of faster projects.")})
    if faster is not None and faster.state != BatchState.PUBLISHED:
        raise ValidationError({"faster": _("The list of faster projects is not published.")})
    criteria = Criteria(places=places, minimum=minimum, facts=facts, faster=faster.pk if faster else None)
    rows, scores = queries.standings(scoring, criteria, at)
    found = drawn(rows, criteria)
    if not found:
        raise ValidationError(_("Nobody meets these criteria. Ask for less, or choose another quarter."))
    people = {row.cadre: scores[row.key].cadre for row in found}
    if any(cadre.user_id == actor.pk for cadre in people.values()):
        raise MoveRefused(_("You would be on this list: a colleague draws it."), MoveRefused.WRONG_PERSON)
    honour = open_case(
        Honour(
            state=S.DRAFT, sort=sort, title=title, scoring=scoring, faster=faster, drawn_at=at,
            criteria={"places": places, "minimum": f"{minimum:.2f}", "facts": facts, "faster": criteria.faster},
            criteria_words=criteria_words(criteria, scoring)[:400], inputs_digest=digest(rows, criteria),
        ),
        actor=actor, at=at, handler=actor, verb="draw_honours",
    )  # fmt: skip
    texts = queries.deeds(people, scoring, at)
    out = blocked(people, Purpose.HONOUR, timezone.localdate(at))
    made = []
    for row in found:
        cadre, period = people[row.cadre], out.get(row.cadre)
        made.append(
            Honouree(
                honour=honour, cadre=cadre, name=cadre.name, post=cadre.post, unit=cadre.unit, score=scores[row.key],
                peer=row.peer, place=row.place, total=row.total, facts=row.facts, deeds=texts.get(cadre.pk, ""),
                **({} if period is None else {
                    "state": HonoureeState.OUT, "out_at": at, "out_why": period_words(period)[:400],
                }),
            )
        )  # fmt: skip
    Honouree.objects.bulk_create(made)
    return honour


def period_words(period):
    """An influence period in words, for who may read why."""
    return _("Blocked by an influence period: %(kind)s, %(document)s, %(from)s – %(until)s") % {
        "kind": period.get_kind_display(), "document": period.document_no, "from": period.from_on,
        "until": period.until_on or _("open-ended"),
    }  # fmt: skip


def last_day(honour):
    """The last day on which the batch is shown to all."""
    return last_of(honour.publicity_until, timezone.get_current_timezone())


def redrawn(honour):
    """(digest, [cadre pk]) of the draw done again by what is stored: the same as `inputs_digest` and the list."""
    criteria = queries.criteria_of(honour.criteria)
    rows, _scores = queries.standings(honour.scoring, criteria, honour.drawn_at)
    return digest(rows, criteria), [row.cadre for row in drawn(rows, criteria)]


def _locked(honour, actor, at, *states):
    rows = Honour.objects.standing(actor, timezone.localdate(at))
    row = rows.select_for_update(of=("self",)).get(pk=honour.pk)
    if row.state not in states:
        raise MoveRefused(
            _("The batch is at “%(state)s”: this is not possible any more.") % {"state": row.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    return row


def _officer(row, actor):
    if not may.runs(actor, row):
        raise MoveRefused(_("This is done by the officer of the batch."), MoveRefused.WRONG_PERSON)


@transaction.atomic
def add_person(honour, *, cadre, reason, deeds="", actor, at):
    """Put somebody on a draft by hand, with the reason; the list says so. Refused while a period blocks honours."""
    row = _locked(honour, actor, at, S.DRAFT)
    _officer(row, actor)
    if not reason.strip():
        raise MoveRefused(_("Say why this person is added."), MoveRefused.MISSING)
    if cadre.user_id == actor.pk:
        raise MoveRefused(_("Nobody adds oneself."), MoveRefused.WRONG_PERSON)
    period = blocks(cadre, Purpose.HONOUR, timezone.localdate(at))
    if period is not None:
        raise ValidationError({"cadre": period_words(period)})
    if Honouree.objects.filter(honour=row, cadre=cadre).exists():
        raise ValidationError({"cadre": _("%(name)s is on the list already, or was taken out.") % {"name": cadre}})
    made = Honouree.objects.create(
        honour=row, cadre=cadre, name=cadre.name, post=cadre.post, unit=cadre.unit, origin=Origin.ADDED,
        added_why=reason.strip()[:400], added_by=actor, deeds=deeds.strip()[:500],
    )  # fmt: skip
    trail.record(row, "add_honouree", actor=actor, at=at, reason=reason, after={"name": cadre.name})
    return made


@transaction.atomic
def write_deeds(honour, *, deeds, actor, at):
    """Store the deeds of candidates: {honouree pk: text of at most 500 signs}; one line on the trail."""
    row = _locked(honour, actor, at, S.DRAFT)
    _officer(row, actor)
    changed = []
    for one in Honouree.objects.filter(honour=row, pk__in=deeds, state=HonoureeState.CANDIDATE):
        text = deeds[one.pk].strip()
        if len(text) > 500:
            raise ValidationError(_("The deeds of %(name)s are longer than 500 signs.") % {"name": one.name})
        if text != one.deeds:
            Honouree.objects.filter(pk=one.pk).update(deeds=text)
            changed.append(one.name)
    if changed:
        trail.record(row, "write_deeds", actor=actor, at=at, after={"names": "、".join(changed)[:400]})
    return row


@transaction.atomic
def raise_objection(honour, *, claim, about=None, actor, at):
    """Object to a batch that is shown to all, or to one on it; to the last second of the period."""
    row = _locked(honour, actor, at, S.PUBLICITY)
    if not may.objects(actor, row):
        raise MoveRefused(_("Only who works here objects."), MoveRefused.WRONG_PERSON)
    if at >= max(row.publicity_until, row.due_at):
        raise MoveRefused(_("The list was shown until %(day)s 24:00.") % {"day": row.until}, MoveRefused.WRONG_STATE)
    if not claim.strip():
        raise MoveRefused(_("Say what is wrong."), MoveRefused.MISSING)
    if about is not None and about.honour_id != row.pk:
        raise ValidationError({"about": _("Choose somebody on the list.")})
    made = HonourObjection.objects.create(
        honour=row, about=about, claim=claim.strip()[:1000], raised_at=at, raised_by=actor
    )
    trail.record(row, "raise_objection", actor=actor, at=at, after={"objection": str(made)})
    tell([row.handler], row, f"objection{made.pk}", _("An objection came in: %(case)s") % {"case": row}, at=at)
    return made


def watch(at):
    """Propose on the desk to look at honours where a block began after the publication; take back what is blocked no
    longer. Nothing follows by itself. Safe to run twice. Returns how many changed."""
    day = timezone.localdate(at)
    rules = rulesets.known(day)
    if rules is None:
        return 0
    months = int(rulesets.figure(rules.pk, "honour.watch_months"))
    rows = Honouree.objects.filter(
        Q(state=HonoureeState.RECIPIENT) | Q(state=HonoureeState.WITHDRAWN, flagged_at__isnull=False),
        honour__state=S.PUBLISHED, honour__published_at__date__gt=add_months(day, -months),
    )  # fmt: skip
    rows = list(rows.select_related("honour__handler", "cadre"))
    out, changed = blocked({row.cadre_id for row in rows}, Purpose.HONOUR, day), 0
    for row in rows:
        period = out.get(row.cadre_id)
        if (period is None) == (row.flagged_at is None):
            continue
        with transaction.atomic():
            found = Honouree.objects.filter(pk=row.pk, flagged_at__isnull=row.flagged_at is None)
            words = period_words(period)[:200] if period is not None else ""
            if not found.update(flagged_at=at if period is not None else None, flagged_why=words):
                continue
            if period is not None:
                trail.record(row, "flag_honour", actor=None, at=at, reason=words)
                _prompt(row, at)
            else:
                trail.record(row, "unflag_honour", actor=None, at=at)
                _tell_of_lifted(row, at)
        changed += 1
    return changed


def _prompt(one, at):
    """Tell the officer of the batch, with the way to a withdrawal; whether there is one is for a person to say."""
    title = _("A block began after the honour of %(name)s: is it to be withdrawn? %(case)s") % {
        "name": one.name, "case": one.honour}  # fmt: skip
    path = f"{reverse('cases:withdrawal_new')}?honouree={one.pk}"
    tell([one.honour.handler], one.honour, f"flag{one.pk}", title, at=at, path=path)


def _tell_of_lifted(one, at):
    """Tell the officers of the withdrawals of an honour that the block which was noticed is no more."""
    for case in one.withdrawals.running().select_related("cadre", "handler"):
        title = _("The block noticed after the honour is no more: look whether the withdrawal still has a ground: "
                  "%(case)s") % {"case": case}  # fmt: skip
        tell([case.handler], case, "lifted", title, at=at)


def assessed():
    """Who may be added: those in service who are assessed."""
    return Cadre.objects.serving().filter(is_assessed=True).select_related("unit").order_by("unit__position", "pinyin")
