"""Is a review valid? (domain §5.3.) No database, no clock."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Limits:
    """Percentages in force: handed out of expected, cast of handed out, cast of expected."""

    attendance: Decimal
    returned: Decimal
    turnout: Decimal


@dataclass(frozen=True)
class Verdict:
    """Whether a review stands, and if not, why."""

    is_valid: bool
    sentences: tuple[str, ...]


def judge(expected: int, issued: int, used: int, limits: Limits) -> Verdict:
    """Compare what was expected (应到), handed out (发出) and cast (收回).

    More cast than handed out voids the whole vote. Otherwise: handed out ÷ expected ≥ attendance,
    cast ÷ handed out ≥ returned, cast ÷ expected > turnout; all as exact fractions, so that no rounding decides.
    """
    wrong = []
    if used > issued:
        wrong.append(
            _("More ballots (%(used)d) than slips handed out (%(issued)d).") % {"used": used, "issued": issued}
        )
    if expected == 0 or issued * 100 < limits.attendance * expected:
        wrong.append(
            _("Slips handed out: %(issued)d of %(expected)d expected raters; at least %(limit)s %% are asked for.")
            % {"issued": issued, "expected": expected, "limit": limits.attendance}
        )
    if issued == 0 or used * 100 < limits.returned * issued:
        wrong.append(
            _("Ballots cast: %(used)d of %(issued)d slips; at least %(limit)s %% are asked for.")
            % {"used": used, "issued": issued, "limit": limits.returned}
        )
    if expected == 0 or used * 100 <= limits.turnout * expected:
        wrong.append(
            _("Ballots cast: %(used)d of %(expected)d expected raters; more than %(limit)s %% are asked for.")
            % {"used": used, "expected": expected, "limit": limits.turnout}
        )
    return Verdict(not wrong, tuple(wrong))
