"""Proposals for promotion: the desk."""

from django.contrib import admin

from cases.admin.base import CaseAdmin
from cases.models import Promotion
from cases.transitions import promotion as transitions


@admin.register(Promotion)
class PromotionAdmin(CaseAdmin):
    """Proposals with their moves as buttons."""

    transitions = transitions
    list_filter = ("state", "target")
