from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BurdenConfig(AppConfig):
    name = "zhangdian.burden"
    label = "burden"
    verbose_name = _("Burden")

    def ready(self):
        from zhangdian.burden import options  # noqa: F401  (declares the room's settings)
