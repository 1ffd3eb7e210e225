"""Which sites are looked at in a week: pure whole-number arithmetic, the same for ever from the same seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

OLDEST, DRAWN = "oldest", "drawn"


@dataclass(frozen=True, order=True)
class Candidate:
    """A site that could be looked at.

    key: its project. unseen: whole days since it was last seen, or since its building began. colour: its light.
    visits: how often it was seen lately.
    """

    key: int
    unseen: int
    colour: str
    visits: int


@dataclass(frozen=True)
class Pick:
    """A site of the week and how it came in."""

    candidate: Candidate
    how: str


def weight(candidate: Candidate, factors: Mapping[str, int]) -> int:
    """The weight of a site in the draw: (days not seen + 1) × the factor of its light (1 where none is set).

    Never negative; 0 only where a light's factor is 0, which takes such sites out of the draw.
    """
    return (max(candidate.unseen, 0) + 1) * max(factors.get(candidate.colour, 1), 0)


def number(seed: str, turn: int, below: int) -> int:
    """The `turn`-th number from 0 to below − 1 that `seed` gives: SHA-256 over "seed:turn", modulo `below`.

    Anybody can do it again with pencil and a hash program; it does not depend on any library's generator.
    """
    return int(sha256(f"{seed}:{turn}".encode()).hexdigest(), 16) % below


def draw(candidates: Sequence[Candidate], *, count: int, factors: Mapping[str, int], seed: str) -> list[Candidate]:
    """`count` sites drawn without putting back, each with a chance in proportion to its weight.

    In each turn the weights of those still in, in the order of their keys, are laid end to end; the number of the
    turn falls into one of them. Fewer are returned when there are not enough with a weight.
    """
    left = sorted(one for one in candidates if weight(one, factors) > 0)
    found: list[Candidate] = []
    for turn in range(count):
        total = sum(weight(one, factors) for one in left)
        if not total:
            break
        point = number(seed, turn, total)
        for one in left:
            point -= weight(one, factors)
            if point < 0:
                break
        left.remove(one)
        found.append(one)
    return found


def choose(
    candidates: Sequence[Candidate], *, wanted: int, oldest: int, ceiling: int, factors: Mapping[str, int], seed: str
) -> list[Pick]:
    """The sites of a week: the `oldest` longest not seen, then the rest of `wanted` drawn at random.

    Sites that were seen `ceiling` times lately are left out, so that nobody is visited too often. Of sites equally
    long not seen the heavier light goes first, then the smaller key.
    """
    rested = [one for one in candidates if one.visits < ceiling]
    order = sorted(rested, key=lambda one: (-one.unseen, -factors.get(one.colour, 1), one.key))
    first = order[: max(min(oldest, wanted), 0)]
    rest = [one for one in rested if one not in first]
    drawn = draw(rest, count=max(wanted - len(first), 0), factors=factors, seed=seed)
    return [Pick(one, OLDEST) for one in first] + [Pick(one, DRAWN) for one in drawn]


def coverage(unseen: Sequence[int], within: int) -> tuple[int, int]:
    """(how many of the sites were seen within the last `within` days, how many sites there are)."""
    return sum(days <= within for days in unseen), len(unseen)
