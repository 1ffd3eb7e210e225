"""Cards (红黄牌): one fact, one card a person; in force only after due process."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import CaseQuerySet, DueProcess, RestsOn, case_constraints, due_process_constraints
from cases.models.people import person
from cases.models.rulesets import Circumstance
from cases.states.cards import COUNTING, EFFECTIVE, ENDED, CardState, Colour, Rule

SERIES = {Colour.YELLOW: "黄牌", Colour.RED: "红牌"}


class CardQuerySet(CaseQuerySet):
    def discipline_sees(self):
        """The commission is consulted on cards: from the serving of the facts on."""
        return Q(served_at__isnull=False)

    def counting(self):
        """In force now."""
        return self.filter(state__in=COUNTING)

    def of_fact(self, card):
        """The cards given for the same fact to the same person or unit."""
        if not card.source_key:
            return self.none()
        return self.filter(
            cadre=card.cadre_id, unit=card.unit_id, source_label=card.source_label, source_key=card.source_key
        ).exclude(state=CardState.DROPPED)


class Card(RestsOn, DueProcess):
    """A yellow or red card given to a person or a unit for one fact: an order, a light, two cards."""

    KIND = "card"
    ENDED = ENDED
    EFFECTIVE = EFFECTIVE
    BEGINS_AS = (CardState.DRAFT,)

    state = models.CharField(_("state"), max_length=10, choices=CardState, default=CardState.DRAFT)
    colour = models.CharField(_("card"), max_length=8, choices=Colour)
    circumstance = models.ForeignKey(
        Circumstance, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("circumstance")
    )
    # Which rule drafted it; empty where a person proposed it.
    drafted_by_rule = models.CharField(
        _("drafted from the rule"), max_length=20, choices=Rule, blank=True, default=Rule.NONE
    )
    # The ladder before the heavy step: what was recorded before a red card, or why there was nothing.
    earlier_rung = models.CharField(_("earlier step recorded"), max_length=200, blank=True)
    no_rung_why = models.CharField(_("why there was no earlier step"), max_length=400, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    rectification = models.TextField(_("what was put right"), max_length=2000, blank=True)
    rectified_at = models.DateTimeField(_("reported put right at"), null=True, blank=True)
    verified_by = person(_("verified by"), null=True, blank=True)
    verdict = models.CharField(_("what was verified"), max_length=400, blank=True)
    escalated_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("escalated to")
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["-id"]
        constraints = [
            *case_constraints("card", CardState.values, ENDED),
            *due_process_constraints("card", EFFECTIVE, decided=(CardState.DECIDED,)),
            models.CheckConstraint(condition=Q(colour__in=Colour.values), name="card_colour_known"),
            models.CheckConstraint(
                condition=Q(cadre__isnull=False, unit__isnull=True) | Q(cadre__isnull=True, unit__isnull=False),
                name="card_one_target",
            ),
            # One fact, one card a person (or unit).
            models.UniqueConstraint(
                fields=["cadre", "source_label", "source_key", "colour"],
                condition=~Q(source_key="") & Q(cadre__isnull=False) & ~Q(state=CardState.DROPPED),
                name="card_once_a_fact",
            ),
            models.UniqueConstraint(
                fields=["unit", "source_label", "source_key", "colour"],
                condition=~Q(source_key="") & Q(unit__isnull=False) & ~Q(state=CardState.DROPPED),
                name="card_once_a_fact_unit",
            ),
            # One fact, one draft from the rules, for ever: what was dropped is not drafted again.
            models.UniqueConstraint(
                fields=["cadre", "source_label", "source_key", "colour"],
                condition=~Q(drafted_by_rule="") & Q(cadre__isnull=False), name="card_drafted_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "source_label", "source_key", "colour"],
                condition=~Q(drafted_by_rule="") & Q(unit__isnull=False), name="card_drafted_once_unit",
            ),
            models.CheckConstraint(condition=Q(drafted_by_rule__in=Rule.values), name="card_rule_known"),
            # Who drafted it: a person, or the system by a rule that it names.
            models.CheckConstraint(
                condition=Q(opened_by__isnull=False) | ~Q(drafted_by_rule=""), name="card_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.ESCALATED) | Q(escalated_to__isnull=False, colour=Colour.YELLOW),
                name="card_escalated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*EFFECTIVE, CardState.DECIDED, CardState.PROPOSED]) | Q(colour=Colour.YELLOW)
                | ~Q(earlier_rung="") | ~Q(no_rung_why=""),
                name="card_red_after_ladder",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=EFFECTIVE) | Q(valid_until__isnull=False), name="card_valid_until"
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.LIFTED)
                | (Q(rectified_at__isnull=False, verified_by__isnull=False) & ~Q(rectification="") & ~Q(verdict="")),
                name="card_lifted",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_at"], name="card_due")]

    def __str__(self):
        return f"{self.number_text} {self.whom}"

    @property
    def series(self):
        """What its number begins with, on papers as on pages: 黄牌〔2017〕3号."""
        return SERIES[self.colour]
