"""What another scheme makes of scores that are there: which pieces stand otherwise, and what is a move. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluations.rules.score_lines import EXCUSED, NO_SCORE, Piece

Pairs = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Stand:
    """How somebody stands under one scheme. points: of each indicator."""

    total: Decimal | None
    grade: str
    peer: str
    unranked: str
    place: int | None
    of: int | None
    points: Mapping[str, Decimal]


def groups(old: Pairs, new: Pairs) -> tuple[dict[str, str], list[str]]:
    """({name of a group: its name under the other scheme}, [groups that the other scheme tears apart]).

    old, new: {(track, level): name of the group}. A score keeps the name of its group, not track and level: a group
    whose rows come to several groups keeps its name, since nobody can tell who belongs where.
    """
    found, torn = {}, []
    for name in dict.fromkeys(old.values()):
        names = {new.get(pair, "") for pair, own in old.items() if own == name}
        if len(names) > 1:
            torn.append(name)
        found[name] = name if len(names) > 1 else names.pop()
    return found, torn


def afresh(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces as the arithmetic takes them anew: an accepted reason counts where the delay costs something, which
    is for the scheme to say."""
    return [
        replace(piece, skip="") if piece.skip == EXCUSED and piece.values.get("excused") else piece for piece in pieces
    ]


def carried(pieces: Iterable[Piece], totals: Mapping[str, Decimal | None]) -> list[Piece]:
    """Pieces of projects carried, with their new totals. totals: {key of the project: total or None}."""
    found = []
    for piece in pieces:
        if piece.key not in totals:
            found.append(piece)
            continue
        total = totals[piece.key]
        skip = piece.skip if piece.skip not in ("", NO_SCORE) else ("" if total is not None else NO_SCORE)
        found.append(replace(piece, values={**piece.values, "score": "" if total is None else str(total)}, skip=skip))
    return found


def moves(before: Stand, after: Stand) -> bool:
    """Another place, grade or group, or ranked where one was not, or the other way round."""
    return any(
        getattr(before, name) != getattr(after, name) for name in ("place", "grade", "peer", "unranked")
    )  # fmt: skip


def why(before: Stand, after: Stand) -> list[list[str]]:
    """[indicator, points before, points after] of every line with other points, the largest change first."""
    names: Sequence[str] = list(dict.fromkeys([*before.points, *after.points]))
    nought = Decimal(0)
    changed = [
        (name, before.points.get(name, nought), after.points.get(name, nought))
        for name in names
        if before.points.get(name, nought) != after.points.get(name, nought)
    ]
    changed.sort(key=lambda line: -abs(line[2] - line[1]))
    return [[name, str(was), str(now)] for name, was, now in changed]
