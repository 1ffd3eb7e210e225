"""The desk of cases about a person: nobody finds the own case here, and no column tells what the blocks leave out."""

from cases.admin.base import CaseAdmin

SHOWN = (
    "number_text",
    "rule_set",
    "cadre",
    "handler",
    "opened_at",
    "step_at",
    "due_at",
    "extended_at",
    "held_at",
    "ended_at",
)


class PersonCaseAdmin(CaseAdmin):
    """What a case holds is shown by its blocks, as far as the reader may see it; the columns are those of the clock."""

    fields = SHOWN

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(cadre__user=request.user)
