"""Serving papers: a row that is never changed, told to whom it concerns."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Served
from cases.services.clocks import tell
from cases.states.common import Manner, Paper


def serve(case, paper, *, manner, actor, at, witness="", note="", on_whom=""):
    """Enter that `paper` (a Paper) of the case was served; to be called inside the move that it belongs to, whose line
    says it. Who is concerned is told. on_whom: another than the person or unit concerned, who is then told outside of
    the system. Returns the Served."""
    if manner == Manner.LEFT and not witness.strip():
        raise ValidationError({"witness": _("Where a paper was refused and left, name the witness.")})
    made = Served.objects.create(
        label=case._meta.label_lower, key=str(case.pk), paper=paper, on_whom=(on_whom or str(case.whom))[:60],
        manner=manner,
        witness=witness.strip()[:60], note=note.strip()[:200], at=at, by=actor,
    )  # fmt: skip
    if not on_whom and case.cadre_id and case.cadre.user_id:
        title = _("%(paper)s: %(case)s") % {"paper": Paper(paper).label, "case": case}
        tell([case.cadre.user], case, f"served_{paper}", title, at=at)
    return made
