"""Serving papers: a row that is never changed, told to whom it concerns."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.queries import heads_of
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
    if not on_whom:
        title = _("%(paper)s: %(case)s") % {"paper": Paper(paper).label, "case": case}
        tell(_concerned(case, timezone.localdate(at)), case, f"served_{paper}", title, at=at)
    return made


def _concerned(case, day):
    """The accounts of whom the case concerns: the person, else the heads of the unit."""
    if case.cadre_id:
        return [case.cadre.user]
    return [cadre.user for cadre in heads_of([case.unit_id], day).get(case.unit_id, []) if cadre.user_id]
