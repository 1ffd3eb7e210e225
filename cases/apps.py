from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self):
        from cases import (
            kinds,  # noqa: F401  (registers the kinds of cases)
            options,  # noqa: F401  (declares the floor's settings)
        )
        from cases.queries import dossier
        from cases.services import (
            ladder,  # noqa: F401  (declares the ladder of cases)
        )
        from evaluations import registry

        # Once, also where a test starts the house anew.
        if dossier.section not in registry.DOSSIER:
            registry.DOSSIER.append(dossier.section)
