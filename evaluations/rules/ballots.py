"""What stands on a paper: its form, its length, and when a ballot must be cut. No database, no clock.

A ballot in hand is {subject: {"m": {item: value}, "r": reason, "c": comment}}, keys and values text. On paper it is a
list in the order of the sheet, so that two ballots with the same marks are the same bytes however they were filled in.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evaluations.rules.sealing import LENGTH, Damaged

# The longest value of an item ("100.00", a key), its quotes and comma; brackets, quotes and commas of a subject.
VALUE, SUBJECT, FRAME = 12, 16, 64
WIDEST = 4


def written(answers: Mapping, subjects: Sequence[str], items: Sequence[str]) -> bytes:
    """The bytes of a ballot: a row a subject that has answers, keys of the sheet's order only."""
    rows = []
    for subject in subjects:
        given = answers.get(subject)
        if given is None:
            continue
        marks = given.get("m", {})
        rows.append([subject, [marks.get(item, "") for item in items], given.get("r", ""), given.get("c", "")])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def read(paper: bytes, subjects: Iterable[str], items: Sequence[str]) -> dict:
    """The ballot that stands on a paper; Damaged if it is none of this review."""
    known = set(subjects)
    try:
        answers = {}
        for subject, marks, reason, comment in json.loads(paper.decode()):
            if subject not in known or subject in answers or len(marks) != len(items):
                raise Damaged
            kept = {item: value for item, value in zip(items, marks, strict=True) if value != ""}
            answers[subject] = {"m": kept, "r": str(reason), "c": str(comment)}
    except (ValueError, TypeError, AttributeError):
        raise Damaged from None
    return answers


def paper_size(subjects: int, items: int, text_limit: int, room: int, key_length: int = 20) -> int:
    """The constant length of a paper: all marks, and as many words as fit into `room` bytes."""
    marks = FRAME + subjects * (SUBJECT + key_length + items * VALUE)
    words = min(subjects * 2 * text_limit * WIDEST, room)
    return -(-(LENGTH + marks + words) // 256) * 256


def exclusion_sets(tickets: Iterable, excluded: Mapping) -> Counter:
    """{set of excluded subjects: tickets that share it} of the units of a group's tickets.

    tickets: the unit of each ticket. excluded: {unit: set of subjects that its raters do not judge}.
    """
    return Counter(frozenset(excluded.get(unit, ())) for unit in tickets)


def must_be_cut(sets: Mapping, fewest: int) -> bool:
    """Must ballots be cut per subject: is a set of excluded subjects shared by fewer than `fewest`?

    A whole ballot shows which subjects it leaves out; where few share that, it would show whose it is.
    """
    return any(0 < count < fewest for count in sets.values())


def shared(ballots: Iterable[Mapping]) -> Counter:
    """{set of judged subjects: ballots that share it}: what whole ballots would show of whose they are."""
    return Counter(frozenset(answers) for answers in ballots)


def cut(ballots: Iterable[Mapping]) -> dict:
    """{subject: [ballot on this subject alone, …]} of whole ballots."""
    pieces: dict = {}
    for answers in ballots:
        for subject, given in answers.items():
            pieces.setdefault(subject, []).append({subject: given})
    return pieces


def merged(counts: Mapping, fewest: int) -> dict:
    """{group: group with which it is opened} for groups whose ballots are too few to be opened alone.

    They go to the group with most ballots; if that is still too few together, nobody's are opened (ValueError).
    counts: {group: ballots in its urn}, in the order of the groups.
    """
    if not counts or sum(counts.values()) < fewest:
        raise ValueError("too few ballots in all")
    largest = max(counts, key=lambda group: counts[group])
    goes = {group: largest for group, count in counts.items() if 0 < count < fewest and group != largest}
    if counts[largest] < fewest:
        goes = {group: largest for group, count in counts.items() if count and group != largest}
    return goes
