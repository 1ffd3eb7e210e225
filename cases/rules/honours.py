"""Who meets the criteria of a batch, and the digest by which the draw can be done again: pure."""

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Criteria:
    """places: at most this place in the peer group. minimum: at least this total. facts: at least so many verified
    facts in the quarter. faster: the key of the published list of faster projects of which one must be carried, or
    None."""

    places: int
    minimum: Decimal = Decimal(0)
    facts: int = 0
    faster: int | None = None


@dataclass(frozen=True)
class Standing:
    """One frozen score with what else is asked of it. key: of the score. carries: a project of the list."""

    key: int
    cadre: int
    peer: str
    place: int | None
    total: Decimal | None
    digest: str
    facts: int
    carries: bool


def meets(row: Standing, criteria: Criteria) -> bool:
    """Ranked, well enough placed, enough points and facts, and carrying one of the projects where that is asked."""
    return (
        row.place is not None
        and row.place <= criteria.places
        and row.total is not None
        and row.total >= criteria.minimum
        and row.facts >= criteria.facts
        and (criteria.faster is None or row.carries)
    )


def drawn(rows: list[Standing], criteria: Criteria) -> list[Standing]:
    """Those that meet the criteria, by peer group and place; equal places all of them."""
    return sorted((row for row in rows if meets(row, criteria)), key=lambda row: (row.peer, row.place, row.key))


def digest(rows: list[Standing], criteria: Criteria) -> str:
    """SHA-256 over the criteria and every standing looked at, in the order of the scores."""
    said = {
        "criteria": asdict(criteria) | {"minimum": f"{criteria.minimum:.2f}"},
        "rows": [
            [row.key, row.cadre, row.peer, row.place, None if row.total is None else f"{row.total:.2f}", row.digest,
             row.facts, row.carries]
            for row in sorted(rows, key=lambda row: row.key)
        ],
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
