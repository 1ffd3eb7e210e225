"""Cards: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import Card
from cases.transitions import cards as transitions


@admin.register(Card)
class CardAdmin(CaseAdmin):
    """Cards with their moves as buttons."""

    transitions = transitions
    list_filter = ("state", "colour")
