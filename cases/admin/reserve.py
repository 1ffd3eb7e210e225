"""The reserve list: the desk."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.admin.base import CaseAdmin
from cases.models import ReserveEntry
from cases.queries.reserve import BLOCKED, marked
from cases.transitions import reserve as transitions


@admin.register(ReserveEntry)
class ReserveAdmin(CaseAdmin):
    """Entries with their moves as buttons; only for the cadre section and its leaders, never the own one."""

    transitions = transitions
    list_display = ("number_text", "whom_words", "state_words", "holder_words", "handler", "until_day", "late_words")
    list_filter = ("state", "layer", "maturity")

    def visible(self, request, queryset):
        return marked(super().visible(request, queryset), timezone.localdate())

    @admin.display(description=_("state"), ordering="state")
    def state_words(self, entry):
        return BLOCKED if entry.is_blocked else entry.get_state_display()
