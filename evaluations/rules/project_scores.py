"""The quarter score of a project: milestones, investment, orders closed in time, review. Pure.

    milestones   Σ weight × f(delay) ÷ Σ weight, f = 1 on time, less `late_step` for every `late_days` full days of
                 delay, never below 0; 0 while overdue and open. A milestone is owed from the quarter it was planned for
                 until it is reached. One that was late for an accepted reason leaves the denominator.
    investment   invested ÷ planned, from January to the end of the quarter, at most 1; no plan: leaves it.
    orders       orders reported in time ÷ orders due in the quarter; none due: leaves it.
    review       the mean of the published reviews of the quarter, of 100; none, or withheld: leaves it.

Source: the district's rules for key projects (节点 40, 投资 25, 问题销号 15, 评议 20 as they come; the scheme says how
much each weighs). How punctually reports come in is no input here.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from evaluations.rules import score_lines as lines
from evaluations.rules.scheme import ROBUST, Scheme
from evaluations.rules.score_lines import Line, Piece, Total

PART, ONE = "project", Decimal(1)


def score(scheme: Scheme, until: date, basis: dict[str, Sequence[Piece]]) -> Total:
    """The score of one project at the end of the quarter, `until`. basis: pieces by indicator."""
    found = [
        _line(scheme, "milestones", _milestones(scheme, until, basis.get("milestones", ()))),
        _line(scheme, "investment", _investment(basis.get("investment", ()))),
        _line(scheme, "orders", _orders(basis.get("orders", ()))),
        _line(scheme, "review", review(scheme, basis.get("review", ()))),
    ]
    return lines.summed([(lines.HUNDRED, found)], scheme.decimals)


def _line(scheme: Scheme, indicator: str, found: tuple[Sequence[Piece], Decimal | None, int]) -> Line:
    pieces, reached, n = found
    return Line(PART, indicator, scheme.project[indicator], tuple(pieces), reached, n)


def kept(planned: date, done: date | None, until: date, scheme: Scheme) -> Decimal:
    """f of one milestone: the share of its weight that is kept at the end of the quarter."""
    if done is None or done > until:
        return lines.NOUGHT if planned <= until else ONE
    late = max(0, (done - planned).days)
    return max(lines.NOUGHT, ONE - scheme.late_step * (late // scheme.late_days))


def _milestones(scheme, until, pieces):
    """values: weight, planned, done (empty: open), excused (1: a delay was accepted)."""
    seen, won, whole, n = [], lines.NOUGHT, lines.NOUGHT, 0
    for piece in pieces:
        values = piece.values
        done = date.fromisoformat(values["done"]) if values.get("done") else None
        f = kept(date.fromisoformat(values["planned"]), done, until, scheme)
        skip = piece.skip or (lines.EXCUSED if values.get("excused") and f < 1 else "")
        if skip:
            seen.append(Piece(piece.label, piece.key, piece.title, values, skip, piece.open))
            continue
        seen.append(piece)
        weight = Decimal(values["weight"])
        won, whole, n = won + weight * f, whole + weight, n + 1
    return seen, lines.share(won, whole) if whole else None, n


def _investment(pieces):
    """values: planned, invested (万元 of a month)."""
    planned = sum((Decimal(piece.values["planned"]) for piece in pieces if not piece.skip), Decimal(0))
    invested = sum((Decimal(piece.values["invested"]) for piece in pieces if not piece.skip), Decimal(0))
    return pieces, lines.share(invested, planned) if planned > 0 else None, sum(not piece.skip for piece in pieces)


def _orders(pieces):
    """values: in_time (1 or 0)."""
    due = [piece for piece in pieces if not piece.skip]
    return (
        pieces,
        lines.share(Decimal(sum(piece.values["in_time"] == "1" for piece in due)), Decimal(len(due))) if due else None,
        len(due),
    )


def review(scheme: Scheme, pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Decimal | None, int]:
    """(pieces, mean of the reviews of 100, valid papers). values: score, papers, and robust where there is one."""
    due = [piece for piece in pieces if not piece.skip]
    if not due:
        return pieces, None, 0
    won = lines.NOUGHT
    for piece in due:
        won += Decimal(taken(scheme, piece))
    return pieces, lines.share(won, lines.HUNDRED * len(due)), len(due)


def taken(scheme: Scheme, piece: Piece) -> str:
    """Of a review's figures the one that the scheme asks for; the review's own where there is no robust one."""
    if scheme.averaging == ROBUST and piece.values.get("robust"):
        return piece.values["robust"]
    return piece.values["score"]
