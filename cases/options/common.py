"""What the papers of every case say of the organ that issues them."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

ORGAN = declare("cases.organ", "text", "中共区委组织部", _("Organ in the head of papers of cases"))
APPEAL_TO = declare("cases.appeal_to", "text", "中共区委组织部", _("Where a review is asked for"))
APPEAL_ABOVE = declare("cases.appeal_above", "text", "上一级组织人事部门", _("Where an appeal is lodged"))
