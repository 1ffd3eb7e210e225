"""Orders as papers: the list as a workbook."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhangdian.desk.sheets import stream_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (18, 30, 28, 20, 12, 40, 40, 14, 12, 14, 12, 18, 10, 10, 10, 18, 12)


def orders_book(orders):
    """The bytes of a workbook: one row an order (as `queries.orders.dressed` gives them), texts never formulas."""
    heads = [
        _("number"), _("matter"), _("project"), _("responsible unit"), _("state"), _("problem found"),
        _("what is to be done"), _("issued at"), _("issued by"), _("due by the end of"), _("extension"),
        _("reported done at"),
        _("overdue (working days)"), _("times sent back"),
        _("reported in time"), _("closed at"), _("closed by"),
    ]  # fmt: skip
    rows = (
        [
            order.number_text, order.title, order.project.name, order.unit.name, order.get_state_display(),
            order.problem, order.demand, _instant(order.issued_at), order.issued_by.name if order.issued_by else "",
            order.last_day.isoformat() if order.last_day else "", order.get_extension_display(),
            _instant(order.reported_at), order.late_days or "", order.sent_back or "",
            "" if order.in_time is None else _("yes") if order.in_time else _("no"), _instant(order.closed_at),
            order.closed_by.name if order.closed_by else "",
        ]
        for order in orders
    )  # fmt: skip
    return stream_xlsx(_("orders-list"), WIDTHS, heads, rows)


def _instant(at):
    return "" if at is None else date_format(timezone.localtime(at), "Y-m-d H:i")
