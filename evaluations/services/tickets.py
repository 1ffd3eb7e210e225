"""Issuing one-off codes. A code exists in the answer that prints it and on its slip; here only its keyed digest."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from evaluations.models import RaterSeats, Ticket
from evaluations.rules.sealing import shuffled
from evaluations.services.reviews import held
from evaluations.states.reviews import ReviewState as S
from zhangdian.trail import services as trail

# No letters or digits that are read for one another on paper: twelve of thirty are 58 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, PART = 12, 4


@dataclass(frozen=True)
class Slip:
    """What one slip says."""

    group_code: str
    group_name: str
    unit_name: str
    code: str


def normal(text):
    """A code as typed, in its own form: capitals, without spaces and strokes."""
    return "".join(text.upper().split()).replace("-", "").replace("—", "").replace("－", "")[: 2 * LENGTH]


def digest(code):
    """What is stored of a code: keyed by the server's secret, so that the table alone cannot be tried against."""
    return salted_hmac("evaluations.ticket", normal(code), algorithm="sha256").hexdigest()


def new_code():
    """A code nobody can guess, in parts that are easy to type."""
    text = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(text[start : start + PART] for start in range(0, LENGTH, PART))


@transaction.atomic
def issue(review, *, actor, at):
    """Make the tickets of a review whose lists are locked, all anew; returns the [Slip] to print, this once.

    The slips are sorted by group and unit, inside them in no order; the rows are written in no order.
    """
    row = held(review, actor, S.LISTED)
    Ticket.objects.filter(group__review=row).delete()
    slips, tickets = [], []
    seats = RaterSeats.objects.filter(group__review=row).select_related("group", "unit")
    for seat in seats.order_by("group__code", "unit__position", "unit__code"):
        for _number in range(seat.slips):
            code = new_code()
            slips.append(Slip(seat.group.code, seat.group.name, seat.unit.name if seat.unit else "", code))
            tickets.append(Ticket(digest=digest(code), group=seat.group, unit=seat.unit))
    Ticket.objects.bulk_create(shuffled(tickets), batch_size=500)
    trail.record(row, "issue_slips", actor=actor, at=at, before={}, after={"slips": len(slips)})
    return slips
