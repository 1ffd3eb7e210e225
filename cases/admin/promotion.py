"""Proposals for promotion: the desk."""

from django.contrib import admin

from cases.admin.persons import PersonCaseAdmin
from cases.models import Promotion
from cases.transitions import promotion as transitions


@admin.register(Promotion)
class PromotionAdmin(PersonCaseAdmin):
    """Proposals with their moves as buttons."""

    transitions = transitions
    list_filter = ("state", "target")
