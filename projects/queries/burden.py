"""What the projects were asked to report in a month."""

from projects.models import Figure
from projects.states import Period, Scope


def reports(month):
    """{project key: daily reports asked in the month (expected less excused)}; one statement."""
    rows = Figure.objects.filter(scope=Scope.PROJECT, period=Period.MONTH, starts_on=month)
    found = {key: expected - exempt for key, expected, exempt in rows.values_list("scope_id", "expected", "exempt")}
    return {key: n for key, n in found.items() if n}
