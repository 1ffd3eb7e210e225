from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from cadres import registry
        from projects import options  # noqa: F401  (declares the floor's settings)
        from projects.queries.duties import open_duties
        from projects.services.handover import move_cadre, move_unit
        from projects.services.reminders import declare as declare_ladder

        declare_ladder()

        for hooks, hook in (
            (registry.DUTIES, open_duties),
            (registry.MERGES_CADRES, move_cadre),
            (registry.MERGES_UNITS, move_unit),
        ):
            if hook not in hooks:
                hooks.append(hook)
