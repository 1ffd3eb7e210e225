"""Scores as papers: the places of a quarter as a workbook."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhangdian.desk.sheets import stream_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (24, 8, 14, 16, 10, 10, 10, 12, 10, 10, 30)


def standings_book(scoring, rows):
    """The bytes of a workbook: one row a (dressed) row of the standings, figures as texts as they are shown."""
    heads = [
        _("peer group"), pgettext("rank", "place"), _("range of places"), _("cadre"), _("score"), _("grade"),
        _("places moved"), _("revised score"), _("pieces of evidence"), _("days on projects"), _("why not ranked"),
    ]  # fmt: skip
    lines = (
        [
            row.peer, row.place or "", f"{row.low}–{row.high}" if row.low and row.low != row.high else "", row.title,
            "" if row.total is None else str(row.total), str(row.grade_words),
            "" if row.moved is None else f"{row.moved:+d}", "" if row.newest is None else str(row.newest.total),
            row.pieces, row.days, str(row.why_unranked) if row.unranked else "",
        ]
        for row in rows
    )  # fmt: skip
    return stream_xlsx(str(scoring), WIDTHS, heads, lines)
