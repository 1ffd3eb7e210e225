from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = _("Evaluations")

    def ready(self):
        from cadres import registry
        from evaluations import options  # noqa: F401  (declares the floor's settings)
        from evaluations.permissions import (
            bulletins,  # noqa: F401  (says who sees what an objection rests on)
            inspections,  # noqa: F401  (says who sees evidence)
        )
        from evaluations.services import (
            bulletin_checks,
            bulletin_ladder,  # noqa: F401  (declares the ladders of bulletins)
            coordination_ladder,  # noqa: F401  (declares its ladder)
            order_ladder,  # noqa: F401  (declares the ladders of orders)
            review_ladder,  # noqa: F401  (declares the ladders of reviews)
            score_ladder,  # noqa: F401  (declares its ladder)
            scoring,
            tally,
            team_hooks,
        )
        from evaluations.services.bulletins import move_unit as move_parties
        from evaluations.services.orders import move_unit
        from zhangdian.trail import checks, titles

        if move_unit not in registry.MERGES_UNITS:
            registry.MERGES_UNITS.append(move_unit)
        if move_parties not in registry.MERGES_UNITS:
            registry.MERGES_UNITS.append(move_parties)
        checks.declare(tally.verify)
        checks.declare(bulletin_checks.verify)
        checks.declare(scoring.verify)
        # Of whom and for which case tells only their page.
        titles.declare("evaluations.scoreentry")
        titles.declare("evaluations.sourcehold")
        team_hooks.lay()
