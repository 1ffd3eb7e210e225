"""What the numbers of a rule set mean, in words. A line a code; a kind's sample module gives the value.

A clock called kind.STATE is the period of that step of the kind, and needs no words here; `PERIODS` are the others.
"""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

YEARS = Decimal(99)
# Code: (words, least sensible value, greatest).
FIGURES = {
    "card.yellows_for_red": (_("yellow cards that propose a red one"), Decimal(2), Decimal(9)),
    "card.yellow_months": (_("months within which yellow cards are counted together"), Decimal(1), Decimal(60)),
    "card.order_days": (_("working days overdue of an order that propose a yellow card"), Decimal(1), Decimal(250)),
    "card.red_months": (_("months in a row with a red light that propose a yellow card"), Decimal(1), Decimal(12)),
    "adjustment.follow_months": (_("months of follow-up after an adjustment"), Decimal(1), Decimal(60)),
    "honour.points": (_("points of an honour in the score of the quarter"), Decimal(0), Decimal(20)),
    "honour.watch_months": (
        _("months in which a later influence period proposes to withdraw the honour"), Decimal(1), Decimal(60),
    ),
    "reserve.age_principal": (_("greatest age on the reserve list for principal posts"), Decimal(30), Decimal(65)),
    "reserve.age_deputy": (_("greatest age on the reserve list for deputy posts"), Decimal(30), Decimal(65)),
    "tolerance.investigators": (_("investigators of a tolerance case at least"), Decimal(2), Decimal(9)),
    "retention.default": (_("years that a case is kept after its end, where nothing else is said"), Decimal(1), YEARS),
    "retention.card": (_("years that a card is kept after its end"), Decimal(1), YEARS),
    "retention.appeal": (_("years that an appeal is kept after its end"), Decimal(1), YEARS),
}  # fmt: skip
PERIODS = {
    "remedy.review": _("within what a review is asked for, from delivery"),
    "remedy.appeal": _("within what an appeal is lodged, from delivery"),
    "remedy.appeal_after_review": _("within what an appeal is lodged after the outcome of a review"),
    "remedy.decide_review": _("within what a review is decided"),
    "remedy.decide_appeal": _("within what an appeal is decided"),
    "tolerance.apply": _("within what tolerance is applied for, from the notice of facts"),
}


def figure_words(code):
    """What the number `code` is; the code itself where nobody has said it."""
    return FIGURES[code][0] if code in FIGURES else code


def bounds(code):
    """(least, greatest) sensible value of a number; nothing negative where nobody has said more."""
    return FIGURES[code][1:] if code in FIGURES else (Decimal(0), Decimal(9999))
