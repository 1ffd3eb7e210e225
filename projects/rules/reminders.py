"""Names under which the ladder knows what is owed."""

KIND = "daily_report"


def key_of(report) -> str:
    """The key of what is owed on a report: its own for the first receipt, one for each return."""
    return f"{report.pk}.{report.version}" if report.version else str(report.pk)


def project_key(project_id: int) -> str:
    """The wider key under which all that a project owes can be held."""
    return f"project:{project_id}"
