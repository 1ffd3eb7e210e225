from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self):
        from cadres import registry
        from cases import (
            kinds,  # noqa: F401  (registers the kinds of cases)
            options,  # noqa: F401  (declares the floor's settings)
        )
        from cases.forms import burden  # noqa: F401  (declares the forms of the floor)
        from cases.queries import dossier, tolerance
        from cases.queries.duties import open_duties
        from cases.queries.periods import ends_elsewhere
        from cases.services import (
            checks,
            ladder,  # noqa: F401  (declares the ladder of cases)
            merging,
        )
        from evaluations.registry import BESIDE_ORDERS, DOSSIER
        from zhangdian.trail import checks as trail_checks
        from zhangdian.trail import titles

        for hooks, hook in (
            (DOSSIER, dossier.section),
            (BESIDE_ORDERS, tolerance.beside_order),
            (registry.DUTIES, open_duties),
            (registry.OWNS_PERIODS, ends_elsewhere),
            (registry.MERGES_CADRES, merging.move_cadre),
            (registry.MERGES_UNITS, merging.move_unit),
        ):
            if hook not in hooks:
                hooks.append(hook)
        trail_checks.declare(checks.verify)
        # As the lines of the case itself (cases.registry.register).
        titles.declare("cases.honouree", lambda one: f"{one.honour.number_text} #{one.pk}")
