"""Monthly bulletins: the desk. Looked at and moved, never edited; lines and words are changed on their own pages."""

from django.contrib import admin

from evaluations.models import Bulletin
from evaluations.transitions import bulletins as transitions
from zhangdian.desk.admin import WorkflowAdmin


@admin.register(Bulletin)
class BulletinAdmin(WorkflowAdmin):
    """Bulletins with their moves as buttons."""

    transitions = transitions
    exclude = ("words", "own_words", "criteria", "editors")
    list_display = ("title", "number_text", "kind", "state", "check_due_at", "published_on", "receipt_due_at")
    list_filter = ("state", "kind", "year")
    search_fields = ("title", "number_text")
    date_hierarchy = "month"
    ordering = ("-month", "-id")

    def panel(self, request, obj):
        """A month's own bulletin is never discarded, a correction never copied anew."""
        shown = super().panel(request, obj)
        if shown:
            fitting = {str(move.label) for move in transitions.open_to_now(request.user, obj)}
            shown.open[:] = [button for button in shown.open if str(button.label) in fitting]
        return shown

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False
