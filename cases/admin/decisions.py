"""Decisions of meetings: the desk. Entered on a page of its own, looked at and moved here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Attendee, Decision, DecisionItem
from cases.permissions import decisions as may
from cases.transitions import decisions as transitions
from zhangdian.desk.admin import DeskInline, ReadOnly, WorkflowAdmin
from zhangdian.papers.queries import attachments_of


class ItemInline(ReadOnly, DeskInline):
    """The cases decided."""

    model = DecisionItem
    fields = readonly_fields = ("title", "outcome", "note")


class AttendeeInline(ReadOnly, DeskInline):
    """Who sat there."""

    model = Attendee
    fields = readonly_fields = ("name", "cadre", "is_recused", "why")


@admin.register(Decision)
class DecisionAdmin(WorkflowAdmin):
    """Decisions with their cases and attendees; confirmed and discarded by buttons."""

    transitions = transitions
    list_display = ("document_no", "meeting", "held_on", "state", "counts", "entered_by", "confirmed_by")
    list_filter = ("state", "meeting")
    list_select_related = ("entered_by", "confirmed_by")
    search_fields = ("document_no", "words", "items__title")
    date_hierarchy = "held_on"
    inlines = (ItemInline, AttendeeInline)
    list_before_template = "desk/exchange.html"

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        links = [(_("List of matters (.docx)"), reverse("cases:decision_agenda"))]
        if may.enters(request.user):
            links.insert(0, (_("Enter a decision"), reverse("cases:decision_new")))
        return super().changelist_view(request, {**(extra_context or {}), "exchange": links})

    def printed(self, request, obj):
        return [(paper.name, paper.get_absolute_url()) for paper in attachments_of(obj)]

    @admin.display(description=gettext_lazy("members, present, agreed"))
    def counts(self, row):
        return f"{row.expected} / {row.present} / {row.agreed}"
