"""A desk of its own for tests of the admin base: a toy workflow on daily reports."""

import types

from django import forms
from django.contrib import admin
from django.urls import include, path

from cadres.models import Unit, UnitName
from projects.models import DailyReport
from projects.states import ReportState
from zhangdian import workflow
from zhangdian.desk.admin import DeskAdmin, DeskInline, WorkflowAdmin
from zhangdian.desk.sites import DeskSite

EXEMPT = workflow.Move(
    "exempt", frozenset({ReportState.OPEN}), ReportState.EXEMPT, lambda user, report: user.has_role("office"),
    label="免报", needs=("reason",), warns="免报后不再催报。",
)  # fmt: skip
REOPEN = workflow.Move(
    "reopen", frozenset({ReportState.EXEMPT}), ReportState.OPEN, lambda user, report: user.has_role("planner"),
    label="撤回免报", fields={"note": forms.CharField(required=False)},
)  # fmt: skip


def exempt(report, *, actor, at, reason):
    return workflow.make(EXEMPT, report, actor=actor, at=at, reason=reason, exempt_reason=reason)


def reopen(report, *, actor, at, note=""):
    return workflow.make(REOPEN, report, actor=actor, at=at, exempt_reason="")


toy = types.SimpleNamespace(MOVES=(EXEMPT, REOPEN), exempt=exempt, reopen=reopen)
site = DeskSite(name="admin")


class NameInline(DeskInline):
    model = UnitName


class UnitDesk(DeskAdmin):
    reasons = frozenset({"change", "delete"})
    list_display = ("name", "parent")
    list_select_related = ("parent",)
    search_fields = ("name",)
    inlines = (NameInline,)


class ReportDesk(WorkflowAdmin):
    transitions = toy
    editable = ("place",)
    list_display = ("project", "day", "state")
    list_select_related = ("project",)


site.register(Unit, UnitDesk)
site.register(DailyReport, ReportDesk)
# The side bar offers everything that the house's own desk has.
for model, desk in admin.site._registry.items():
    if not site.is_registered(model):
        site.register(model, type(desk))

urlpatterns = [path("admin/", site.urls), path("", include("zhangdian.urls"))]
