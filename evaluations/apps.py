from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = _("Evaluations")

    def ready(self):
        from cadres import registry
        from evaluations import options  # noqa: F401  (declares the floor's settings)
        from evaluations.permissions import inspections  # noqa: F401  (says who sees evidence)
        from evaluations.services import (
            coordination_ladder,  # noqa: F401  (declares its ladder)
            order_ladder,  # noqa: F401  (declares the ladders of orders)
            tally,
        )
        from evaluations.services.orders import move_unit
        from zhangdian.trail import checks

        if move_unit not in registry.MERGES_UNITS:
            registry.MERGES_UNITS.append(move_unit)
        checks.declare(tally.verify)
