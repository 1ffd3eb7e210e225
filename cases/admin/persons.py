"""The desk of cases about a person: nobody finds the own case here."""

from cases.admin.base import CaseAdmin


class PersonCaseAdmin(CaseAdmin):
    """As every case; who is of the office and is concerned looks at the own case on its page."""

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(cadre__user=request.user)
