from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AppConfig):
    name = "zhangdian.desk"
    label = "desk"


class DeskAdminConfig(AdminConfig):
    """Django's admin under our own site class."""

    default_site = "zhangdian.desk.sites.DeskSite"
