"""The report a day: the desk. Rows are looked at and moved, never edited."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from projects.documents.day import lateness_words
from projects.models import DailyReport
from projects.transitions import day as transitions
from zhangdian.desk.admin import WorkflowAdmin

HANDED_IN = (transitions.SUBMIT, transitions.REVISE)


@admin.register(DailyReport)
class DailyReportAdmin(WorkflowAdmin):
    """Daily reports: what came in, how, and when; read, returned, excused by button."""

    transitions = transitions
    list_display = ("day", "project", "state", "cut_off", "received", "in_time", "version", "reporter", "read_at")
    list_display_links = ("day", "project")
    list_filter = ("state", "is_late", "has_problem", "needs_coordination", "channel", "project__programme")
    list_select_related = ("project", "reporter")
    search_fields = ("project__name", "project__code", "text", "problem")
    date_hierarchy = "day"
    ordering = ("-day", "project__code")
    readonly_fields = ("amounts", "photos")

    @property
    def moves(self):
        """Handing in belongs to the form of the liaison; the rest are buttons here."""
        return tuple(move for move in self.transitions.MOVES if move not in HANDED_IN)

    def get_queryset(self, request):
        return super().get_queryset(request).standing(request.user, timezone.localdate())

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("cut-off"), ordering="due_at")
    def cut_off(self, report):
        return timezone.localtime(report.due_at).strftime("%H:%M")

    @admin.display(description=_("received at"), ordering="received_at")
    def received(self, report):
        return timezone.localtime(report.received_at).strftime("%m-%d %H:%M:%S") if report.received_at else "—"

    @admin.display(description=_("in time"), ordering="is_late")
    def in_time(self, report):
        return lateness_words(report) or "—"

    @admin.display(description=_("Done today"))
    def amounts(self, report):
        rows = report.progress.select_related("target")
        return format_html_join("、", "{} {} {}", ((row.target, row.amount, row.target.measure) for row in rows)) or "—"

    @admin.display(description=_("Photos"))
    def photos(self, report):
        rows = report.photos.current()
        link = '<a href="/daily-reports/photos/{}/shown/">{}</a>'
        return format_html_join(" ", link, ((row.pk, row.pk) for row in rows)) or "—"
