"""Withdrawals of honours (撤销称号): one honoured person of a batch, by due process of its own. The batch stays.

A person of a batch is WITHDRAWN only while a delivered withdrawal about it stands: a trigger on either row
(models.guards).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import DueProcess, PersonCaseQuerySet, RestsOn, case_constraints, due_process_constraints
from cases.models.honours import Honouree
from cases.states.withdrawal import EFFECTIVE, ENDED, WithdrawalState


class HonourWithdrawalQuerySet(PersonCaseQuerySet):
    def discipline_sees(self):
        """The commission spoke on the honour and hears of its withdrawal: from the serving of the facts on."""
        return Q(served_at__isnull=False)

    def running(self):
        """Open, or delivered and not given back: while one stands there is no second one."""
        return self.filter(Q(state=WithdrawalState.DELIVERED) | ~Q(state__in=ENDED))


class HonourWithdrawal(RestsOn, DueProcess):
    """The honour of a person is to be withdrawn."""

    KIND = "withdrawal"
    ENDED = ENDED
    EFFECTIVE = EFFECTIVE
    BEGINS_AS = (WithdrawalState.DRAFT,)

    state = models.CharField(_("state"), max_length=10, choices=WithdrawalState, default=WithdrawalState.DRAFT)
    honouree = models.ForeignKey(Honouree, models.PROTECT, related_name="withdrawals", verbose_name=_("honour"))

    objects = HonourWithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal of an honour")
        verbose_name_plural = _("withdrawals of honours")
        ordering = ["-id"]
        constraints = [
            *case_constraints("withdrawal", WithdrawalState.values, ENDED),
            *due_process_constraints("withdrawal", EFFECTIVE, decided=(WithdrawalState.DECIDED, WithdrawalState.KEPT)),
            models.CheckConstraint(condition=Q(cadre__isnull=False, unit__isnull=True), name="withdrawal_of_a_person"),
            models.CheckConstraint(condition=~Q(facts=""), name="withdrawal_facts"),
            models.CheckConstraint(condition=Q(opened_by__isnull=False), name="withdrawal_by_a_person"),
            models.UniqueConstraint(
                fields=["honouree"],
                condition=~Q(state__in=[state for state in ENDED if state != WithdrawalState.DELIVERED]),
                name="withdrawal_one_running",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_at"], name="withdrawal_due")]

    def __str__(self):
        return f"{self.number_text} {self.whom}"
