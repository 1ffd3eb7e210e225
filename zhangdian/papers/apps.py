from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "zhangdian.papers"
    label = "papers"
    verbose_name = _("Papers")

    def ready(self):
        from zhangdian.papers import options  # noqa: F401  (declares the room's settings)
