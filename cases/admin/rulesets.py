"""Rule sets and the catalogue of circumstances: the desk."""

from django.contrib import admin, messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.forms.common import ReasonForm
from cases.forms.rulesets import ClockForm, ClockFormSet, CopyForm, FigureForm, MeasureForm, PartFormSet, RuleSetForm
from cases.models import Circumstance, Clock, Figure, Measure, RuleSet
from cases.permissions import rulesets as may
from cases.queries import rulecheck
from cases.queries.codes import clock_words
from cases.resources.circumstances import CircumstanceResource
from cases.rules.figures import figure_words
from cases.services import rulesets as services
from cases.states.rulesets import RuleSetState
from cases.transitions import rulesets as transitions
from zhangdian.desk.admin import DeskAdmin, DeskInline, DeskStack, WorkflowAdmin
from zhangdian.desk.exports import DeskImport
from zhangdian.desk.moves import Act


class _Part:
    """A part of a rule set: what its code means stands beside it; changed while the rule set is a draft."""

    formset = PartFormSet
    readonly_fields = ("meaning",)

    @admin.display(description=gettext_lazy("meaning"))
    def meaning(self, row):
        return "—"


class ClockInline(_Part, DeskInline):
    model = Clock
    form = ClockForm
    formset = ClockFormSet
    fields = ("meaning", "code", "count", "span", "extension")

    @admin.display(description=gettext_lazy("meaning"))
    def meaning(self, row):
        return clock_words(row.code) if row.code else "—"


def clocks_of(name, label):
    """The clocks of one kind of case, folded under its name; "" those of no kind, which several share."""
    names = tuple(f"{one}." for one in registry.KINDS)

    def get_queryset(self, request):
        rows = super(ClockInline, self).get_queryset(request)
        if name:
            return rows.filter(code__startswith=f"{name}.")
        others = Q()
        for begin in names:
            others |= Q(code__startswith=begin)
        return rows.exclude(others)

    words = format_lazy("{} · {}", Clock._meta.verbose_name_plural, label)
    kept = {"classes": ("collapse",), "verbose_name_plural": words, "get_queryset": get_queryset}
    return type(f"{name.title()}ClockInline", (ClockInline,), kept)


class FigureInline(_Part, DeskInline):
    model = Figure
    form = FigureForm
    fields = ("meaning", "code", "value")

    @admin.display(description=gettext_lazy("meaning"))
    def meaning(self, row):
        return figure_words(row.code) if row.code else "—"


class MeasureInline(_Part, DeskStack):
    model = Measure
    form = MeasureForm
    fields = (
        "meaning", ("kind", "code", "label"), ("weight", "decided_by", "months"), ("influence", "points"), "blocks",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("meaning"))
    def meaning(self, row):
        return rulecheck.measure_said(row) if row.pk else "—"


@admin.register(RuleSet)
class RuleSetAdmin(WorkflowAdmin):
    """Rule sets: a draft is copied from the one in force, edited here, adopted by another person."""

    transitions = transitions
    form = RuleSetForm
    editable = ("code", "title", "basis", "from_on", "is_sample")
    list_display = ("title", "code", "state", "from_on", "is_sample", "adopted_on", "adopted_by")
    list_filter = ("state",)
    list_select_related = ("adopted_by",)
    search_fields = ("code", "title", "basis")
    list_before_template = "desk/exchange.html"
    change_form_outer_before_template = "cases/ruleset.html"
    acts = (
        Act(
            "copy", gettext_lazy("New draft copied from this"), may.copies, CopyForm, services.copy_rules,
            says=lambda row: _("A new draft begins with everything of “%(thing)s”; this one stays as it is.")
            % {"thing": row},
            initial=lambda row: {"basis": row.basis},
        ),
    )  # fmt: skip

    def get_inlines(self, request, obj):
        """The clocks kind by kind; all of it is one form with one button."""
        clocks = [clocks_of(kind.name, kind.label) for kind in registry.KINDS.values()]
        return [*clocks, clocks_of("", gettext_lazy("several kinds")), FigureInline, MeasureInline]

    def has_add_permission(self, request, *_parent):
        return False

    def changelist_view(self, request, extra_context=None):
        links = []
        newest = RuleSet.objects.in_force(timezone.localdate()).first()
        if newest is not None and may.copies(request.user, newest):
            links.append((_("New draft copied from the one in force"), self.url_of("move", newest.pk, "copy")))
        links.append((_("Catalogue of circumstances"), reverse("admin:cases_circumstance_changelist")))
        return super().changelist_view(request, {**(extra_context or {}), "exchange": links})

    def move_view(self, request, object_id, name, model_admin=None):
        answer = super().move_view(request, object_id, name)
        if name == "copy" and request.method == "POST" and answer.status_code == 302:
            made = RuleSet.objects.filter(code=request.POST.get("code", "").strip(), entered_by=request.user).first()
            if made is not None and made.state == RuleSetState.DRAFT:
                return redirect(self.url_of("change", made.pk))
        return answer

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            other = rulecheck.before(obj)
            catalogue = reverse("admin:cases_circumstance_changelist") + f"?rule_set__id__exact={obj.pk}"
            context |= {
                "is_draft": obj.state == RuleSetState.DRAFT, "other": other,
                "findings": rulecheck.check(obj) if obj.state == RuleSetState.DRAFT else [],
                "differences": rulecheck.differences(obj, other) if other is not None else [],
                "catalogue": catalogue, "circumstances": obj.circumstances.filter(is_active=True).count(),
                "importing": import_address(obj) if may.enters(request.user, obj) else "",
            }  # fmt: skip
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            services.note_change(form.instance, actor=request.user)

    @admin.display(description=gettext_lazy("adopted on"), ordering="adopted_at")
    def adopted_on(self, row):
        return timezone.localdate(row.adopted_at) if row.adopted_at else "—"


