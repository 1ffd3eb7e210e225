"""A score and what it rests on as text: what is stored, and what its digest is taken over. Pure."""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from evaluations.rules.score_lines import Line, Piece, plain

# Keys in order: a database gives them back in one of its own.
as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
# Stands between lines while the pieces of a whole score become text in one go: no line of pieces looks like it.
MARK = "|"
BETWEEN = f",{as_json(MARK)},"

# What of a line is kept as text: nominal, weight, points, reached, pieces.
Texts = tuple[str, str, str, str | None, str]


def total(number: Decimal | None) -> str:
    """The total of a score; empty where there is none."""
    return "" if number is None else str(number)


def digest(score: Any, lines: Sequence[Any], texts: Sequence[Texts] | None = None) -> str:
    """SHA-256 over what a score says and everything it rests on.

    score: what a `Score` holds. lines: computed or stored ones. texts: as of `written`, where that was done already.
    """
    head = [
        score.project_id, score.cadre_id, score.revision, score.title, score.peer, total(score.total), score.grade,
        score.unranked, score.pieces, score.days, score.drawn,
    ]  # fmt: skip
    said = [as_json(head)]
    said += [
        f"{line.part} {line.indicator} {line.n} {nominal} {weight} {points} {reached or '-'} {pieces}"
        for line, (nominal, weight, points, reached, pieces) in zip(lines, texts or written(lines), strict=True)
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def written(lines: Sequence[Line | Any]) -> list[Texts]:
    """What of each line is kept as text; lines: computed or stored ones."""
    return [
        (f"{line.nominal:.4f}", f"{line.weight:.4f}", f"{line.points:.2f}",
         None if line.reached is None else f"{line.reached:.4f}", pieces)
        for line, pieces in zip(lines, _pieces(lines), strict=True)
    ]  # fmt: skip


def _pieces(lines: Sequence[Line | Any]) -> list[str]:
    """The pieces of each line as they are kept: of computed lines pieces, of stored ones lists already."""
    kept: list[Any] = []
    for line in lines:
        pieces = line.pieces
        if pieces and type(pieces[0]) is Piece:
            pieces = [plain(piece) for piece in pieces]
        kept += MARK, pieces
    texts = as_json(kept[1:])[1:-1].split(BETWEEN) if kept else []
    # Another number: a value is the mark and nothing else.
    return texts if len(texts) == len(kept) // 2 else [as_json(pieces) for pieces in kept[1::2]]
