"""Coordination slips: the desk. Looked at and moved, never edited."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from evaluations.models import Coordination, CoordinationStep
from evaluations.permissions.coordination import holding
from evaluations.transitions import coordination as transitions
from zhangdian.desk.admin import DeskInline, ReadOnly, WorkflowAdmin


class StepInline(ReadOnly, DeskInline):
    """The levels it went through, with owner and dues."""

    model = CoordinationStep


@admin.register(Coordination)
class CoordinationAdmin(WorkflowAdmin):
    """Slips: where each lies, moved by button."""

    transitions = transitions
    inlines = (StepInline,)
    list_display = ("number", "project", "state", "level", "raised_by", "raised_at", "due_at", "sent_back")
    list_filter = ("state", "level", "addressed_to", "origin", "project__programme")
    list_select_related = ("project", "raised_by")
    search_fields = ("number", "project__name", "project__code", "matter")
    date_hierarchy = "raised_at"
    ordering = ("-raised_at", "-id")
    readonly_fields = ("held_by",)

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("held by"))
    def held_by(self, slip):
        return holding(slip).names or "—"