def import_address(rule_set):
    """Where the catalogue of a draft is imported."""
    return reverse("admin:cases_circumstance_import") + f"?rule_set={rule_set.pk}"


@admin.register(Circumstance)
class CircumstanceAdmin(DeskImport, DeskAdmin):
    """The catalogue: of a draft it is edited and imported, of an adopted rule set only put in and out of use."""

    exports = CircumstanceResource
    list_display = ("code", "short", "category", "severity", "default_card", "clause", "is_sample", "is_active")
    list_display_links = ("code", "short")
    list_filter = ("rule_set", "category", "severity", "default_card", "is_sample", "is_active")
    list_select_related = ("rule_set",)
    search_fields = ("code", "text", "clause")
    ordering = ("-rule_set__from_on", "code")
    list_per_page = 100
    fields = ("rule_set", "code", "category", "text", "clause", "severity", "default_card", "is_sample", "is_active")
    acts = (
        Act(
            "out-of-use", gettext_lazy("Put out of use"), may.retires, ReasonForm, services.out_of_use,
            says=lambda row: _("“%(thing)s” is no longer offered for new cases; cases that rest on it keep it.")
            % {"thing": row},
            when=lambda row: row.is_active, why=gettext_lazy("It is out of use."),
        ),
        Act(
            "use-again", gettext_lazy("Put back into use"), may.retires, ReasonForm, services.use_again,
            says=lambda row: _("“%(thing)s” is offered for new cases again.") % {"thing": row},
            when=lambda row: not row.is_active, why=gettext_lazy("It is in use."),
        ),
    )  # fmt: skip

    @admin.display(description=gettext_lazy("text"), ordering="text")
    def short(self, row):
        return row.text if len(row.text) <= 40 else f"{row.text[:39]}…"

    def get_readonly_fields(self, request, obj=None):
        return ("rule_set", "is_active") if obj is not None else ("is_active",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "rule_set":
            kwargs["queryset"] = RuleSet.objects.filter(state=RuleSetState.DRAFT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def write(self, request, obj, form, change):
        super().write(request, obj, form, change)
        services.note_change(obj.rule_set, actor=request.user)

    # Import and export ---------------------------------------------------------------------

    def chosen(self, request):
        """The rule set that the address names, of the import or of the filtered list, or None."""
        key = request.GET.get("rule_set") or request.GET.get("rule_set__id__exact") or ""
        return RuleSet.objects.filter(pk=key).first() if key.isdigit() and len(key) < 19 else None

    def resource(self, request):
        return self.exports(
            rule_set=self.chosen(request), actor=request.user, at=timezone.now(), day=timezone.localdate()
        )  # fmt: skip

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        context = getattr(answer, "context_data", None)
        if context and "exchange" in context:
            links = [pair for pair in context["exchange"] if pair[1] != self.url_of("import")]
            drafts = RuleSet.objects.filter(state=RuleSetState.DRAFT).order_by("-from_on")[:3]
            if self.has_import_permission(request):
                links += [(_("Import into %(draft)s") % {"draft": row}, import_address(row)) for row in drafts]
            context["exchange"] = links
        return answer

    def import_view(self, request, model_admin=None):
        chosen = self.chosen(request)
        if self.has_import_permission(request) and (chosen is None or chosen.state != RuleSetState.DRAFT):
            messages.error(
                request, _("A catalogue is imported into a draft: make one first, copied from the rule set in force.")
            )
            return redirect(reverse("admin:cases_ruleset_changelist"))
        return super().import_view(request)

    def export_view(self, request, model_admin=None):
        if self.has_export_permission(request) and self.chosen(request) is None:
            messages.error(request, _("Choose one rule set in the filter first: codes repeat from version to version."))
            return redirect(self.url_of("changelist"))
        return super().export_view(request)
