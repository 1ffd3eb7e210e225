"""The appointment that a decided case leads to: the posts of the roster end and begin by the floor below."""

from cadres.services.people import appoint, day_before, end_appointment


def change_post(cadre, *, unit, post, from_on, document_no, reason, actor, at, level=""):
    """End the posts that `cadre` holds and begin `post` in `unit` from `from_on`; without a unit only end them. Returns
    the new Appointment or None. ValidationError where the day does not fit the posts."""
    if unit is not None:
        return appoint(
            cadre, unit=unit, post=post, from_on=from_on, level=level or cadre.level, document_no=document_no,
            reason=reason, actor=actor, at=at,
        )  # fmt: skip
    for held in cadre.appointments.filter(until_on__isnull=True):
        end_appointment(held, on=day_before(held, from_on), reason=reason, actor=actor, at=at)
    return None
