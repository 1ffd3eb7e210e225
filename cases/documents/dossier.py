"""The part of a dossier that shows the cases about a person: each reader sees those that the reader may see."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.queries import lists
from evaluations.registry import Section


def section(cadre, reader, day):
    """The Section, or None where there is nothing to show. No line of it goes onto a paper."""
    morning = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    rows = lists.of_cadre(cadre, reader, day=day, at=morning)
    if not rows:
        return None
    title = _("Cases that concern you") if cadre.user_id == reader.pk else _("Cases")
    return Section("cases", title, "cases/section.html", rows=rows)
