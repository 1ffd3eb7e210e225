"""Withdrawals of honours: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import HonourWithdrawal
from cases.transitions import withdrawal as transitions


@admin.register(HonourWithdrawal)
class HonourWithdrawalAdmin(CaseAdmin):
    """Withdrawals with their moves as buttons; a new one is proposed on the page for it."""

    transitions = transitions
    search_fields = ("number_text", "cadre__name", "honouree__honour__title")
