"""What the page of a case shows beside the case itself, read in one statement."""

from dataclasses import dataclass

from cases.models import Appeal, LegalHold
from cases.queries.served import served
from zhangdian import gathered
from zhangdian.papers.queries import attachments_of


@dataclass(frozen=True)
class Beside:
    """served: what was served, oldest first. files: what hangs on it. lodged: every review and appeal against it;
    appeals: those of them that the reader may see. holds: the legal hold that stands on it, if any."""

    served: list
    files: list
    lodged: list
    appeals: list
    holds: list


def beside(case, reader, day):
    """The Beside of a case for `reader`; one statement."""
    asked = {
        "served": served(case),
        "lodged": Appeal.objects.against(case),
        "appeals": Appeal.objects.visible_to(reader, day).against(case),
        "files": attachments_of(case),
        "holds": LegalHold.objects.standing().about(case).select_related("held_by"),
    }
    return Beside(**gathered.rows(**asked))
