"""The district's days, and the year as it stands with them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.calendar import queries
from zhangdian.calendar.models import DayOff
from zhangdian.desk.admin import DeskAdmin


@admin.register(DayOff)
class DayOffAdmin(DeskAdmin):
    """Days on which the district departs from the official calendar."""

    reasons = frozenset({"change", "delete"})
    list_display = ("day", "name", "is_working")
    list_filter = ("is_working",)
    search_fields = ("name",)
    date_hierarchy = "day"
    list_before_template = "desk/exchange.html"

    def changelist_view(self, request, extra_context=None):
        year = timezone.localdate().year
        links = [(str(each), self.url_of("year", each)) for each in (year - 1, year, year + 1)]
        return super().changelist_view(request, {**(extra_context or {}), "exchange": links})

    def get_custom_urls(self):
        return [*super().get_custom_urls(), ("year/<int:year>/", "calendar_dayoff_year", self.year_view)]

    def year_view(self, request, year, model_admin=None):
        """Official days off, make-up working days and the district's own, and whether the year is an estimate."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        year = min(max(year, 2001), 2099)
        estimated, days = queries.year_view(year)
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "estimated": estimated, "days": days,
            "title": _("Calendar of %(year)s") % {"year": year}, "year": year,
            "before": self.url_of("year", year - 1), "after": self.url_of("year", year + 1),
            "back": self.url_of("changelist"),
        }  # fmt: skip
        return TemplateResponse(request, "desk/year.html", context)
