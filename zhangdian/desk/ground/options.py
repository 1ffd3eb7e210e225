"""The district's numbers: each with its help and default, set from a day on, never changed afterwards."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy

from zhangdian.desk.admin import DeskAdmin
from zhangdian.desk.ground.option_form import OptionForm
from zhangdian.desk.ground.permissions import sets
from zhangdian.options import queries
from zhangdian.options.models import Option


@admin.register(Option)
class OptionAdmin(DeskAdmin):
    """A new value is a new row from a day on; a row that has begun stays for ever."""

    form = OptionForm
    reason_field = "reason"
    reasons = frozenset({"delete"})
    list_display = ("title", "key", "value", "effective_from", "set_by", "reason")
    list_select_related = ("set_by",)
    list_filter = ("effective_from",)
    search_fields = ("key", "value", "reason")
    list_before_template = "desk/options.html"
    fields = ("key", "value", "effective_from", "reason")

    @admin.display(description=gettext_lazy("setting"))
    def title(self, option):
        return str(option)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user, form.may_set = request.user, staticmethod(sets)
        return form

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # Only what has not begun can be taken back.
        began = obj is not None and getattr(obj, "effective_from", None) and obj.effective_from <= timezone.localdate()
        return not began and super().has_delete_permission(request, obj)

    def write(self, request, obj, form, change):
        obj.set_by = request.user
        super().write(request, obj, form, change)

    def changelist_view(self, request, extra_context=None):
        declared = queries.overview(timezone.localdate())
        return super().changelist_view(request, {**(extra_context or {}), "declared": declared})
