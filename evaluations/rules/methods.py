"""Which of the four methods a review may offer, and why not the others. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.rules import ballots as papers
from evaluations.rules import raters
from evaluations.rules.marks import Mark, as_floats, columns, is_connected

# Below this the medians of the robust model cannot tell a careless ballot from a careful one (docs/fairness.md).
LEAST_BALLOTS, LEAST_SUBJECTS = 10, 5


@dataclass(frozen=True)
class GroupBallots:
    """The opened ballots of one group. ballots: whole, or pieces of one subject each where it `is_cut`."""

    name: str
    is_cut: bool
    ballots: Sequence[tuple[str, Mapping[str, Mark | None]]]


@dataclass(frozen=True)
class Offer:
    """A method, whether it may be used, and the sentence that says why."""

    method: str
    is_offered: bool
    reason: str


def offers(groups: Iterable[GroupBallots], fewest: int, trim_from: int = raters.TRIM_FROM) -> tuple[Offer, ...]:
    """The four methods in their order.

    Plain: always. Trimmed: where a subject has `trim_from` marks in a group. Additive and robust: on whole ballots
    only, where every set of judged subjects is shared by at least `fewest` ballots of its group, no group is counted
    together with another for a subject, and the ballots connect all subjects; robust from LEAST_BALLOTS ballots on
    LEAST_SUBJECTS subjects on, in every group that voted.
    """
    groups = [group for group in groups if any(as_floats(group.ballots).values())]
    most = max((len(keys) for group in groups for keys in columns(as_floats(group.ballots)).values()), default=0)
    trimmed = _("Some subject has %(count)d marks of one group or more.") % {"count": trim_from}
    if most < trim_from:
        trimmed = _("No subject has %(count)d marks of one group: nothing would be dropped.") % {"count": trim_from}
    whole = next(filter(None, (_not_whole(group, fewest) for group in groups)), "")
    small = whole or next(filter(None, (_too_few(group) for group in groups)), "")
    fits = _("Whole ballots of every group stand together and connect all subjects.")
    return (
        Offer(raters.PLAIN, True, _("Needs nothing but the marks of each subject by itself.")),
        Offer(raters.TRIMMED, most >= trim_from, trimmed),
        Offer(raters.ADDITIVE, not whole, whole or fits),
        Offer(raters.ROBUST, not small, small or fits),
    )


def _not_whole(group: GroupBallots, fewest: int) -> str:
    """Why no rater model may be run on a group's ballots; empty where it may."""
    words = {"group": group.name, "count": fewest}
    few = _("In %(group)s fewer than %(count)d ballots judge the same subjects: they would show whose they are.")
    pooled = _("In %(group)s a subject has fewer than %(count)d marks and is counted together with another group.")
    marks = as_floats(group.ballots)
    if group.is_cut:
        return _("The ballots of %(group)s were cut by subject, so that none shows whose it is.") % words
    if papers.must_be_cut(papers.shared(own for _key, own in group.ballots), fewest):
        return few % words
    if any(len(keys) < fewest for keys in columns(marks).values()):
        return pooled % words
    if not is_connected(marks):
        return _("In %(group)s no ballots connect all subjects, so they cannot be compared.") % words
    return ""


def _too_few(group: GroupBallots) -> str:
    """Why the robust model may not be run; empty where it may."""
    marks = {key: row for key, row in as_floats(group.ballots).items() if row}
    subjects = len(columns(marks))
    if len(marks) >= LEAST_BALLOTS and subjects >= LEAST_SUBJECTS:
        return ""
    return _(
        "In %(group)s %(ballots)d ballots judge %(subjects)d subjects; at least %(least)d on %(few)d are asked for."
    ) % {"group": group.name, "ballots": len(marks), "subjects": subjects, "least": LEAST_BALLOTS,
         "few": LEAST_SUBJECTS}  # fmt: skip
