"""The weekly inspection: the desk. That a visit is planned, under way or confirmed; never what anybody wrote.

Records, marks, problems and evidence are no rows of the desk: who may read them changes while a visit is under way, and
the pages of the inspection ask that question.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from evaluations.models import Inspection, WeekPlan
from evaluations.transitions import inspections as transitions
from zhangdian.desk.admin import WorkflowAdmin


@admin.register(WeekPlan)
class WeekPlanAdmin(WorkflowAdmin):
    """Plans of weeks, published by button."""

    transitions = transitions
    moves = transitions.PLAN_MOVES
    list_display = ("__str__", "state", "draws", "drawn_by", "published_at")
    list_filter = ("state",)
    list_select_related = ("drawn_by",)
    date_hierarchy = "week_on"

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Inspection)
class InspectionAdmin(WorkflowAdmin):
    """Visits: where and when, by whom, how far."""

    transitions = transitions
    moves = (transitions.CANCEL,)
    list_display = ("day", "project", "state", "how", "inspectors", "version")
    list_display_links = ("day", "project")
    list_filter = ("state", "how")
    list_select_related = ("project", "plan")
    search_fields = ("project__name", "project__code")
    date_hierarchy = "day"
    fields = (
        "project", "day", "plan", "state", "how", "why", "unseen", "visits", "begun_at", "version", "confirmed_at",
        "confirmed_by", "inspectors",
    )  # fmt: skip
    readonly_fields = ("inspectors",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("seats__user")

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("inspectors of sites"))
    def inspectors(self, visit):
        return "、".join(seat.user.name for seat in visit.seats.all()) or "—"
