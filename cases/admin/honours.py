"""Honours: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import Honour
from cases.transitions import honours as transitions


@admin.register(Honour)
class HonourAdmin(CaseAdmin):
    """Batches with their moves as buttons."""

    transitions = transitions
    list_filter = ("state", "sort")
    search_fields = ("number_text", "title", "people__name")
