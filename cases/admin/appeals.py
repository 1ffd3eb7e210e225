"""Reviews and appeals: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import Appeal
from cases.transitions import appeals as transitions


@admin.register(Appeal)
class AppealAdmin(CaseAdmin):
    """Reviews and appeals with their moves as buttons."""

    transitions = transitions
    list_filter = ("state", "remedy", "is_late", "result")
