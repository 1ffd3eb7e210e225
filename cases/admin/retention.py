"""Retention: the desk. Batches with their moves; legal holds to be looked at."""

from django.contrib import admin
from django.db.models import Count

from cases.models import Disposal, DisposalItem, LegalHold
from cases.transitions import retention as transitions
from zhangdian.desk.admin import DeskAdmin, DeskInline, ReadOnly, WorkflowAdmin


class DisposalItemInline(ReadOnly, DeskInline):
    model = DisposalItem
    extra = 0
    fields = ("number_text", "ended_at", "years", "done_at")
    readonly_fields = fields


@admin.register(Disposal)
class DisposalAdmin(WorkflowAdmin):
    """Batches of disposal."""

    transitions = transitions
    list_display = ("id", "state", "why", "proposed_by", "confirmed_by", "how_many")
    list_select_related = ("proposed_by", "confirmed_by")
    list_filter = ("state",)
    inlines = (DisposalItemInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(count=Count("items"))

    @admin.display(description=DisposalItem._meta.verbose_name_plural)
    def how_many(self, disposal):
        return disposal.count

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(LegalHold)
class LegalHoldAdmin(ReadOnly, DeskAdmin):
    """Legal holds."""

    list_display = ("title", "reason", "held_by", "held_at", "lifted_at")
    list_select_related = ("held_by",)
