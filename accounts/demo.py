"""The log-ins of the demo district: one of each kind of person. Public on purpose, and void outside demo mode."""

from django.utils.translation import gettext_lazy as _

PASSWORD = "demo-zhangdian"

# Log-in name and the words beside it on the log-in page.
LOGINS = (
    ("liaison", _("Liaison")),
    ("unit", _("Responsible unit")),
    ("support", _("Supporting unit")),
    ("branch", _("Site branch secretary")),
    ("planner", _("Key project office")),
    ("supervisor", _("Inspection office")),
    ("team", _("Evaluation team")),
    ("office", _("Cadre section")),
    ("director", _("Organisation department leader")),
    ("leader", _("District leader")),
    ("discipline", _("Discipline commission")),
    ("cadre", _("The cadre concerned")),
    ("sysadmin", _("System administrator")),
    ("secadmin", _("Security administrator")),
    ("auditor", _("Audit administrator")),
)
NAMES = tuple(name for name, _words in LOGINS)
