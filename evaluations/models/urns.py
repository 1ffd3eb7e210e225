"""Officers and their keys, tickets, urns, ballots. What ties a ballot to a ticket is in none of these rows.

No row of tickets, urns and ballots has a time, an order, or a key that counts up:
see docs/decisions/130-sealed-ballots.md.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.models import Unit
from evaluations.models.reviews import RaterGroup, Review, ReviewSubject
from evaluations.states.reviews import Seat


class Officer(models.Model):
    """One of the three who keep the keys of a review's urns; the private half is under the officer's passphrase."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="officers", verbose_name=_("review"))
    seat = models.CharField(_("seat"), max_length=8, choices=Seat)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("officer"))
    public_key = models.BinaryField(_("public half of the key"), null=True, editable=False)
    salt = models.BinaryField(null=True, editable=False)
    nonce = models.BinaryField(null=True, editable=False)
    locked_key = models.BinaryField(_("private half under the passphrase"), null=True, editable=False)
    ready_at = models.DateTimeField(_("key made at"), null=True, blank=True, editable=False)
    lost_at = models.DateTimeField(_("passphrase lost since"), null=True, blank=True, editable=False)
    lost_reason = models.CharField(_("why the reserve steps in"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("officer of the urns")
        verbose_name_plural = _("officers of the urns")
        ordering = ["review", "seat"]
        constraints = [
            models.CheckConstraint(condition=Q(seat__in=Seat.values), name="officer_seat_known"),
            models.UniqueConstraint(fields=["review", "seat"], name="officer_seat_once"),
            models.UniqueConstraint(fields=["review", "user"], name="officer_person_once"),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True)
                | Q(public_key__isnull=False, salt__isnull=False, nonce__isnull=False, locked_key__isnull=False),
                name="officer_key_whole",
            ),
            models.CheckConstraint(condition=Q(lost_at__isnull=True) | ~Q(lost_reason=""), name="officer_lost_reason"),
        ]

    def __str__(self):
        return f"{self.get_seat_display()} {self.user}"


class Ticket(models.Model):
    """The right to one ballot: group, unit for exclusion, used or not; nothing else. The code itself is not kept.

    `used` is counted up by the cast; a second use would make it 2, which the database refuses.
    """

    digest = models.CharField(_("keyed digest of the code"), max_length=64, primary_key=True)
    group = models.ForeignKey(RaterGroup, models.CASCADE, related_name="tickets", verbose_name=_("group of raters"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    used = models.PositiveSmallIntegerField(_("used"), default=0)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [models.CheckConstraint(condition=Q(used__in=[0, 1]), name="ticket_used_once")]

    def __str__(self):
        return _("ticket of group %(group)s") % {"group": self.group.code}


class Urn(models.Model):
    """Sealed papers of a group (of a group and a subject where ballots are cut): one row, three lists.

    Each cast puts the ballot into all three, sealed for the three pairs of officers, and shuffles each. `peeled` is the
    list from which the first of the pair has taken the outer box. All are emptied when the urns are opened.
    """

    group = models.ForeignKey(RaterGroup, models.CASCADE, related_name="urns", verbose_name=_("group of raters"))
    subject = models.ForeignKey(
        ReviewSubject, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("subject")
    )
    for_both = models.BinaryField(default=bytes, editable=False)
    without_second = models.BinaryField(default=bytes, editable=False)
    without_first = models.BinaryField(default=bytes, editable=False)
    peeled = models.BinaryField(default=bytes, editable=False)
    damaged = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("urn")
        verbose_name_plural = _("urns")
        constraints = [
            models.UniqueConstraint(fields=["group", "subject"], name="urn_once"),
            models.UniqueConstraint(fields=["group"], condition=Q(subject__isnull=True), name="urn_whole_once"),
        ]

    def __str__(self):
        return _("urn of group %(group)s") % {"group": self.group.code}


class Ballot(models.Model):
    """A ballot as it came out of the urn: written in random order under a random key, in one transaction for all.

    answers: {subject: {"m": {item: mark or option}, "r": reason, "c": comment}}; what is left blank is absent.
    group: the group with which it was opened. subject: the only one on it, where ballots are cut.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(RaterGroup, models.PROTECT, related_name="ballots", verbose_name=_("group of raters"))
    subject = models.ForeignKey(
        ReviewSubject, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name=_("subject")
    )
    answers = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self):
        return _("ballot of group %(group)s") % {"group": self.group.code}
