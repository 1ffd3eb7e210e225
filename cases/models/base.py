"""What every kind of case has: its number, whom it concerns, by which rules, who handles it, until when.

A kind's own model derives from `Case`, or from `DueProcess` where it ends in something that touches a person, and takes
its constraints from `case_constraints` and `due_process_constraints`: the database refuses an effective state without
the stamps of all that must come before. What must stand in other rows is asked by triggers (`models.guards`).
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import Role
from cadres.models import Appointment, Cadre, Unit, in_force
from cases.models.decisions import Decision
from cases.models.people import person
from cases.models.rulesets import RuleSet
from cases.rules.clocks import last_of
from cases.states.common import Heard
from evaluations.models.teams import recused

READS_ALL = (Role.OFFICE, Role.DIRECTOR)


class CaseQuerySet(models.QuerySet):
    """Who sees which cases: the cadre section and its leaders all but their own, those of the units they head and those
    they are recused from; the person concerned what was served; others as their kind says (`discipline_sees`,
    `unit_sees`)."""

    def visible_to(self, user, day):
        if user.administrator:
            return self.none()
        mine = Q(cadre__isnull=False, cadre__user=user)
        units = Unit.objects.headed_by(user, day).order_by().values("pk")
        found = mine & self.subject_sees() | self.others_see(user, day) | Q(unit__in=units) & self.unit_sees()
        if user.has_role(*READS_ALL) or user.has_role(Role.DISCIPLINE):
            for_offices = Q() if user.has_role(*READS_ALL) else self.discipline_sees()
            heads = Q(unit__in=units) | Q(cadre__unit__in=units)
            found |= for_offices & (Q(cadre__isnull=True) | ~mine) & ~heads & ~recused(user, day, cadre="cadre")
        return self.filter(found)

    def on_desk(self, user, day):
        """Of those the whole file, with what happened: what `user` neither is concerned by, nor heads the unit of, nor
        is recused from."""
        rows = self.visible_to(user, day).standing(user, day)
        return rows.filter(is_subject=False, speaks=False, is_recused=False)

    def concerning(self, user, day):
        """The cases that concern `user`, as the person or as head of the unit, as far as they may be seen."""
        units = Unit.objects.headed_by(user, day).order_by().values("pk")
        return self.filter(
            Q(cadre__isnull=False, cadre__user=user) & self.subject_sees()
            | Q(cadre__isnull=True, unit__in=units) & self.unit_sees()
        )

    def subject_sees(self):
        """What the person concerned may see of the own cases: from the serving of the facts on."""
        return Q(served_at__isnull=False)

    def unit_sees(self):
        """What the head of the unit concerned may see (`unit` is filled where a unit is concerned)."""
        return Q(served_at__isnull=False)

    def discipline_sees(self):
        """What the discipline commission may see."""
        return Q(pk__in=[])

    def others_see(self, user, day):
        """What anybody else may see by the kind's own rows."""
        return Q(pk__in=[])

    def open(self):
        return self.exclude(state__in=self.model.ENDED)

    def overdue(self, at):
        """Open, not held, and past the end of the step."""
        return self.open().filter(is_late(at))

    def standing(self, user, day):
        """Adds how `user` stands to each case: `asker`, `is_subject`, `speaks` (head of the unit concerned, or of the
        person's), `is_recused`. Predicates read it from the row (cases.permissions.common)."""
        of_either = Q(unit=OuterRef("unit")) | Q(unit=OuterRef("cadre__unit"))
        return self.annotate(**standing_to(user, day, of_either))


def is_late(at):
    """Condition: not held, and past the end of the step."""
    return Q(held_at__isnull=True, due_at__lte=at)


def standing_to(user, day, units):
    """{annotation: expression} of how `user` stands to a row with a `cadre`: `asker`, `is_subject`, `speaks`,
    `is_recused`. units: condition on an Appointment, the head of which units speaks for the row."""
    heads = Appointment.objects.filter(in_force(day), units, cadre__user=user, is_head=True, unit__isnull=False)
    return {
        "asker": Value(user.pk, models.BigIntegerField()),
        "is_subject": Exists(Cadre.objects.filter(pk=OuterRef("cadre"), user=user)),
        "speaks": Exists(heads),
        "is_recused": recused(user, day, cadre="cadre"),
    }


class PersonCaseQuerySet(CaseQuerySet):
    """Cases about a person: no matter of the unit's."""

    def unit_sees(self):
        return Q(pk__in=[])


