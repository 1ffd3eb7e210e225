"""Adjustments: the desk."""

from django.contrib import admin

from cases.admin.persons import PersonCaseAdmin
from cases.models import Adjustment
from cases.transitions import adjustment as transitions


@admin.register(Adjustment)
class AdjustmentAdmin(PersonCaseAdmin):
    """Adjustments with their moves and acts as buttons."""

    transitions = transitions
    list_filter = ("state", "measure")
    list_select_related = (*PersonCaseAdmin.list_select_related, "measure")
