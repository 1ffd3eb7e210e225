"""The published results of reviews as pieces of scores: the whole, the dimensions, the draws of the ballots."""

from decimal import Decimal
from functools import lru_cache

from evaluations.models import SubjectResult
from evaluations.queries.sides import Side, stream
from evaluations.rules import score_lines as lines
from evaluations.rules.scheme import DIMENSIONS
from evaluations.rules.score_lines import Piece

RESULT = "evaluations.subjectresult"


@lru_cache(maxsize=65536)
def as_text(number) -> str:
    """A number as text without needless noughts."""
    number = Decimal(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def results(sheet_of, subject: str):
    """Published results of the counts in `sheet_of`, by `subject` (project_id or cadre_id)."""
    if not sheet_of:
        return Side(())
    rows = SubjectResult.objects.filter(tally__in=list(sheet_of), **{f"subject__{subject}__isnull": False})
    return stream(
        rows.order_by(f"subject__{subject}", "pk"), f"subject__{subject}", "pk", "tally__review__name", "score",
        "papers", "is_withheld", "detail__items", "detail__fair", "tally_id",
    )  # fmt: skip


def result(row, sheet_of):
    """(piece of the whole, {dimension: piece}, draws) of one stored result; None where nobody said anything.

    sheet_of: {count: its sheet's items}."""
    _subject, key, name, score, papers, is_withheld, items, fair, tally = row
    if is_withheld or score is None:
        piece = Piece(RESULT, str(key), name, {"papers": str(papers)}, lines.WITHHELD)
        return piece, dict.fromkeys(DIMENSIONS, piece), ()
    fair = fair or {}
    values = {"score": as_text(score), "papers": str(papers)}
    if fair.get("score"):
        values["robust"] = fair["score"]
    parts = _dimensions(items, sheet_of.get(tally))
    robust = fair.get("dimensions") or {}
    key, found = str(key), {}
    for dimension in DIMENSIONS:
        if dimension in parts:
            own = {"score": parts[dimension], "papers": values["papers"]}
            if robust.get(dimension):
                own["robust"] = robust[dimension]
        else:
            # Too few answers to show the items one by one, or none of this dimension: the whole stands for it.
            own = {**values, "whole": "1"}
        found[dimension] = Piece(RESULT, key, name, own)
    return Piece(RESULT, key, name, values), found, tuple([move / 100 for move in fair.get("drawn") or ()])


def _dimensions(items, sheet):
    """{dimension: share of 100 with three decimals} from the items of a result, where they may be shown."""
    means = {item["key"]: item["mean"] for item in items or ()}
    found = {}
    for key, _name, mark, dimension in sheet or ():
        if dimension and (mean := means.get(key)) is not None:
            found[dimension] = (*found.get(dimension, ()), mean, mark)
    return {name: _of_hundred(parts) for name, parts in found.items()}


@lru_cache(maxsize=65536)
def _of_hundred(parts):
    """(mean, full mark, mean, full mark, …) of one dimension as a share of 100; few ballots give few means."""
    won, full = sum(map(Decimal, parts[::2])), sum(map(Decimal, parts[1::2]))
    return as_text((100 * won / full).quantize(Decimal("0.001"), "ROUND_HALF_UP"))


def mean_drawn(draws):
    """Several reviews of one subject move it by the mean of their draws."""
    draws = [drawn for drawn in draws if drawn]
    if len(draws) < 2:
        return tuple(draws[0]) if draws else ()
    return tuple(sum(column) / len(draws) for column in zip(*draws, strict=False))
