"""Writes that are not moves; a module per subject: roster, day, figures."""

from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs

verbs.declare(
    add=_("entered"), undo_import=_("took the import back"),
    roll_over=_("taken over from the programme before"), reach=_("noted a milestone as reached"),
    not_reached=_("took a reached milestone back"), accept_excuse=_("accepted a reason for delay"),
    set_plan=_("wrote the plan of the year"),
    stand_in=_("appointed a stand-in"), end_stand_in=_("ended a standing-in early"), hand_over=_("handed a post over"),
)  # fmt: skip
