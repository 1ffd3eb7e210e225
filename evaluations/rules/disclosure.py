"""What may be shown of ballots: nothing for fewer than five, nor where two views differ by fewer.

Source: the rule of the secret ballot (a group is shown from five valid ballots on, else merged). Five is a setting.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """Groups of raters that are counted and shown together, and how many papers they gave."""

    groups: tuple[str, ...]
    papers: int


def cells(counts: Sequence[tuple[str, int]], fewest: int) -> list[Cell]:
    """The groups of `counts` (code, papers; in their order) as cells of at least `fewest` papers each.

    Groups without a paper fall out. A group with too few goes together with the cell before it, the first one with
    the cell after it, until every cell has enough. What is left below `fewest` altogether is one cell, which
    `may_show` then refuses. Papers are pooled and weights added up: were two such groups only hidden and still
    weighed apart, the published total would give them away.
    """
    found = [Cell((code,), papers) for code, papers in counts if papers > 0]
    while len(found) > 1:
        small = next((index for index, cell in enumerate(found) if cell.papers < fewest), None)
        if small is None:
            break
        low = max(small - 1, 0)
        one, two = found[low], found[low + 1]
        found[low : low + 2] = [Cell((*one.groups, *two.groups), one.papers + two.papers)]
    return found


def may_show(papers: int, fewest: int) -> bool:
    """May figures that rest on this many papers be shown?"""
    return papers >= fewest


def may_show_parts(answers: Iterable[int], fewest: int) -> bool:
    """May the parts of a figure be shown item by item, given how many answered each?

    Only all of them or none: with one part left out, the whole less the others would be that part. A part that
    nobody answered says nothing about anybody.
    """
    return all(count == 0 or count >= fewest for count in answers)


def faults(views: Mapping[Hashable, Iterable[Hashable]], fewest: int) -> list[tuple[Hashable, ...]]:
    """The guard over all views offered together: what could be worked out about fewer than `fewest` papers.

    views: name -> the papers that the view rests on. Adding and subtracting views reaches, at the finest, the sets of
    papers that stand in exactly the same views; each of those sets needs `fewest` papers. That is more than comparing
    views two by two: it also holds for three views that overlap. Returns, for every set that is too small, the names
    of the views that give it away; empty when all is well.
    """
    standing: dict[Hashable, set[Hashable]] = {}
    for name, papers in views.items():
        for paper in papers:
            standing.setdefault(paper, set()).add(name)
    sizes: dict[frozenset[Hashable], int] = {}
    for names in standing.values():
        key = frozenset(names)
        sizes[key] = sizes.get(key, 0) + 1
    return sorted((tuple(sorted(key, key=str)) for key, size in sizes.items() if size < fewest), key=str)


def texts(papers: int, written: Iterable[str], fewest: int) -> list[str]:
    """Reasons and comments as they may be read: none below `fewest` papers, else sorted, so that their order says
    nothing about the order of the ballots; the same words twice stay two."""
    if not may_show(papers, fewest):
        return []
    return sorted(text.strip() for text in written if text.strip())
