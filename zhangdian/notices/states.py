"""Choices of the notices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs

verbs.declare(hold=_("held the reminders"), release=_("let the reminders go on"), retry=_("had it tried again"))


class Cause(TextChoices):
    """Why reminders are held."""

    LEAVE = "leave", _("leave")
    WEATHER = "weather", _("stop of work for weather (typhoon, rain, heat)")
    ORDERED = "ordered", _("stop of work by order")
    OTHER = "other", _("other")


class Pace(TextChoices):
    """How often a person is told."""

    AT_ONCE = "once", _("as it comes up")
    DAILY = "daily", _("once a day")


class ChannelKind(TextChoices):
    """By what a digest leaves the house."""

    EMAIL = "email", _("e-mail")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")
