"""Writing rule sets: the samples, a draft copied from the one in force, who changed a draft last."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Circumstance, Clock, Figure, Measure, RuleSet
from cases.permissions import rulesets as may
from cases.rules import samples
from cases.rules.samples.circumstances import circumstances
from cases.states.rulesets import RuleSetState
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

PARTS = (Clock, Figure, Measure, Circumstance)
verbs.declare(
    enter_rules=gettext_lazy("entered the rule set"), copy_rules=gettext_lazy("copied the rule set into a new draft"),
    add_clock=gettext_lazy("added a clock"), change_clock=gettext_lazy("changed a clock"),
    delete_clock=gettext_lazy("took out a clock"), add_figure=gettext_lazy("added a number"),
    change_figure=gettext_lazy("changed a number"), delete_figure=gettext_lazy("took out a number"),
    add_measure=gettext_lazy("added a measure"), change_measure=gettext_lazy("changed a measure"),
    delete_measure=gettext_lazy("took out a measure"), use_again=gettext_lazy("put back into use"),
    out_of_use=gettext_lazy("put out of use"), import_catalogue=gettext_lazy("imported the catalogue"),
)  # fmt: skip


@transaction.atomic
def lay_samples(*, actor, at):
    """Enter the three sample rule sets as drafts, each with the sample catalogue; those there already stay. Returns
    the new ones."""
    made = []
    for code, title, basis, from_on in samples.VERSIONS:
        if RuleSet.objects.filter(code=code).exists():
            continue
        row = RuleSet.objects.create(
            code=code, title=title, basis=basis, from_on=from_on, is_sample=True, entered_at=at, entered_by=actor
        )
        Clock.objects.bulk_create(
            Clock(rule_set=row, code=step, count=count, span=span, extension=extension)
            for step, (count, span, extension) in samples.gathered("CLOCKS", code).items()
        )
        Figure.objects.bulk_create(
            Figure(rule_set=row, code=name, value=Decimal(value))
            for name, value in samples.gathered("FIGURES", code).items()
        )
        Measure.objects.bulk_create(
            Measure(rule_set=row, **{**words, "points": Decimal(words.get("points", 0))})
            for words in samples.gathered("MEASURES", code)
        )
        Circumstance.objects.bulk_create(Circumstance(rule_set=row, **words) for words in circumstances(code))
        trail.record(row, "enter_rules", actor=actor, at=at, to_state=RuleSetState.DRAFT)
        made.append(row)
    return made


@transaction.atomic
def copy_rules(rule_set, *, code, title, from_on, basis="", actor, at):
    """A new draft with everything of `rule_set`, under another code and first day; circumstances out of use stay
    behind. Returns it. ValidationError where there is such a code, or the day is that of another version."""
    if not may.enters(actor):
        raise MoveRefused(_("Rule sets are written by the cadre section."), MoveRefused.WRONG_PERSON)
    if RuleSet.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a rule set with this code already: take another one.")})
    if RuleSet.objects.adopted().filter(from_on=from_on).exists():
        raise ValidationError({"from_on": _("Another rule set begins on this day already: take another day.")})
    made = RuleSet.objects.create(
        code=code, title=title, basis=basis or rule_set.basis, from_on=from_on, is_sample=rule_set.is_sample,
        entered_at=at, entered_by=actor,
    )  # fmt: skip
    for model in PARTS:
        rows = model.objects.filter(rule_set=rule_set)
        if model is Circumstance:
            rows = rows.filter(is_active=True)
        copies = list(rows)
        for row in copies:
            row.pk, row.rule_set = None, made
            row._state.adding = True
        model.objects.bulk_create(copies)
    trail.record(
        made, "copy_rules", actor=actor, at=at, to_state=RuleSetState.DRAFT, after={"copied from": str(rule_set)}
    )
    return made


def note_change(rule_set, *, actor):
    """Remember who changed a draft last: that person does not adopt it. Its line stands where the change is made."""
    RuleSet.objects.filter(pk=rule_set.pk, state=RuleSetState.DRAFT).update(changed_by=actor)


@transaction.atomic
def set_use(circumstance, is_active, *, reason, actor, at):
    """Put a circumstance out of use, or back into use: of a draft or of an adopted rule set. Returns it."""
    if not may.enters(actor):
        raise MoveRefused(_("The catalogue is kept by the cadre section."), MoveRefused.WRONG_PERSON)
    if not reason.strip():
        raise MoveRefused(_("Say why."), MoveRefused.MISSING)
    row = Circumstance.objects.select_for_update(of=("self",)).select_related("rule_set").get(pk=circumstance.pk)
    if row.is_active == is_active:
        raise MoveRefused(_("It is so already."), MoveRefused.WRONG_STATE)
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    note_change(row.rule_set, actor=actor)
    trail.record(row, "use_again" if is_active else "out_of_use", actor=actor, at=at, reason=reason)
    return row


def use_again(circumstance, *, reason, actor, at):
    return set_use(circumstance, True, reason=reason, actor=actor, at=at)


def out_of_use(circumstance, *, reason, actor, at):
    return set_use(circumstance, False, reason=reason, actor=actor, at=at)
