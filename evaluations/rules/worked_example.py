"""The worked example of docs/scoring.md, for a page that shows what other numbers would make of it. Pure.

王志远 heads a unit and carried two projects in 2017Q2: 甲 with every part, 乙 of which investment alone was owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluations.rules import cadre_scores, project_scores
from evaluations.rules.scheme import DIMENSIONS, Scheme
from evaluations.rules.score_lines import NO_SCORE, UNVERIFIED, Piece, Total

WHO, FIRST, SECOND = "王志远", "甲", "乙"
LAST = date(2017, 6, 30)
MARKS = dict(zip(DIMENSIONS, ("90", "95", "85", "80", "100"), strict=True))


@dataclass(frozen=True)
class Example:
    """The scores of both projects and of the cadre."""

    first: Total
    second: Total
    cadre: Total


def _piece(label: str, key: int, skip: str = "", **values: str) -> Piece:
    return Piece(label, str(key), "", values, skip)


FIRST_BASIS: dict[str, Sequence[Piece]] = {
    "milestones": [
        _piece("projects.milestone", 1, weight="50", planned="2017-04-20", done="2017-04-18"),
        _piece("projects.milestone", 2, weight="50", planned="2017-05-31", done="2017-06-12"),
    ],
    "investment": [_piece("projects.figure", 3, planned="300", invested="240")],
    "orders": [_piece("evaluations.order", 1, in_time="1"), _piece("evaluations.order", 2, in_time="0")],
    "review": [_piece("evaluations.subjectresult", 1, score="84.5", papers="40")],
}
SECOND_BASIS: dict[str, Sequence[Piece]] = {"investment": [_piece("projects.figure", 4, planned="120", invested="111")]}


def _carried(key: int, days: str, total: Decimal | None) -> Piece:
    score = "" if total is None else str(total)
    return _piece("projects.project", key, "" if score else NO_SCORE, share="0.4", days=days, score=score)


def example(scheme: Scheme) -> Example:
    """The example by the numbers of `scheme`."""
    first = project_scores.score(scheme, LAST, FIRST_BASIS)
    second = project_scores.score(scheme, LAST, SECOND_BASIS)
    basis: dict[str, Sequence[Piece]] = {
        "carried": [_carried(1, "91", first.total), _carried(2, "46", second.total)],
        "targets": [_piece("projects.target", 1, share="0.4", days="91", done="180", due="240")],
        "additions": [
            _piece("evaluations.fact", 1, kind="praise"),
            _piece("evaluations.fact", 2, UNVERIFIED, kind="praise"),
        ],
    }
    for name, mark in MARKS.items():
        basis[name] = [_piece("evaluations.subjectresult", 1, score=mark, papers="40")]
    return Example(first, second, cadre_scores.score(scheme, basis))
