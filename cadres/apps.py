from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    name = "cadres"
    verbose_name = _("Units and cadres")

    def ready(self):
        from cadres import options, permissions  # noqa: F401  (declare the floor's settings and predicates)
        from zhangdian.trail import titles

        titles.declare("cadres.influenceperiod")
