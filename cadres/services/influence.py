"""Influence periods: begun by a decision, ended by time, changed and lifted with a reason. Never deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cadres import options, registry, rules
from cadres.models import InfluencePeriod
from cadres.states import Purpose
from zhangdian.desk import snapshots
from zhangdian.options import queries as settings
from zhangdian.trail import services as trail
from zhangdian.trail.titles import numbered


def computed_end(kind, from_on):
    """The last day of a period of `kind` that begins on `from_on`, by the months in force on that day."""
    key = options.MONTHS.get(kind)
    return rules.end_of(from_on, settings.value(key, from_on) if key else None)


@transaction.atomic
def begin_influence(cadre, *, kind, from_on, reason, document_no, made_by, actor, at, until_on=None, end_reason="",
                    blocks=None):  # fmt: skip
    """Begin a period for `cadre`; returns it. The same decision (kind, day, document) makes one period only.

    until_on: another end than the computed one, which needs `end_reason`. blocks: Purpose codes, by default
    what the kind blocks. Call it inside the transaction of the decision.
    """
    known = InfluencePeriod.objects.filter(cadre=cadre, kind=kind, from_on=from_on, document_no=document_no).first()
    if known:
        return known
    computed = computed_end(kind, from_on)
    if until_on is None:
        until_on = computed
    elif until_on != computed and not end_reason.strip():
        raise ValidationError({"end_reason": _another_end(computed)})
    blocks = rules.default_blocks(kind) if blocks is None else list(blocks)
    unknown = set(blocks) - set(Purpose.values)
    if unknown:
        raise ValidationError({"blocks": _("Unknown purpose: %(codes)s.") % {"codes": "、".join(sorted(unknown))}})
    period = InfluencePeriod(
        cadre=cadre, kind=kind, from_on=from_on, until_on=until_on, computed_until_on=computed, reason=reason,
        document_no=document_no, made_by=made_by, blocks=blocks, end_reason=end_reason,
    )  # fmt: skip
    period.full_clean()
    period.save()
    _record(period, "begin_influence", actor=actor, at=at, reason=reason, before={}, after=snapshots.of(period))
    return period


@transaction.atomic
def change_end(period, *, until_on, end_reason, actor, at):
    """Give a period another last day (None: open-ended), with the reason. Returns it. ValidationError: what a case
    began ends with the case."""
    period = InfluencePeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    _by_hand(period)
    if not end_reason.strip():
        raise ValidationError({"end_reason": _another_end(period.computed_until_on)})
    before = snapshots.of(period)
    period.until_on, period.end_reason = until_on, end_reason
    period.full_clean()
    period.save(update_fields=["until_on", "end_reason"])
    old, new = snapshots.difference(before, snapshots.of(period))
    _record(period, "change_influence", actor=actor, at=at, reason=end_reason, before=old, after=new)
    return period


@transaction.atomic
def lift_influence(period, *, on, reason, actor, at):
    """Lift a period by hand: from the day `on` it has no effect. Returns it. ValidationError: what a case began ends
    with the case (`end_influence`)."""
    period = InfluencePeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    _by_hand(period)
    return end_influence(period, on=on, reason=reason, actor=actor, at=at)


@transaction.atomic
def end_influence(period, *, on, reason, actor, at):
    """Lift a period, whatever began it: the door of the floor that did. Returns it."""
    period = InfluencePeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.lifted_on is not None:
        raise ValidationError(_("This period was lifted on %(day)s already.") % {"day": period.lifted_on})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is lifted.")})
    if on < period.from_on:
        raise ValidationError({"on": _("It cannot be lifted before it begins on %(day)s.") % {"day": period.from_on}})
    period.lifted_on, period.lifted_reason = on, reason
    period.save(update_fields=["lifted_on", "lifted_reason"])
    _record(period, "lift_influence", actor=actor, at=at, reason=reason, before={}, after={"lifted_on": str(on)})
    return period


@transaction.atomic
def void_influence(period, *, reason, actor, at):
    """Take a period back altogether, lifted before or not: what began it fell, so it has had no effect on any day.
    Returns it; twice changes nothing more."""
    period = InfluencePeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.lifted_on == period.from_on:
        return period
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is lifted.")})
    before = {"lifted_on": str(period.lifted_on or "")}
    period.lifted_on, period.lifted_reason = period.from_on, reason
    period.save(update_fields=["lifted_on", "lifted_reason"])
    _record(
        period, "void_influence", actor=actor, at=at, reason=reason, before=before,
        after={"lifted_on": str(period.from_on)},
    )  # fmt: skip
    return period


def _by_hand(period):
    """Raise where the period is not the office's to end by hand."""
    why = registry.ends_elsewhere(period)
    if why:
        raise ValidationError(why)


def _another_end(computed):
    if computed is None:
        return _("By the rule it stays open until it is lifted; say why it shall end otherwise.")
    return _("By the rule it ends on %(day)s; say why it shall end otherwise.") % {"day": computed}


def _record(period, verb, **words):
    # On the period's own trail and on the cadre's, so that the file tells it; neither title says whose it is.
    trail.record(period, verb, **words)
    trail.record(period.cadre, verb, title=numbered(period.cadre), **words)
