"""What waits for a person: every floor says what may wait, the home page counts all of it in one statement."""

from dataclasses import dataclass
from typing import Any

from zhangdian import gathered


@dataclass(frozen=True)
class Line:
    """Something that waits: how much of it, in words, and the list behind it."""

    count: int
    words: str
    path: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Wait:
    """Something that may wait.

    rows: what is counted (a queryset). urgent: those of them that press; True when all of them do. urgent_path: the
    list where all that waits presses. stays: shown with a nought too. is_lack: what waits is that there are no rows.
    """

    rows: Any
    words: str
    path: str
    urgent: Any = None
    urgent_path: str = ""
    stays: bool = False
    is_lack: bool = False

    def line(self, count, pressing):
        """The Line for so many rows, of which so many press; None where nothing is to be said."""
        if self.is_lack:
            return None if count else Line(1, self.words, self.path, bool(self.urgent))
        if not count and not self.stays:
            return None
        if self.urgent is True:
            pressing = count
        path = self.urgent_path if self.urgent_path and pressing == count else self.path
        return Line(count, self.words, path, pressing > 0)


def lines(found):
    """[Line] of a list of Wait and Line, in its order; one statement."""
    asked = {}
    for number, wait in enumerate(found):
        if isinstance(wait, Wait):
            asked[f"n{number}"] = wait.rows
            if wait.urgent is not None and wait.urgent is not True:
                asked[f"u{number}"] = wait.urgent
    counted = gathered.counts(**asked)
    said = [
        wait.line(counted[f"n{number}"], counted.get(f"u{number}", 0)) if isinstance(wait, Wait) else wait
        for number, wait in enumerate(found)
    ]
    return [line for line in said if line is not None]
