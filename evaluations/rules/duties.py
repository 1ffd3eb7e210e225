"""Which two of the three officers open the urns. No database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass

from evaluations.states.reviews import Seat


@dataclass(frozen=True)
class Pair:
    """Who takes off the outer box, who opens the inner one, and which of an urn's lists is sealed for the two."""

    peeler: Seat
    opener: Seat
    papers: str


BOTH = Pair(Seat.FIRST, Seat.SECOND, "for_both")
WITHOUT_SECOND = Pair(Seat.FIRST, Seat.RESERVE, "without_second")
WITHOUT_FIRST = Pair(Seat.RESERVE, Seat.SECOND, "without_first")
PAIRS = (BOTH, WITHOUT_SECOND, WITHOUT_FIRST)


def pair(lost: Collection) -> Pair | None:
    """The pair on duty when the seats in `lost` cannot act; None when fewer than two are left."""
    left = {seat for seat in Seat if seat not in lost}
    return next((pair for pair in PAIRS if {pair.peeler, pair.opener} <= left), None)
