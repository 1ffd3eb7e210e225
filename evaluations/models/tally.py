"""What a review came to: one count, its result for each subject. Written once, read ever after."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.reviews import Review, ReviewSubject


class Tally(models.Model):
    """A count of the ballots of a review, with all it rests on.

    inputs: the sheet as counted (items, options, levels, groups with weights, averaging, fewest shown). figures: the
    turnout, rates and warnings. digest: over inputs, ballots and results; counting again must give the same.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="tallies", verbose_name=_("review"))
    number = models.PositiveSmallIntegerField(_("count"))
    counted_at = models.DateTimeField(_("counted at"))
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("counted by")
    )
    checked_at = models.DateTimeField(_("counted again at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("counted again by"),
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("sent back at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was sent back"), max_length=400, blank=True)
    inputs = models.JSONField(_("what was counted by"))
    figures = models.JSONField(_("turnout"))
    digest = models.CharField(_("digest of the count"), max_length=64)
    seal_number = models.PositiveIntegerField(_("newest seal when archived"), null=True, blank=True)
    seal_hash = models.CharField(_("its hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("count of a review")
        verbose_name_plural = _("counts of reviews")
        ordering = ["review", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="tally_once"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(withdrawn_at__isnull=True), name="tally_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | (Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(checked_by=F("counted_by"))),
                name="tally_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="tally_withdrawn_reason"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.review} #{self.number}"


class SubjectResult(models.Model):
    """What one subject came to, with distributions; without a score where too few ballots would show whose they are."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="results", verbose_name=_("count"))
    subject = models.ForeignKey(ReviewSubject, models.PROTECT, related_name="results", verbose_name=_("subject"))
    peer = models.CharField(_("peer group"), max_length=30)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=3, null=True, blank=True)
    level = models.CharField(_("level"), max_length=20, blank=True)
    place = models.PositiveIntegerField(_("place in its peer group"), null=True, blank=True)
    papers = models.PositiveIntegerField(_("valid papers"))
    blank = models.PositiveIntegerField(_("blank papers"))
    is_withheld = models.BooleanField(_("withheld: too few ballots"), default=False)
    detail = models.JSONField(_("distributions"))

    class Meta:
        verbose_name = _("result of a subject")
        verbose_name_plural = _("results of subjects")
        ordering = ["subject__position", "subject_id"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "subject"], name="subject_result_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="subject_result_score"
            ),
            models.CheckConstraint(
                condition=Q(is_withheld=False) | Q(score__isnull=True, place__isnull=True),
                name="subject_result_withheld",
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.score if self.score is not None else '—'}"
