"""The evaluation teams: the cadre section's desk. Notes and materials have no desk; they are read on their pages."""

from django.contrib import admin
from django.utils import timezone

from evaluations.forms.teams import PlanForm, judge_form
from evaluations.models import (
    Check,
    Examination,
    ExaminationProject,
    ExaminedCadre,
    Recusal,
    Team,
    TeamMember,
    TeamProject,
)
from evaluations.states.teams import ExaminationState
from evaluations.transitions import talks as talk_moves
from evaluations.transitions import teams as transitions
from zhangdian.desk.admin import DeskAdmin, DeskInline, WorkflowAdmin


class MemberInline(DeskInline):
    """Who sits in a team; who left keeps the days."""

    model = TeamMember
    autocomplete_fields = ("cadre",)


class ProjectInline(DeskInline):
    """The projects a team follows."""

    model = TeamProject
    autocomplete_fields = ("project",)


@admin.register(Team)
class TeamAdmin(DeskAdmin):
    """Evaluation teams with their members and projects."""

    list_display = ("name", "note", "is_active")
    search_fields = ("name",)
    inlines = (MemberInline, ProjectInline)


@admin.register(Recusal)
class RecusalAdmin(DeskAdmin):
    """Who keeps out of what; it holds for every team, note, plan and material from its first day on."""

    reason_field = "reason"
    list_display = ("person", "project", "cadre", "reason", "from_on", "until_on")
    list_select_related = ("person", "project", "cadre")
    search_fields = ("person__name", "cadre__name", "project__name")
    autocomplete_fields = ("person", "project", "cadre")


class SubjectInline(DeskInline):
    """The cadres of a plan, while it is a draft."""

    model = ExaminedCadre
    fields = ("cadre", "outcome", "outcome_note")
    readonly_fields = ("outcome", "outcome_note")
    autocomplete_fields = ("cadre",)
    verbose_name = ExaminedCadre._meta.verbose_name


class WorkInline(DeskInline):
    """The projects of a plan, while it is a draft."""

    model = ExaminationProject
    autocomplete_fields = ("project",)


@admin.register(Examination)
class ExaminationAdmin(WorkflowAdmin):
    """Evaluations on site: the plan is drafted here, the rest goes by buttons."""

    transitions = transitions
    form = PlanForm
    plan = ("title", "team", "trigger", "ways", "from_on", "until_on")
    fields = (
        *plan, "state", "drafted_by", "approved_by", "approved_at", "formed_on", "formed_of", "met_on", "meeting_no",
        "due_present", "present", "agreed",
    )  # fmt: skip
    list_display = ("title", "team", "state", "from_on", "until_on", "met_on")
    list_filter = ("state", "team", "trigger")
    list_select_related = ("team",)
    search_fields = ("title", "subjects__cadre__name")
    inlines = (SubjectInline, WorkInline)

    def get_queryset(self, request):
        return super().get_queryset(request).standing(request.user, timezone.localdate())

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.fields if name not in self.plan]

    def has_change_permission(self, request, obj=None):
        if obj is not None and not isinstance(obj, Examination):
            obj = Examination.objects.filter(pk=obj).first()
        draft = obj is None or obj.state == ExaminationState.DRAFT
        return draft and super().has_change_permission(request, obj)

    def write(self, request, obj, form, change):
        if not change:
            obj.drafted_by = request.user
        super().write(request, obj, form, change)

    def move_form(self, request, obj, move):
        return (
            judge_form(obj.subjects.select_related("cadre"))
            if move == transitions.JUDGE
            else super().move_form(request, obj, move)
        )


@admin.register(Check)
class CheckAdmin(WorkflowAdmin):
    """Verifications with their clocks; replies are written and read on their pages."""

    transitions = talk_moves
    exclude = ("sealed",)
    list_display = ("examination", "cadre", "kind", "state", "asked_at", "due_on", "replied_at")
    list_filter = ("kind", "state")
    list_select_related = ("examination", "cadre")
    search_fields = ("cadre__name", "examination__title")

    @property
    def moves(self):
        return (talk_moves.WITHDRAW,)

    def get_queryset(self, request):
        return super().get_queryset(request).standing(request.user, timezone.localdate())

    def get_readonly_fields(self, request, obj=None):
        return [name for name in super().get_readonly_fields(request, obj) if name not in ("sealed", "tag")]

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False
