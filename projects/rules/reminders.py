"""Names under which the ladder knows what is owed, and from when it counts."""

from projects.states import ReportState

KIND = "daily_report"


def key_of(report) -> str:
    """The key of what is owed on a report: its own for the first receipt, one for each return, and another each time an
    excuse is taken back: a report asked for again is a new debt, whoever was told of the old one."""
    if report.asked_again_at is not None:
        return f"{report.pk}.{report.version}.{report.asked_again_at:%Y%m%d%H%M%S}"
    return f"{report.pk}.{report.version}" if report.version else str(report.pk)


def owed_from(report):
    """The instant from which the ladder of an owed report counts: its cut-off, that of its return, or, where it was
    asked for again after its cut-off, the moment of asking, so that no superior hears of it at once."""
    if report.state == ReportState.RETURNED:
        return report.return_due_at
    if report.asked_again_at is not None:
        return max(report.due_at, report.asked_again_at)
    return report.due_at


def project_key(project_id: int) -> str:
    """The wider key under which all that a project owes can be held."""
    return f"project:{project_id}"
