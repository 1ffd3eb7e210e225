"""The reserve list: the desk."""

from django.contrib import admin
from django.utils import timezone

from cases.admin.base import CaseAdmin
from cases.models import ReserveEntry
from cases.queries.reserve import BLOCKED, marked
from cases.transitions import reserve as transitions


@admin.register(ReserveEntry)
class ReserveAdmin(CaseAdmin):
    """Entries with their moves as buttons; only for the cadre section and its leaders, never the own one."""

    transitions = transitions
    list_filter = ("state", "layer", "maturity")

    def visible(self, request, queryset):
        return marked(super().visible(request, queryset), timezone.localdate())

    def stands(self, entry):
        return BLOCKED if entry.is_blocked else entry.get_state_display()
