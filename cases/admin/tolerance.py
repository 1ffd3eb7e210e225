"""Error tolerance: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import Tolerance
from cases.transitions import tolerance as transitions


@admin.register(Tolerance)
class ToleranceAdmin(CaseAdmin):
    """Tolerance cases with their moves and acts as buttons."""

    transitions = transitions
    list_filter = ("state", "outcome", "origin")
