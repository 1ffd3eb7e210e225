"""What the numbers of a rule set mean, in words. A line a code; a kind's sample module gives the value.

A clock called kind.STATE is the period of that step of the kind, and needs no words here; `PERIODS` are the others.
"""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

# Code: (words, least sensible value, greatest).
FIGURES = {
    "card.yellows_for_red": (_("yellow cards that propose a red one"), Decimal(2), Decimal(9)),
    "card.yellow_months": (_("months within which yellow cards are counted together"), Decimal(1), Decimal(60)),
}
PERIODS = {
    "remedy.review": _("within what a review is asked for, from delivery"),
    "remedy.appeal": _("within what an appeal is lodged, from delivery"),
}


def figure_words(code):
    """What the number `code` is; the code itself where nobody has said it."""
    return FIGURES[code][0] if code in FIGURES else code


def bounds(code):
    """(least, greatest) sensible value of a number; nothing negative where nobody has said more."""
    return FIGURES[code][1:] if code in FIGURES else (Decimal(0), Decimal(9999))
