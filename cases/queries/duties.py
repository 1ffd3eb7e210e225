"""What a cadre carries on this floor: open cases that the own account runs."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.registry import Duty
from cases import registry


def open_duties(cadre, day):
    """Duties of `cadre`: the open cases of which the cadre's account is the officer; a statement a kind."""
    if not cadre.user_id:
        return []
    path = f"/cases/handover/?from={cadre.user_id}"
    return [
        Duty(_("case officer of %(case)s") % {"case": number}, path, timezone.localdate(opened_at))
        for kind in registry.KINDS.values()
        for number, opened_at in kind.model.objects.open()
        .filter(handler=cadre.user_id)
        .values_list("number_text", "opened_at")
    ]
