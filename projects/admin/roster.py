"""The list of projects: the desk."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cadres.models import Unit
from cadres.states import Track
from projects.forms import desk as forms
from projects.forms.acts import ACTS, PLAN
from projects.models import (
    Branch,
    BranchMember,
    Milestone,
    MonthlyPlan,
    Programme,
    Project,
    ProjectUnit,
    Responsibility,
    RosterImport,
    StageSpan,
    Target,
)
from projects.permissions.roster import keeps_roster
from projects.queries import roster as queries
from projects.services import programmes
from projects.transitions import programmes as programme_moves
from projects.transitions import stages
from zhangdian.desk.admin import DeskAdmin, DeskInline, ReadOnly, WorkflowAdmin
from zhangdian.desk.moves import Act


def roll_over(programme, *, new, **words):
    return programmes.roll_over(programme, new, **words)


@admin.register(Programme)
class ProgrammeAdmin(WorkflowAdmin):
    """Programmes: their days are edited here, their state moves by buttons."""

    transitions = programme_moves
    editable = ("name", "year", "batch", "reporting_from", "reporting_until")
    list_display = ("name", "year", "batch", "state", "reporting_from", "reporting_until")
    list_filter = ("year", "state")
    search_fields = ("name",)
    acts = (
        Act(
            "roll-over", gettext_lazy("Roll over"), keeps_roster, forms.RollOverForm, roll_over,
            says=lambda programme: _("The unfinished projects of “%(thing)s” go on in another programme.")
            % {"thing": programme},
            warns=gettext_lazy("It may be repeated: what is there already is not copied twice."),
        ),
    )  # fmt: skip


class UnitInline(DeskInline):
    """The units of a project; who left keeps the days."""

    model = ProjectUnit
    autocomplete_fields = ("unit",)


class PersonInline(ReadOnly, DeskInline):
    """The people of a project; they change by “hand over” and “stand in”."""

    model = Responsibility
    fields = ("cadre", "role", "share", "from_on", "until_on", "stands_in_for")


class MilestoneInline(DeskInline):
    """The steps of a project; reached and excused by their own buttons."""

    model = Milestone
    fields = ("name", "planned_on", "weight", "done_on", "evidence", "excuse")
    readonly_fields = ("done_on", "evidence", "excuse")


class PlanInline(ReadOnly, DeskInline):
    """The plan, month by month; it is written by “plan of the year”, as one grid."""

    model = MonthlyPlan
    fields = ("month", "planned", "confirmed")


class TargetInline(DeskInline):
    """What is to be reached, in its own unit of measure."""

    model = Target


class SpanInline(ReadOnly, DeskInline):
    """The stages with their days; they follow from the moves."""

    model = StageSpan
    fields = ("stage", "from_on", "until_on", "reason")


class ResponsibleUnit(admin.SimpleListFilter):
    """Projects for which a unit is responsible today."""

    title = gettext_lazy("responsible unit")
    parameter_name = "unit"

    def lookups(self, request, model_admin):
        return [(unit.pk, unit.name) for unit in queries.responsible_units()]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdigit():
            return queryset
        unit = Unit.objects.filter(pk=self.value()).first()
        return queries.filtered(queryset, timezone.localdate(), unit=unit) if unit else queryset


class ResponsibleTrack(admin.SimpleListFilter):
    """Projects by the track of the responsible unit."""

    title = gettext_lazy("Track")
    parameter_name = "track"

    def lookups(self, request, model_admin):
        return Track.choices

    def queryset(self, request, queryset):
        return queries.filtered(queryset, timezone.localdate(), track=self.value()) if self.value() else queryset


@admin.register(Project)
class ProjectAdmin(WorkflowAdmin):
    """The project's file: plain columns edited, the stage moved by buttons, people settled by acts."""

    transitions = stages
    change_list_template = "projects/desk/list.html"
    editable = (
        "code", "name", "nature", "kind", "content", "location", "funding", "total_investment", "year_plan",
        "invested_before", "starts_on", "ends_on", "entry_document", "exit_document", "remarks",
    )  # fmt: skip
    list_display = ("code", "name", "programme", "state", "kind", "total_investment", "year_plan", "ends_on")
    list_display_links = ("code", "name")
    list_select_related = ("programme",)
    list_filter = ("programme", "state", "nature", "kind", ResponsibleUnit, ResponsibleTrack)
    search_fields = ("name", "code", "location")
    inlines = (UnitInline, PersonInline, MilestoneInline, PlanInline, TargetInline, SpanInline)
    acts = (*ACTS, PLAN)

    def move_initial(self, request, obj, move):
        return {"on": timezone.localdate(), **super().move_initial(request, obj, move)}


@admin.register(RosterImport)
class RosterImportAdmin(ReadOnly, DeskAdmin):
    """Which lists were uploaded by whom, what they did, and whether they were taken back. The lists have pages of
    their own."""

    list_display = ("name", "programme", "uploaded_by", "uploaded_at", "confirmed_at", "undone_at", "did")
    list_select_related = ("programme", "uploaded_by")
    list_filter = ("programme",)
    search_fields = ("name", "programme__name")
    fields = ("name", "programme", "uploaded_by", "uploaded_at", "confirmed_at", "undone_at", "did", "sha256")
    readonly_fields = ("did",)

    @admin.display(description=gettext_lazy("what it did"))
    def did(self, roster):
        counts = roster.outcome.get("counts", {})
        words = {
            "new": pgettext("import", "new"), "changed": pgettext("import", "changed"),
            "unchanged": pgettext("import", "unchanged"),
        }  # fmt: skip
        return "，".join(f"{label} {counts[code]}" for code, label in words.items() if counts.get(code)) or "–"


class MemberInline(DeskInline):
    """The members of a branch; one of them is its secretary."""

    model = BranchMember
    autocomplete_fields = ("cadre",)


@admin.register(Branch)
class BranchAdmin(DeskAdmin):
    """Site Party branches with their members."""

    list_display = ("name", "project", "founded_on")
    list_select_related = ("project",)
    search_fields = ("name", "project__name")
    autocomplete_fields = ("project",)
    inlines = (MemberInline,)
