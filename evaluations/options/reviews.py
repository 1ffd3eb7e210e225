"""The settings of reviews."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

FEWEST_SHOWN = declare(
    "review.fewest_shown", "int", 5, _("Fewest ballots that are shown"),
    _("A group with fewer raters cannot be locked; with fewer ballots it is opened together with another group."),
    low=3, high=50,
)  # fmt: skip
ATTENDANCE = declare(
    "review.attendance_percent", "decimal", Decimal("66.67"), _("Slips handed out, of those expected, at least (%)"),
    _("A review with fewer is not valid."), low=Decimal("0"), high=Decimal("100"),
)  # fmt: skip
RETURN = declare(
    "review.return_percent", "decimal", Decimal("80"), _("Ballots cast, of the slips handed out, at least (%)"),
    _("A review with fewer is not valid."), low=Decimal("0"), high=Decimal("100"),
)  # fmt: skip
TURNOUT = declare(
    "review.turnout_percent", "decimal", Decimal("50"), _("Ballots cast, of the raters expected, more than (%)"),
    _("A review with no more is not valid."), low=Decimal("0"), high=Decimal("99"),
)  # fmt: skip
TEXT_LIMIT = declare(
    "review.text_limit", "int", 100, _("Characters of a reason or a comment on a ballot"),
    _("Taken over by a review when its lists are locked."), low=20, high=400,
)  # fmt: skip
PAPER_BYTES = declare(
    "review.paper_bytes", "int", 12000, _("Room for the words of one ballot (bytes)"),
    _("Every ballot of a review is padded to the same length; a Chinese character takes three bytes."),
    low=2000, high=60000,
)  # fmt: skip
WRONG_CODES = declare(
    "review.wrong_codes", "int", 20, _("Wrong codes from one address in ten minutes"),
    _("After that many the voting page lets nobody in from there for ten minutes; the address is not stored."),
    low=3, high=1000,
)  # fmt: skip
