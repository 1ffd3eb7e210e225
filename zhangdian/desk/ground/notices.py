"""The heartbeats: which sweep ran when, and what it said."""

from django.contrib import admin
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhangdian.desk.admin import DeskAdmin, ReadOnly
from zhangdian.notices import queries
from zhangdian.notices.models import Heartbeat


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly, DeskAdmin):
    """Written by the sweeps, looked at by people."""

    list_display = ("name", "at", "age", "said")
    search_fields = ("name",)
    ordering = ("name",)
    change_form_outer_after_template = None

    @admin.display(description=gettext_lazy("how long ago"))
    def age(self, beat):
        now = timezone.now()
        ago = timesince(beat.at, now)
        return _("■ late: %(ago)s") % {"ago": ago} if queries.is_late(beat, now) else ago
