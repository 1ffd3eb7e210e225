"""The list of daily reports as a workbook."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhangdian.desk.sheets import stream_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (12, 14, 28, 20, 10, 18, 18, 10, 8, 50, 8, 40, 40, 40, 10, 12)


def lateness_words(report):
    """On time, late, or nothing to say yet; the page says the same."""
    if report.is_late is None:
        return ""
    if report.is_late:
        return _("late")
    return _("in time (written without a signal)") if report.is_offline_on_time else _("in time")


def reports_book(reports):
    """The bytes of a workbook: one row a report, times with their zone in the header, texts never formulas."""
    zone = timezone.get_current_timezone_name()
    heads = [
        _("day"), _("project number"), _("project"), _("responsible unit"), _("state"), _("cut-off (%s)") % zone,
        _("received at (%s)") % zone, _("in time"), _("version"), _("progress today"), _("no change today"),
        _("problem"), _("matter to coordinate"), _("plan for tomorrow"), _("photos"), _("reporter"),
    ]  # fmt: skip
    rows = (
        [
            report.day.isoformat(), report.project.code, report.project.name, report.unit_name or "",
            report.get_state_display(), instant(report.due_at), instant(report.received_at), lateness_words(report),
            report.version or "", report.text, _("yes") if report.no_change else "", report.problem,
            report.coordination, report.plan, report.photo_count or "", report.reporter.name if report.reporter else "",
        ]
        for report in reports.iterator(chunk_size=1000)
    )  # fmt: skip
    return stream_xlsx(_("Daily reports"), WIDTHS, heads, rows)


def instant(at):
    """Local date and time to the second, as a cut-off needs it."""
    return "" if at is None else date_format(timezone.localtime(at), "Y-m-d H:i:s")
