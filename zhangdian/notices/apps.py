from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "zhangdian.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self):
        from zhangdian.notices import options  # noqa: F401  (declares the room's settings)
