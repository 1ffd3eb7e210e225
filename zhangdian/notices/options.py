"""The district's numbers about reminders."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

GATHER = declare(
    "notice.gather_minutes", "int", 2, _("Reminders are gathered for this many minutes"),
    _("So that what several sweeps find in one wake comes as one digest."), low=0, high=120,
)  # fmt: skip
QUIET_FROM = declare("notice.quiet_from", "time", time(21, 0), _("Nobody is reminded from this time of day on"))
QUIET_UNTIL = declare("notice.quiet_until", "time", time(7, 0), _("Nobody is reminded before this time of day"))
QUIET_LONGEST = declare(
    "notice.quiet_hours", "int", 14, _("Quiet hours that a person may choose at most"), low=0, high=20
)
DAILY_ALLOWED = declare("notice.daily_allowed", "bool", True, _("A person may choose one digest a day"))
REST_DAYS = declare("notice.rest_days", "bool", False, _("Digests are sent on days off too"))
ATTEMPTS = declare(
    "notice.attempts", "int", 8, _("A message out of the house is tried this many times"), low=1, high=50
)
FIRST_PAUSE = declare("notice.first_pause", "int", 2, _("Pause after the first failed try (minutes)"), low=1, high=120)
LONGEST_PAUSE = declare(
    "notice.longest_pause", "int", 60, _("Longest pause between two tries (minutes)"), low=1, high=1440
)
HOSTS = declare(
    "notice.hosts", "text", "qyapi.weixin.qq.com,oapi.dingtalk.com,open.feishu.cn",
    _("Hosts that robots may be addressed at"),
    _("Separated by commas. A host alone means https; another origin is written in full, as http://10.0.0.8:8080."),
)  # fmt: skip
