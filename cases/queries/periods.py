"""Influence periods that a case began."""

from django.utils.translation import gettext as _

from cases import registry


def case_of(period):
    """The case that began an influence period, or None. A statement a kind that begins any."""
    for kind in registry.KINDS.values():
        if kind.period_ends:
            case = kind.model.objects.filter(cadre=period.cadre_id, number_text=period.document_no).first()
            if case is not None:
                return case
    return None


def ends_elsewhere(period):
    """cadres.registry.OWNS_PERIODS: where a period ends that a case began, as a sentence, or ""."""
    case = case_of(period)
    if case is None:
        return ""
    return _("This period was begun by %(case)s. %(how)s") % {
        "case": case.number_text, "how": registry.of(case).period_ends,
    }  # fmt: skip
