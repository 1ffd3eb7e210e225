"""The reserve list: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import ReserveEntry
from cases.transitions import reserve as transitions


@admin.register(ReserveEntry)
class ReserveAdmin(CaseAdmin):
    """Entries with their moves as buttons; only for the cadre section and its leaders, never the own one."""

    transitions = transitions
    list_filter = ("state", "layer", "maturity")
