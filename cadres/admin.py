"""The cadre section's desk: units, cadres, influence periods."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres import forms, permissions, registry, services, transitions
from cadres.models import Appointment, Cadre, InfluencePeriod, Unit, UnitName
from cadres.resources import CadreResource, UnitResource
from zhangdian.desk.admin import DeskAdmin, DeskInline, ReadOnly, WorkflowAdmin
from zhangdian.desk.exports import DeskImport
from zhangdian.desk.moves import Act


def merge_units(unit, *, gone, **words):
    services.merge_units(unit, gone, **words)


def merge_cadres(cadre, *, gone, **words):
    services.merge_cadres(cadre, gone, **words)


class UnitNameInline(DeskInline):
    model = UnitName


@admin.register(Unit)
class UnitAdmin(DeskImport, DeskAdmin):
    """The tree of units with the names they bore."""

    exports = UnitResource
    reasons = frozenset({"change"})
    list_display = ("name", "code", "short_name", "parent", "track", "is_active")
    list_select_related = ("parent",)
    list_filter = ("track", "is_active")
    search_fields = ("name", "short_name", "code", "past_names__name")
    autocomplete_fields = ("parent",)
    inlines = (UnitNameInline,)
    acts = (
        Act(
            "rename", gettext_lazy("Rename"), permissions.keeps_units, forms.RenameForm, services.rename_unit,
            says=lambda unit: _("“%(unit)s” gets a new name; the present one becomes a past name.") % {"unit": unit},
            initial=lambda unit: {"on": timezone.localdate(), "short_name": unit.short_name},
        ),
        Act(
            "merge", gettext_lazy("Merge with a double"), permissions.merges, forms.MergeUnitForm, merge_units,
            says=lambda unit: _("Everything of the double moves to “%(thing)s”.") % {"thing": unit},
            warns=gettext_lazy("This cannot be taken back."),
            when=lambda unit: unit.is_active, why=gettext_lazy("The unit is out of use."),
        ),
    )  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        # A name changes by "rename" only, so that the old one stays findable.
        return ("name",) if obj else ()

    def export_queryset(self, request):
        return super().export_queryset(request).select_related("parent")


class AppointmentInline(ReadOnly, DeskInline):
    """Posts are entered by “appoint”; what was is not edited here."""

    model = Appointment
    fields = ("unit", "post", "level", "is_head", "from_on", "until_on", "document_no")


class Blocked:
    """The column that says in words what a period blocks."""

    @admin.display(description=gettext_lazy("blocks"))
    def blocked(self, period):
        return period.block_words


class InfluenceInline(Blocked, ReadOnly, DeskInline):
    model = InfluencePeriod
    fields = ("kind", "from_on", "until_on", "document_no", "made_by", "blocked", "lifted_on")
    readonly_fields = ("blocked",)
    show_change_link = True


class InInfluence(admin.SimpleListFilter):
    """Who is in an influence period today."""

    title = gettext_lazy("influence period")
    parameter_name = "influence"

    def lookups(self, request, model_admin):
        return [("now", _("in effect now"))]

    def queryset(self, request, queryset):
        if self.value() != "now":
            return queryset
        periods = InfluencePeriod.objects.in_effect(timezone.localdate()).filter(cadre=OuterRef("pk"))
        return queryset.filter(Exists(periods))


@admin.register(Cadre)
class CadreAdmin(DeskImport, WorkflowAdmin):
    """The roster of cadres with posts and influence periods. Service ends and begins by moves."""

    exports = CadreResource
    transitions = transitions
    reasons = frozenset({"change"})
    editable = ("name", "gender", "born_in", "phone", "unit", "post", "level", "is_assessed", "user")
    exclude = ("pinyin",)
    list_display = ("name", "unit", "post", "level", "state", "is_assessed")
    list_select_related = ("unit",)
    list_filter = ("state", "level", "is_assessed", "unit__track", InInfluence)
    search_fields = ("name", "pinyin", "phone", "unit__name", "unit__short_name")
    autocomplete_fields = ("unit",)
    raw_id_fields = ("user",)
    inlines = (AppointmentInline, InfluenceInline)
    acts = (
        Act(
            "appoint", gettext_lazy("Appoint"), permissions.keeps_cadres, forms.AppointForm, services.appoint,
            says=lambda cadre: _("“%(thing)s” is appointed to a post.") % {"thing": cadre},
            initial=lambda cadre: {"unit": cadre.unit_id, "level": cadre.level, "from_on": timezone.localdate()},
        ),
        Act(
            "begin-influence", gettext_lazy("Enter an influence period"), permissions.keeps_influence,
            forms.InfluenceForm, services.begin_influence,
            says=lambda cadre: _("“%(thing)s” is kept from what the period blocks.") % {"thing": cadre},
            warns=gettext_lazy("It needs a decision with its document number; the system decides nothing."),
            initial=lambda cadre: {"from_on": timezone.localdate()},
        ),
        Act(
            "merge", gettext_lazy("Merge with a double"), permissions.keeps_cadres, forms.MergeCadreForm, merge_cadres,
            says=lambda cadre: _("Everything of the double moves to “%(thing)s”.") % {"thing": cadre},
            warns=gettext_lazy("This cannot be taken back."),
        ),
    )  # fmt: skip

    def change_view(self, request, object_id, form_url="", extra_context=None):
        cadre = self.get_object(request, object_id) if request.method == "GET" else None
        if cadre is not None and self.has_view_permission(request, cadre):
            services.note_reading(cadre, actor=request.user, at=timezone.now())
        return super().change_view(request, object_id, form_url, extra_context)

    def move_notes(self, request, obj, move):
        if move.name not in ("leave", "retire"):
            return []
        return [(duty.what, duty.path) for duty in registry.duties(obj, timezone.localdate())]

    def write(self, request, obj, form, change):
        obj.pinyin = services.pinyin_of(obj.name)
        super().write(request, obj, form, change)

    def export_queryset(self, request):
        return super().export_queryset(request).select_related("unit").prefetch_related("appointments")


@admin.register(InfluencePeriod)
class InfluenceAdmin(Blocked, ReadOnly, DeskAdmin):
    """Influence periods: entered on the cadre's page, changed and lifted here with a reason, never deleted."""

    list_display = ("cadre", "kind", "from_on", "until_on", "document_no", "blocked", "lifted_on")
    list_select_related = ("cadre",)
    list_filter = ("kind",)
    search_fields = ("cadre__name", "cadre__pinyin", "document_no")
    date_hierarchy = "from_on"
    fields = (
        "cadre", "kind", "reason", "document_no", "made_by", "from_on", "until_on", "computed_until_on", "end_reason",
        "blocked", "lifted_on", "lifted_reason",
    )  # fmt: skip
    readonly_fields = ("blocked",)
    acts = (
        Act(
            "change-end", gettext_lazy("Another end"), permissions.keeps_influence, forms.EndForm, services.change_end,
            says=lambda period: _("The period of “%(thing)s” ends otherwise than computed.") % {"thing": period.cadre},
            initial=lambda period: {"until_on": period.until_on},
            when=lambda period: period.lifted_on is None, why=gettext_lazy("The period has been lifted."),
        ),
        Act(
            "lift", gettext_lazy("Lift"), permissions.keeps_influence, forms.LiftForm, services.lift_influence,
            says=lambda period: _("The period of “%(thing)s” has no effect any more.") % {"thing": period.cadre},
            initial=lambda period: {"on": timezone.localdate()},
            when=lambda period: period.lifted_on is None, why=gettext_lazy("The period has been lifted."),
        ),
    )  # fmt: skip
