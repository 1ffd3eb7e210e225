"""The settings of this floor: every number marked as a default in the field's rules."""

from datetime import time
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

OPEN_AT = declare("daily.open_at", "time", time(6, 0), _("Daily rows are opened at"))
CUT_OFF = declare(
    "daily.cut_off", "time", time(18, 0), _("Cut-off of the daily report"),
    _("A report received at this time or later is late: 18:00 ends with 17:59:59."),
)  # fmt: skip
RETURN_CUT_OFF = declare(
    "daily.return_cut_off", "time", time(12, 0), _("A returned report is due on the next working day at")
)
OFFLINE_TOLERANCE = declare(
    "daily.offline_minutes", "int", 120, _("Tolerance for reports written without a signal (minutes)"),
    _("Counts as on time only if written before the cut-off and received within this many minutes after it."),
    low=0, high=1440,
)  # fmt: skip
CATCH_UP = declare(
    "daily.catch_up_weekday", "int", 5, _("A missed report may be handed in until this day of the week (5 = Friday)"),
    _("The first such day after the day of the report, until its last second."), low=1, high=7,
)  # fmt: skip
HOLD_DAYS = declare(
    "daily.hold_days", "int", 10, _("A unit may hold the reminders of a project for at most this many days"),
    _("The key project office is told of each such hold and may end it."), low=1, high=90,
)  # fmt: skip
PREVIEW_DAYS = declare(
    "roster.preview_days", "int", 7, _("Days that a list is kept which was uploaded and never confirmed"),
    _("Then the file goes: it holds names and telephone numbers."), low=1, high=90,
)  # fmt: skip
PHOTO_LIMIT = declare("daily.photos", "int", 9, _("Photos per report at most"), low=0, high=30)
TEXT_LIMIT = declare("daily.text", "int", 200, _("Characters of progress text at most"), low=50, high=2000)
LIGHT_YELLOW = declare(
    "light.yellow", "decimal", Decimal(10), _("Yellow from this many percentage points behind plan"), low=0, high=100
)
LIGHT_RED = declare(
    "light.red", "decimal", Decimal(30), _("Red beyond this many percentage points behind plan"), low=0, high=100
)
MILESTONE_RED = declare(
    "light.milestone_months", "int", 3, _("A milestone missed this many months without accepted reason is red"),
    low=1, high=24,
)  # fmt: skip
# The share of responsibility that a role carries, divided among those who hold it together.
SHARES = {
    "leader": declare("share.leader", "decimal", Decimal("0.2"), _("Share of the supporting leader"), low=0, high=1),
    "unit_head": declare(
        "share.unit_head", "decimal", Decimal("0.4"), _("Share of the head of the responsible unit"), low=0, high=1
    ),
    "deputy": declare("share.deputy", "decimal", Decimal("0.3"), _("Share of the leader in charge"), low=0, high=1),
    "liaison": declare("share.liaison", "decimal", Decimal("0.1"), _("Share of the liaison"), low=0, high=1),
}
