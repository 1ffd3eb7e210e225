"""The settings of bulletins and of the lists of faster projects."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

NUMBER = declare(
    "bulletins.number", "text", "张项通〔{year}〕{number}号", _("Number of a bulletin as printed"),
    _("{year} and {number} are put in."),
)  # fmt: skip
ORGAN = declare("bulletins.organ", "text", "张店区重点项目建设办公室", _("Who issues bulletins, as printed"))
ADDRESSEES = declare(
    "bulletins.to", "text", "各镇、街道，区直各有关部门，区属各企业", _("To whom bulletins go, as printed")
)
COPIES = declare("bulletins.copies", "text", "区委办公室，区政府办公室，区纪委监委", _("Who gets a copy, as printed"))
CHECK = declare("bulletins.check_days", "int", 2, _("Working days that units have to check"), low=1, high=20)
RECEIPT = declare("bulletins.receipt_days", "int", 2, _("Working days to sign for a bulletin"), low=1, high=20)
AHEAD = declare(
    "bulletins.red_ahead", "decimal", Decimal(5), _("Faster projects: percentage points ahead of schedule at least"),
    low=0, high=100,
)  # fmt: skip
PER_TRACK = declare("bulletins.red_per_track", "int", 5, _("Faster projects: how many a table at most"), low=1, high=50)
CLEAN = declare("bulletins.red_clean", "bool", True, _("Faster projects: no order may be overdue"))
CRITERIA = (AHEAD, PER_TRACK, CLEAN)
BATCH_NUMBER = declare(
    "batches.number", "text", "第{number}批", _("Number of a list of faster projects as printed"),
    _("{year} and {number} are put in."),
)  # fmt: skip
BATCH_MONTHS = declare(
    "batches.months", "int", 2, _("Lists of faster projects: months among the faster at least"), low=1, high=12
)
