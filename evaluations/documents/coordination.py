"""The list of coordination slips as a workbook."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhangdian.desk.sheets import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def slips_book(slips):
    """The bytes of a workbook: one row a (dressed) slip."""
    heads = [
        _("slip number"), _("project number"), _("project"), _("matter to coordinate"), _("addressed to"),
        _("raised by"), _("raised at"), _("state"), pgettext("coordination", "level"),
        _("waits for"), _("due until"), _("days since raised"),
        _("overdue"), _("what is being done"), _("answer"), _("answered at"), _("times sent back"), _("settled at"),
        _("working days until taken up"), _("working days until settled"),
    ]  # fmt: skip
    rows = [
        [
            slip.number, slip.project.code, slip.project.name, slip.matter, slip.get_addressed_to_display(),
            slip.raised_by.name, instant(slip.raised_at), slip.get_state_display(), slip.get_level_display(),
            slip.waits_for, slip.until.isoformat() if slip.until else "", slip.waited,
            _("yes") if slip.is_overdue else "", slip.note, slip.answer, instant(slip.answered_at), slip.sent_back,
            instant(slip.solved_at), slip.response_days, slip.solved_days,
        ]
        for slip in slips
    ]  # fmt: skip
    return write_xlsx(_("Coordination slips"), heads, rows)


def instant(at):
    """Local date and time to the minute."""
    return "" if at is None else date_format(timezone.localtime(at), "Y-m-d H:i")
