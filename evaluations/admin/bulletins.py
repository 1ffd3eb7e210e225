"""Monthly bulletins and lists of faster projects: the desk.

Looked at and moved, never edited; lines and words are changed on their own pages.
"""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluations.forms.bulletins import DecisionForm
from evaluations.models import Batch, BatchLine, Bulletin
from evaluations.transitions import batches, bulletins
from zhangdian.desk.admin import DeskInline, ReadOnly, WorkflowAdmin


@admin.register(Bulletin)
class BulletinAdmin(WorkflowAdmin):
    """Bulletins with their moves as buttons."""

    transitions = bulletins
    fields = (
        "title", "number_text", "kind", "state", "month", "corrects", "why", "organ", "addressees", "copies",
        "drafted_by", "drafted_at", "check_due_at", "reviewed_by", "reviewed_at", "signed_by", "signed_at",
        "published_by", "published_at", "published_on", "receipt_due_at", "seal_number", "seal_hash", "digest",
    )  # fmt: skip
    list_display = ("title", "number_text", "kind", "state", "check_due_at", "published_on", "receipt_due_at")
    list_filter = ("state", "kind", "year")
    search_fields = ("title", "number_text")
    date_hierarchy = "month"
    ordering = ("-month", "-id")

    def panel(self, request, obj):
        """A month's own bulletin is never discarded, a correction never copied anew."""
        shown = super().panel(request, obj)
        if shown:
            fitting = {str(move.label) for move in bulletins.open_to_now(request.user, obj)}
            shown.open[:] = [button for button in shown.open if str(button.label) in fitting]
        return shown

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class LineInline(ReadOnly, DeskInline):
    """The projects of a list."""

    model = BatchLine
    fields = readonly_fields = ("name", "unit_names", "track", "months", "deviation", "is_listed", "reason")


@admin.register(Batch)
class BatchAdmin(WorkflowAdmin):
    """Lists of faster projects with their moves as buttons; drawn up and changed on their own page."""

    transitions = batches
    move_forms = {"publish": DecisionForm}
    fields = (
        "title", "number_text", "state", "first_month", "last_month", "standard", "drawn_from", "drafted_by",
        "drafted_at", "meeting", "decided_on", "document_no", "recorded_by", "recorded_at", "end_reason",
    )  # fmt: skip
    readonly_fields = ("standard", "drawn_from")
    inlines = (LineInline,)
    list_display = ("title", "number_text", "state", "listed", "meeting", "decided_on", "document_no", "drafted_by")
    list_filter = ("state", "year")
    list_select_related = ("drafted_by",)
    search_fields = ("title", "number_text", "document_no")
    date_hierarchy = "last_month"
    ordering = ("-last_month", "-id")

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.annotate(listed_n=Count("lines", filter=Q(lines__is_listed=True)))

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("on the list"))
    def listed(self, batch):
        return batch.listed_n

    @admin.display(description=_("criteria"))
    def standard(self, batch):
        words = gettext("Among the faster in at least %(months)s of %(of)s bulletins, and not behind plan in the last.")
        return words % {"months": batch.criteria.get("months", "–"), "of": batch.criteria.get("of", "–")}

    @admin.display(description=_("bulletins it was drawn from"))
    def drawn_from(self, batch):
        return "、".join(one["number"] for one in batch.sources) or "–"
