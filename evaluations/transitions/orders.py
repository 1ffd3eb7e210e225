"""The moves of an order: issued by the head of the office, signed for and put right by the unit, verified, closed.

A deadline ends with the last second of its last day. An extension is asked for once, before the deadline. The clock
stands still while the office verifies: sent back, an order is due as many days later as verifying took.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations import options
from evaluations.models import Order
from evaluations.permissions import orders as may
from evaluations.queries import orders as queries
from evaluations.rules import orders as rules
from evaluations.services import orders as services
from evaluations.states.inspections import InspectionState
from evaluations.states.orders import Extension
from evaluations.states.orders import OrderState as S
from zhangdian.calendar.queries import calendar, working_end
from zhangdian.notices import services as notices
from zhangdian.options.queries import value, values
from zhangdian.papers.services import next_number
from zhangdian.workflow import Move, MoveRefused, make, open_to

SERIES = "order"

ISSUE = Move(
    "issue", frozenset({S.DRAFT}), S.ISSUED, may.issues, gettext_lazy("Issue the order"),
    warns=gettext_lazy("The order gets its number, and its deadline begins to run. The unit is told."),
)  # fmt: skip
DISCARD = Move(
    "discard", frozenset({S.DRAFT}), S.DISCARDED, may.discards, gettext_lazy("Discard the draft"), needs=("reason",)
)
SIGN = Move(
    "sign", frozenset({S.ISSUED}), S.WORKING, may.signs, gettext_lazy("Sign for the order"),
    warns=gettext_lazy("You confirm that your unit has received the order. The deadline does not change."),
)  # fmt: skip
ASK = Move(
    "ask-extension", frozenset({S.WORKING}), S.WORKING, may.answers, gettext_lazy("Ask for an extension"),
    needs=("reason",), warns=gettext_lazy("An extension can be asked for once, before the deadline."),
)  # fmt: skip
GRANT = Move("grant", frozenset({S.WORKING}), S.WORKING, may.decides, gettext_lazy("Grant the extension"))
REFUSE = Move(
    "refuse", frozenset({S.WORKING}), S.WORKING, may.decides, gettext_lazy("Refuse the extension"), needs=("reason",)
)
REPORT = Move(
    "report-done", frozenset({S.WORKING}), S.REPORTED, may.answers, gettext_lazy("Report it done"), needs=("report",),
    warns=gettext_lazy("Hang evidence on the order first. The office verifies; the clock stands still meanwhile."),
)  # fmt: skip
CLOSE = Move(
    "close", frozenset({S.REPORTED}), S.CLOSED, may.verifies, gettext_lazy("Verified: close the order"),
    needs=("verdict",), warns=gettext_lazy("Your name and the time are kept as those of the closing."),
)  # fmt: skip
SEND_BACK = Move(
    "send-back", frozenset({S.REPORTED}), S.WORKING, may.verifies, gettext_lazy("Not put right: send back"),
    needs=("reason",), warns=gettext_lazy("It is counted. The days that verifying took are added to the deadline."),
)  # fmt: skip
WITHDRAW = Move(
    "withdraw", frozenset({S.ISSUED, S.WORKING}), S.WITHDRAWN, may.withdraws, gettext_lazy("Withdraw the order"),
    needs=("reason",), warns=gettext_lazy("Its number stays used; it counts neither as due nor as closed."),
)  # fmt: skip
REOPEN = Move(
    "reopen", frozenset({S.CLOSED}), S.WORKING, may.withdraws, gettext_lazy("The problem is back: reopen"),
    needs=("reason",), warns=gettext_lazy("It is counted. A new deadline of the same length begins to run."),
)  # fmt: skip
MOVES = (ISSUE, SIGN, REPORT, CLOSE, SEND_BACK, GRANT, REFUSE, ASK, REOPEN, WITHDRAW, DISCARD)


def open_to_now(user, order, at):
    """The moves that `user` could make on `order` at this instant: what the page shows as buttons."""
    asked = order.extension == Extension.ASKED
    found = []
    for move in open_to(user, order, MOVES):
        if move in (GRANT, REFUSE) and not asked:
            continue
        if move is ASK and (order.extension or at >= order.due_at):
            continue
        found.append(move)
    return found


def _make(move, order, *, actor, at, reason="", then=None, **changes):
    rows = Order.objects.select_related("project", "unit", "drafted_by")
    if actor is not None:
        rows = rows.standing(actor, timezone.localdate(at))
    return make(move, order, actor=actor, at=at, reason=reason, rows=rows, then=then, **changes)


def issue(order, *, actor, at):
    """Issue a draft: it gets the next number of the year, and its deadlines."""
    day = timezone.localdate(at)
    zone = timezone.get_current_timezone()

    def number(row):
        if row.finding_id and row.finding.inspection.state != InspectionState.CONFIRMED:
            raise MoveRefused(
                _("The inspection it rests on is being changed. Issue the order when the result is confirmed anew."),
                MoveRefused.WRONG_STATE,
            )
        found = values(day, options.orders.NUMBER, options.orders.SIGN)
        row.year, row.number = day.year, next_number(SERIES, day.year)
        row.number_text = rules.number_text(found[options.orders.NUMBER], row.year, row.number)[:40]
        row.sign_due_at = working_end(day, found[options.orders.SIGN])
        row.due_at = row.first_due_at = rules.end_of(rules.last_day(calendar(), day, row.days), zone)
        _tell(
            queries.of_unit(row, day), row, "issued", at,
            _("Order %(order)s: sign for it by %(sign)s, put it right by %(due)s")
            % {"order": row, "sign": _day(row.sign_due_at), "due": _day(row.due_at)},
        )  # fmt: skip

    return _make(ISSUE, order, actor=actor, at=at, then=number, issued_at=at, issued_by=actor)


def discard(order, *, actor, at, reason):
    """Throw a draft away; it never had a number."""
    return _make(DISCARD, order, actor=actor, at=at, reason=reason, end_reason=reason[:400])


def sign(order, *, actor, at):
    """Sign for an order (签收)."""
    return _make(
        SIGN, order, actor=actor, at=at, signed_at=at, signed_by=actor,
        then=lambda row: notices.settle("order_sign", [row.pk], at=at),
    )  # fmt: skip


def ask_extension(order, *, actor, at, reason, until):
    """Ask once, before the deadline, for a later last day."""
    day = timezone.localdate(at)

    def check(row):
        if row.extension:
            raise MoveRefused(
                _("An extension was asked for before; it can be asked for once."), MoveRefused.WRONG_STATE
            )
        if at >= row.due_at:
            raise MoveRefused(
                _("The deadline of %(day)s has passed; an extension is asked for before it.")
                % {"day": _day(row.due_at)},
                MoveRefused.WRONG_STATE,
            )
        longest = services.longest_extension(row, day)
        if not row.last_day < until <= longest:
            raise ValidationError(
                {"until": _("Choose a day after %(from)s and not after %(until)s.") % {
                    "from": _words(row.last_day), "until": _words(longest)}}
            )  # fmt: skip
        row.extension, row.extension_asked_at, row.extension_asked_by = Extension.ASKED, at, actor
        row.extension_until, row.extension_reason = until, reason[:400]
        _tell(
            queries.office(), row, "extension_asked", at,
            _("An extension until %(until)s is asked for: %(order)s") % {"order": row, "until": _words(until)},
        )  # fmt: skip

    return _make(ASK, order, actor=actor, at=at, reason=reason, then=check)


def grant(order, *, actor, at, until=None):
    """Grant the extension asked for, as asked or shorter."""
    zone = timezone.get_current_timezone()

    def decide(row):
        _asked(row)
        last = until or row.extension_until
        if not row.last_day < last <= row.extension_until:
            raise ValidationError(
                {"until": _("Choose a day after %(from)s and not after %(until)s.") % {
                    "from": _words(row.last_day), "until": _words(row.extension_until)}}
            )  # fmt: skip
        row.extension, row.extension_until = Extension.GRANTED, last
        row.extension_decided_at, row.extension_decided_by = at, actor
        row.due_at = rules.end_of(last, zone)
        _tell(
            [row.extension_asked_by], row, "extension_granted", at,
            _("Extended until %(until)s: %(order)s") % {"order": row, "until": _words(last)},
        )  # fmt: skip

    return _make(GRANT, order, actor=actor, at=at, then=decide)


def refuse(order, *, actor, at, reason):
    """Refuse the extension asked for: the deadline stays."""

    def decide(row):
        _asked(row)
        row.extension = Extension.REFUSED
        row.extension_decided_at, row.extension_decided_by = at, actor
        _tell(
            [row.extension_asked_by], row, "extension_refused", at,
            _("No extension, due by %(due)s: %(order)s. %(reason)s") % {
                "order": row, "due": _day(row.due_at), "reason": reason},
        )  # fmt: skip

    return _make(REFUSE, order, actor=actor, at=at, reason=reason, then=decide)


def _asked(row):
    if row.extension != Extension.ASKED:
        raise MoveRefused(_("No extension waits for a decision."), MoveRefused.WRONG_STATE)


def report_done(order, *, actor, at, report):
    """Report it done: whether it came in time is settled by this instant, should it be closed on it."""
    day = timezone.localdate(at)

    def hand_over(row):
        row.verify_due_at = working_end(day, value(options.orders.VERIFY, day))
        notices.settle("order", [queries.ladder_key(row)], at=at)
        _tell(
            queries.office(), row, f"reported{row.sent_back}.{row.reopened}", at,
            _("Reported done, verify by %(day)s: %(order)s") % {"order": row, "day": _day(row.verify_due_at)},
        )  # fmt: skip

    return _make(REPORT, order, actor=actor, at=at, then=hand_over, reported_at=at, reported_by=actor, report=report)


def close(order, *, actor, at, verdict):
    """Close a verified order (销号); who closes and when stand on it."""

    def stamp(row):
        row.in_time = row.reported_at < row.due_at
        notices.settle("order_verify", [queries.ladder_key(row)], at=at)
        _tell([row.reported_by], row, f"closed{row.reopened}", at, _("Verified and closed: %(order)s") % {"order": row})

    return _make(CLOSE, order, actor=actor, at=at, then=stamp, closed_at=at, closed_by=actor, verdict=verdict[:400])


def send_back(order, *, actor, at, reason):
    """Send a report back: it is counted, and the days that verifying took are added to the deadline."""

    def return_(row):
        settled = queries.ladder_key(row)
        row.due_at = rules.stretched(row.due_at, row.reported_at, at, timezone.get_current_timezone())
        row.sent_back += 1
        row.back_reason = reason[:400]
        notices.settle("order_verify", [settled], at=at)
        _tell(
            [row.reported_by], row, f"back{row.sent_back}", at,
            _("Sent back, due by %(due)s: %(order)s. %(reason)s") % {
                "order": row, "due": _day(row.due_at), "reason": reason},
        )  # fmt: skip

    return _make(SEND_BACK, order, actor=actor, at=at, reason=reason, then=return_)


def withdraw(order, *, actor, at, reason):
    """Withdraw an order that was issued; its number stays used."""

    def end(row):
        notices.settle("order", [queries.ladder_key(row)], at=at)
        notices.settle("order_sign", [row.pk], at=at)
        _tell(
            queries.of_unit(row, timezone.localdate(at)), row, "withdrawn", at,
            _("Withdrawn: %(order)s. %(reason)s") % {"order": row, "reason": reason},
        )  # fmt: skip

    return _make(WITHDRAW, order, actor=actor, at=at, reason=reason, then=end, end_reason=reason[:400])


def reopen(order, *, actor, at, reason):
    """Take a closed order up again because the problem is back; a deadline of the same length begins anew."""
    day = timezone.localdate(at)

    def begin(row):
        row.reopened += 1
        row.back_reason = reason[:400]
        row.closed_at = row.closed_by = row.in_time = None
        row.verdict = ""
        row.due_at = rules.end_of(
            rules.last_day(calendar(), day, row.days), timezone.get_current_timezone()
        )  # fmt: skip
        _tell(
            queries.of_unit(row, day), row, f"reopened{row.reopened}", at,
            _("Reopened, due by %(due)s: %(order)s. %(reason)s") % {
                "order": row, "due": _day(row.due_at), "reason": reason},
        )  # fmt: skip

    before = {"closed_at": str(order.closed_at), "closed_by": str(order.closed_by)}
    return make(
        REOPEN, order, actor=actor, at=at, reason=reason, then=begin, before=before, after={},
        rows=Order.objects.select_related("project", "unit").standing(actor, day),
    )  # fmt: skip


# Who is told ------------------------------------------------------------------------------------


def _tell(users, row, what, at, title):
    notices.tell(
        users, kind=f"order.{what}", key=row.pk, title=title, path=row.get_absolute_url(), at=at,
    )  # fmt: skip


def _day(due_at):
    """The last day of a deadline, in words."""
    return _words(rules.day_of(due_at, timezone.get_current_timezone()))


def _words(day):
    return date_format(day, "MONTH_DAY_FORMAT")
