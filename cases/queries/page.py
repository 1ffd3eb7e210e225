"""What the page of a case shows beside the case itself, read in one statement."""

from dataclasses import dataclass

from cases.models import Appeal
from cases.queries.served import served
from zhangdian import gathered
from zhangdian.papers.queries import attachments_of


@dataclass(frozen=True)
class Beside:
    """served: what was served, oldest first. files: what hangs on it, for who runs it. lodged: every review and appeal
    against it; appeals: those of them that the reader may see."""

    served: list
    files: list
    lodged: list
    appeals: list


def beside(case, reader, day, *, with_files):
    """The Beside of a case for `reader`; one statement."""
    asked = {
        "served": served(case),
        "lodged": Appeal.objects.against(case),
        "appeals": Appeal.objects.visible_to(reader, day).against(case),
    }
    if with_files:
        asked["files"] = attachments_of(case)
    return Beside(**{"files": [], **gathered.rows(**asked)})
