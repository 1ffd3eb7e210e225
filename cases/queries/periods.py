"""Influence periods that a case began."""

from django.utils.translation import gettext as _

from cases import registry


def ends_elsewhere(period):
    """cadres.registry.OWNS_PERIODS: where a period ends that a case began, as a sentence, or ""."""
    for kind in registry.KINDS.values():
        mine = kind.model.objects.filter(cadre=period.cadre_id, number_text=period.document_no)
        if kind.period_ends and mine.exists():
            return _("This period was begun by %(case)s. %(how)s") % {
                "case": period.document_no, "how": kind.period_ends,
            }  # fmt: skip
    return ""
