"""Writes of the cadres floor that are not moves, split by subject."""

from django.utils.translation import gettext_lazy as _

from cadres.services.influence import begin_influence, change_end, lift_influence, void_influence
from cadres.services.merging import merge_cadres, merge_units
from cadres.services.people import (
    appoint,
    end_appointment,
    note_list_reading,
    note_reading,
    note_taking_out,
    pinyin_of,
)
from cadres.services.units import rename_unit
from zhangdian.trail import verbs

__all__ = [
    "appoint", "begin_influence", "change_end", "end_appointment", "lift_influence", "merge_cadres", "merge_units",
    "note_list_reading", "note_reading", "note_taking_out", "pinyin_of", "rename_unit", "void_influence",
]  # fmt: skip

verbs.declare(
    rename=_("renamed"), appoint=_("appointed"), end_appointment=_("ended the post"), merge=_("merged"),
    merged_away=_("merged into another"), merge_unit=_("merged a double unit"),
    merge_cadre=_("merged a double person"), begin_influence=_("began the influence period"),
    change_influence=_("changed the end of the influence period"), lift_influence=_("lifted the influence period"),
    void_influence=_("took the influence period back altogether"),
    give_account=_("received an account"),
)  # fmt: skip
