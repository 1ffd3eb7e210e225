"""The desk of a case: its state line, whose turn until when, moves and acts as buttons, why-nots, papers, the trail."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import acts, registry
from cases.models import LegalHold
from cases.queries import lists, retention
from cases.queries.served import served
from cases.services.clocks import holder_of
from cases.states.common import Holder
from cases.states.retention import UNDER_HOLD
from cases.views import panel as panels
from cases.views.cases import form_of, legal_hold
from zhangdian.desk.admin import WorkflowAdmin


class CaseAdmin(WorkflowAdmin):
    """A kind registers: `@admin.register(Card) class CardAdmin(CaseAdmin): transitions = transitions`."""

    change_form_outer_before_template = "cases/desk.html"
    list_display = ("number_text", "whom_words", "state_words", "holder_words", "handler", "until_day", "late_words")
    list_display_links = ("number_text", "whom_words")
    list_filter = ("state",)
    list_select_related = ("cadre", "unit", "handler")
    search_fields = ("number_text", "cadre__name", "unit__name")
    ordering = ("-id",)

    # What it is about is shown by its blocks, which know what each reader may see; the bare columns do not.
    fieldsets = ((_("The file of the case"), {"fields": (
        "number_text", "state", "rule_set", "opened_at", "opened_by", "handler", "step_at", "due_at",
    )}),)  # fmt: skip

    @property
    def acts(self):
        return (*registry.KINDS[self.model.KIND].acts, *acts.COMMON)

    def visible(self, request, queryset):
        """Nobody finds here what concerns him: the own case is looked at on its page."""
        return retention.marked(queryset.on_desk(request.user, timezone.localdate()))

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def panel(self, request, obj):
        return panels.panel(obj, request.user, lambda move: self.url_of("move", obj.pk, move.name))

    def move_view(self, request, object_id, name, model_admin=None):
        """As every move's page, but what follows from a decision, a finding or an appeal is no button here either."""
        obj = self.get_object(request, unquote(object_id))
        move = next((move for move in (*self.moves, *self.acts) if move.name == name), None)
        if obj is not None and move is not None and self.has_view_permission(request, obj):
            refused = panels.refusal(registry.of(obj), obj, move, request.user)
            if refused is not None:
                messages.error(request, str(refused))
                return redirect(self.url_of("change", obj.pk))
        return super().move_view(request, object_id, name, model_admin)

    def move_form(self, request, obj, move):
        return form_of(registry.of(obj), obj, move)

    def printed(self, request, obj):
        return [
            (form.label, reverse("cases:paper", args=[obj.KIND, obj.pk, form.code]))
            for form in registry.of(obj).papers(obj, request.user)
            if form.is_listed and form.when(obj)
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            kind, at = registry.of(obj), timezone.now()
            context |= {
                "line": lists.line(obj), "holder": Holder(holder_of(obj)).label, "is_overdue": obj.is_overdue(at),
                "blocks": kind.blocks(obj, request.user, timezone.localdate(at)), "served": served(obj),
                "legal": legal_hold(request.user, obj, LegalHold.objects.standing().about(obj)),
            }  # fmt: skip
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("person or unit concerned"))
    def whom_words(self, case):
        return str(case.whom or "—")

    def stands(self, case):
        """Where it stands, in words."""
        return case.get_state_display()

    @admin.display(description=_("state"), ordering="state")
    def state_words(self, case):
        return f"{self.stands(case)} · {UNDER_HOLD}" if case.is_kept else self.stands(case)

    @admin.display(description=_("turn of"))
    def holder_words(self, case):
        return Holder(holder_of(case)).label

    @admin.display(description=_("until"))
    def until_day(self, case):
        return case.until or "—"

    @admin.display(description=_("overdue"))
    def late_words(self, case):
        if case.held_at:
            return _("held")
        return _("overdue") if case.is_overdue(timezone.now()) else "—"
