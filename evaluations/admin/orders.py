"""Orders: the desk. Rows are looked at and moved, never edited."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.forms.orders import FORMS
from evaluations.models import Order
from evaluations.states.orders import Extension
from evaluations.transitions import orders as transitions
from zhangdian.desk.admin import WorkflowAdmin


@admin.register(Order)
class OrderAdmin(WorkflowAdmin):
    """Orders with their moves as buttons; drafted on their own pages."""

    transitions = transitions
    move_forms = FORMS
    list_display = ("number_text", "title", "project", "unit", "state", "until_day", "is_late", "in_time", "sent_back")
    list_display_links = ("number_text", "title")
    list_filter = ("state", "speed", "extension", "in_time")
    list_select_related = ("project", "unit")
    search_fields = ("number_text", "title", "project__name")
    ordering = ("-id",)

    def get_queryset(self, request):
        return super().get_queryset(request).standing(request.user, timezone.localdate())

    def panel(self, request, obj):
        """Deciding an extension is offered only while one waits."""
        shown = super().panel(request, obj)
        if shown and obj.extension != Extension.ASKED:
            words = {str(transitions.GRANT.label), str(transitions.REFUSE.label)}
            shown.open[:] = [button for button in shown.open if str(button.label) not in words]
        return shown

    def printed(self, request, obj):
        here = obj.get_absolute_url()
        return [(_("As a paper (.docx)"), f"{here}docx/"), (_("Printed form"), f"{here}print/")]

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("until"))
    def until_day(self, order):
        return order.until or "—"

    @admin.display(description=_("overdue"))
    def is_late(self, order):
        return _("overdue") if order.is_overdue(timezone.now()) else "—"
