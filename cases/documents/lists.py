"""The list of cases as a workbook."""

from django.utils.translation import gettext as _

from zhangdian.desk.sheets import stream_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (20, 14, 26, 16, 18, 12, 14, 14, 10)


def cases_book(rows):
    """The bytes of a workbook: one line a Row of cases.queries.lists, texts never formulas."""
    heads = [
        _("number"), _("kind"), _("person or unit concerned"), _("state"), _("turn of"), _("case officer"),
        _("opened on"), _("until"), _("overdue"),
    ]  # fmt: skip
    lines = (
        [
            row.number, str(row.kind), row.whom, str(row.state), str(row.holder), row.officer,
            row.opened_on.isoformat(), row.until.isoformat() if row.until else "",
            _("held") if row.is_held else _("overdue") if row.is_overdue else "",
        ]
        for row in rows
    )  # fmt: skip
    return stream_xlsx(str(_("Cases")), WIDTHS, heads, lines)
