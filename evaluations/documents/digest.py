"""The week by unit as a workbook."""

from django.utils.translation import gettext as _

from evaluations.queries.digest import NUMBERS
from zhangdian.desk.sheets import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORTS = ("expected", "on_time", "late", "missing")


def digest_book(page):
    """The bytes of a workbook: one row a unit and one for all; without the reports where the page knows none."""
    heads = {
        "expected": _("reports due"), "on_time": _("on time"), "late": _("late"), "missing": _("missing"),
        "visits": _("visits"), "found": _("problems confirmed"), "issued": _("orders issued"),
        "closed": _("orders closed"), "open": _("orders not closed"), "overdue": _("orders overdue"),
        "raised": _("slips raised"), "solved": _("slips settled"), "waiting": _("slips open"),
    }  # fmt: skip
    names = [name for name in NUMBERS if page.knows_reports or name not in REPORTS]
    rows = [[str(line.unit or _("no unit")), *(getattr(line, name) for name in names)] for line in page.lines]
    rows.append([_("all units"), *(getattr(page.total, name) for name in names)])
    return write_xlsx(_("week of inspection"), [_("unit"), *(heads[name] for name in names)], rows)
