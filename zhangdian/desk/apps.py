from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AppConfig):
    name = "zhangdian.desk"
    label = "desk"

    def ready(self):
        # Registers the ground's own lists; the rooms above register theirs in their `admin.py`.
        from zhangdian.desk.ground import calendar, notices, options, permissions, trail  # noqa: F401


class DeskAdminConfig(AdminConfig):
    """Django's admin under our own site class."""

    default_site = "zhangdian.desk.sites.DeskSite"
