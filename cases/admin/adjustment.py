"""Adjustments: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import Adjustment
from cases.transitions import adjustment as transitions


@admin.register(Adjustment)
class AdjustmentAdmin(CaseAdmin):
    """Adjustments with their moves and acts as buttons."""

    transitions = transitions
    list_filter = ("state", "measure")
    list_select_related = (*CaseAdmin.list_select_related, "measure")
