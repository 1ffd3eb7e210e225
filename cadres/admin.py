"""The cadre section's desk: units."""

from django.contrib import admin

from cadres import permissions  # noqa: F401  (registers who may do what)
from cadres.models import Unit, UnitName
from zhangdian.desk.admin import DeskAdmin, DeskInline


class UnitNameInline(DeskInline):
    model = UnitName


@admin.register(Unit)
class UnitAdmin(DeskAdmin):
    """The tree of units with the names they bore."""

    reasons = frozenset({"change"})
    list_display = ("name", "code", "short_name", "parent", "track", "is_active")
    list_select_related = ("parent",)
    list_filter = ("track", "is_active")
    search_fields = ("name", "short_name", "code", "past_names__name")
    autocomplete_fields = ("parent",)
    inlines = (UnitNameInline,)