class Case(models.Model):
    """A matter that goes through steps, each with one holder and one deadline."""

    KIND = ""
    ENDED: tuple = ()
    # The column that lists show as whom it concerns.
    WHOM = "cadre__name"

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number in the year"), editable=False)
    number_text = models.CharField(_("number"), max_length=40)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+", verbose_name=_("rule set"))
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person concerned")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit concerned")
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = person(_("opened by"), null=True, blank=True)
    # The one officer who answers for the case; whose turn a step is says cases.registry.Kind.holders.
    handler = person(_("case officer"), null=True, blank=True)
    step = models.PositiveSmallIntegerField(_("step"), default=0, editable=False)
    step_at = models.DateTimeField(_("step began at"))
    due_at = models.DateTimeField(pgettext_lazy("case", "due before"), null=True, blank=True)
    extended_at = models.DateTimeField(_("extended at"), null=True, blank=True)
    extended_by = person(_("extended by"), null=True, blank=True)
    extended_why = models.CharField(_("reason for the extension"), max_length=400, blank=True)
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)
    held_by = person(_("held by"), null=True, blank=True)
    held_why = models.CharField(_("reason for the hold"), max_length=400, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_why = models.CharField(_("how it ended"), max_length=400, blank=True)

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return f"/cases/{self.KIND}/{self.pk}/"

    @property
    def is_open(self):
        return self.state not in self.ENDED

    @property
    def whom(self):
        """The person or unit concerned."""
        return self.cadre or self.unit

    @property
    def until(self):
        """The last day of the present step, or None."""
        return last_of(self.due_at, timezone.get_current_timezone()) if self.due_at else None

    def is_overdue(self, at):
        return self.is_open and self.held_at is None and self.due_at is not None and self.due_at <= at


class RestsOn(models.Model):
    """What a case rests on: a row of any floor, without a foreign key."""

    source_label = models.CharField(max_length=60, blank=True, editable=False)
    source_key = models.CharField(max_length=40, blank=True, editable=False)
    source_title = models.CharField(_("rests on"), max_length=120, blank=True)
    source_path = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True


class DueProcess(Case):
    """A case that ends in something that touches a person: facts served, heard, proposed, decided, delivered."""

    # The states that are reached only after delivery.
    EFFECTIVE: tuple = ()

    facts = models.TextField(_("facts"), max_length=4000)
    served_at = models.DateTimeField(_("facts served at"), null=True, blank=True)
    served_by = person(_("facts served by"), null=True, blank=True)
    statement_due_at = models.DateTimeField(_("statement before"), null=True, blank=True)
    heard = models.CharField(_("hearing"), max_length=8, choices=Heard, blank=True, default=Heard.NONE)
    heard_at = models.DateTimeField(_("heard at"), null=True, blank=True)
    statement = models.TextField(_("statement of the person"), max_length=4000, blank=True)
    proposal = models.TextField(_("reasoned proposal"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    proposed_by = person(_("proposed by"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    delivered_by = person(_("delivered by"), null=True, blank=True)
    review_until = models.DateField(_("last day of the review"), null=True, blank=True)
    appeal_until = models.DateField(_("last day of the appeal"), null=True, blank=True)

    class Meta:
        abstract = True


def case_constraints(name, model_states, ended):
    """The constraints of every case. name: a short word that begins the names of the constraints."""
    stands = {"handler__isnull": False, "due_at__isnull": False, "ended_at__isnull": True}
    return [
        models.UniqueConstraint(fields=["year", "number"], name=f"{name}_number_once"),
        models.CheckConstraint(condition=Q(state__in=model_states), name=f"{name}_state_known"),
        models.CheckConstraint(
            condition=(~Q(state__in=list(ended)) & Q(**stands))
            | Q(state__in=list(ended), due_at__isnull=True, ended_at__isnull=False),
            name=f"{name}_one_holder",
        ),
        models.CheckConstraint(
            condition=Q(extended_at__isnull=True) | (Q(extended_by__isnull=False) & ~Q(extended_why="")),
            name=f"{name}_extended",
        ),
        models.CheckConstraint(
            condition=Q(held_at__isnull=True) | (Q(held_by__isnull=False) & ~Q(held_why="")), name=f"{name}_held"
        ),
        models.CheckConstraint(condition=~Q(number_text=""), name=f"{name}_numbered"),
    ]  # fmt: skip


def due_process_constraints(name, effective, decided=()):
    """What an effective state needs: facts served, the person heard or the period over, a reasoned proposal, a
    decision, its delivery with the ways and last days of review and appeal; one after the other. decided: the states
    between decision and delivery, which need all but the delivery."""
    heard = (
        Q(served_at__isnull=False, served_by__isnull=False, statement_due_at__isnull=False, heard_at__isnull=False)
        & ~Q(facts="")
        & Q(heard_at__gte=F("served_at"))
        & (
            (Q(heard=Heard.GIVEN) & ~Q(statement=""))
            | Q(heard=Heard.WAIVED)
            | Q(heard=Heard.EXPIRED, heard_at__gte=F("statement_due_at"))
        )
    )
    proposed = Q(proposed_at__isnull=False, proposed_by__isnull=False, proposed_at__gte=F("heard_at")) & ~Q(proposal="")
    settled = Q(decision__isnull=False, decided_at__isnull=False, decided_at__gte=F("proposed_at"))
    delivered = Q(
        delivered_at__isnull=False, delivered_by__isnull=False, delivered_at__gte=F("decided_at"),
        review_until__isnull=False, appeal_until__isnull=False,
    )  # fmt: skip
    both = [*effective, *decided]
    return [
        models.CheckConstraint(condition=~Q(state__in=both) | heard, name=f"{name}_heard"),
        models.CheckConstraint(condition=~Q(state__in=both) | proposed, name=f"{name}_proposed"),
        models.CheckConstraint(condition=~Q(state__in=both) | settled, name=f"{name}_decided"),
        models.CheckConstraint(condition=~Q(state__in=list(effective)) | delivered, name=f"{name}_delivered"),
    ]
