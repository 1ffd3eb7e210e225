"""Cards: the desk."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.admin.base import CaseAdmin
from cases.models import Card
from cases.permissions.cards import proposes
from cases.transitions import cards as transitions


@admin.register(Card)
class CardAdmin(CaseAdmin):
    """Cards with their moves as buttons; a new one is proposed on the page for it."""

    transitions = transitions
    list_filter = ("state", "colour", "drafted_by_rule")
    list_before_template = "desk/exchange.html"

    def changelist_view(self, request, extra_context=None):
        links = [(_("Propose a card"), reverse("cases:card_new"))] if proposes(request.user) else []
        return super().changelist_view(request, {**(extra_context or {}), "exchange": links})
