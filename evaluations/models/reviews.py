"""The quarter's review: whom it judges, who judges, on which sheet."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre, Unit
from evaluations.states.reviews import Dimension, ReviewKind, ReviewState, Scale
from evaluations.states.tally import Averaging
from projects.models import Project

S = ReviewState
# Roles that read every review; officers of the urns see theirs beside.
READS_REVIEWS = (Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE, Role.LEADER)
READS_PROJECT_REVIEWS = (Role.PLANNER, Role.SUPERVISOR)
BEFORE_OPEN = [S.PLANNED, S.LISTED, S.VOID]
BEFORE_CLOSED = [*BEFORE_OPEN, S.OPEN]
BEFORE_PEELED = [*BEFORE_CLOSED, S.CLOSED]
BEFORE_OPENED = [*BEFORE_PEELED, S.PEELED]


def percent(label, **words):
    """A share of a hundred with two decimals."""
    return models.DecimalField(
        label, max_digits=5, decimal_places=2,
        validators=[MinValueValidator(Decimal("0")), MaxValueValidator(Decimal("100"))], **words,
    )  # fmt: skip


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """All for the offices that read every review, those of projects for who keeps projects, and one's own
        as an officer of its urns. The three administrators see none."""
        if user.has_role(*READS_REVIEWS):
            return self
        mine = Q(officers__user=user)
        if user.has_role(*READS_PROJECT_REVIEWS):
            mine |= Q(kind=ReviewKind.PROJECT)
        return self.filter(mine).distinct()

    def standing(self, user):
        """Adds `asker` and `is_judged`: is `user` one of those whom the review judges? Predicates read them."""
        judged = ReviewSubject.objects.filter(review=OuterRef("pk"), cadre__user=user)
        return self.annotate(asker=models.Value(user.pk, models.BigIntegerField()), is_judged=Exists(judged))


class Review(models.Model):
    """A quarter's vote on projects or on cadres, by sealed ballots of several groups of raters."""

    BEGINS_AS = (S.PLANNED,)

    name = models.CharField(_("name of the review"), max_length=80)
    kind = models.CharField(_("kind of review"), max_length=10, choices=ReviewKind)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(
        _("quarter"),
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        choices=[(n, str(n)) for n in range(1, 5)],
    )
    scale = models.CharField(_("answers by"), max_length=10, choices=Scale, default=Scale.MARKS)
    asks_reason = models.BooleanField(
        _("a reason is asked under full marks"), default=True,
        help_text=_("One reason a subject, when any item has less than its full mark."),
    )  # fmt: skip
    averaging = models.CharField(
        _("how answers are averaged"), max_length=8, choices=Averaging, default=Averaging.PLAIN,
        help_text=_("Settled before anybody votes; one of the two is shown, never both."),
    )  # fmt: skip
    opens_at = models.DateTimeField(_("voting begins"))
    closes_at = models.DateTimeField(_("voting ends"))
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=S.PLANNED)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("set up by"),
    )  # fmt: skip
    text_limit = models.PositiveSmallIntegerField(_("characters of a reason or comment"), default=100, editable=False)
    whole_size = models.PositiveIntegerField(_("bytes of a whole paper"), default=0, editable=False)
    piece_size = models.PositiveIntegerField(_("bytes of a paper on one subject"), default=0, editable=False)
    electorate_hash = models.CharField(_("digest of the lists"), max_length=64, blank=True, editable=False)
    locked_at = models.DateTimeField(_("lists locked at"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("voting opened at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("voting closed at"), null=True, blank=True, editable=False)
    peeled_at = models.DateTimeField(_("first seal taken off at"), null=True, blank=True, editable=False)
    unsealed_at = models.DateTimeField(_("urns opened at"), null=True, blank=True, editable=False)
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    meeting = models.CharField(_("meeting that decided"), max_length=80, blank=True, editable=False)
    met_on = models.DateField(_("day of the meeting"), null=True, blank=True, editable=False)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True, editable=False)
    void_reason = models.CharField(_("why it is void"), max_length=400, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-year", "-quarter", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="review_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ReviewKind.values), name="review_kind_known"),
            models.CheckConstraint(condition=Q(scale__in=Scale.values), name="review_scale_known"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="review_quarter"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="review_days_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=[S.PLANNED, S.VOID]) | Q(locked_at__isnull=False), name="review_locked"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_OPEN) | (Q(opened_at__isnull=False) & ~Q(electorate_hash="")),
                name="review_opened",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_CLOSED) | Q(closed_at__isnull=False), name="review_closed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_PEELED) | Q(peeled_at__isnull=False), name="review_peeled"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_OPENED) | Q(unsealed_at__isnull=False), name="review_unsealed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.PUBLISHED, S.ARCHIVED])
                | Q(
                    counted_at__isnull=False, checked_at__isnull=False, approved_at__isnull=False,
                    published_at__isnull=False,
                ),
                name="review_stamped",
            ),
            models.CheckConstraint(condition=Q(averaging__in=Averaging.values), name="review_averaging_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.APPROVED, S.PUBLISHED, S.ARCHIVED])
                | (Q(met_on__isnull=False) & ~Q(meeting="") & ~Q(decision_number="")),
                name="review_decided",
            ),
            models.CheckConstraint(condition=~Q(state=S.VOID) | ~Q(void_reason=""), name="review_void_reason"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "closes_at"], name="review_state_closes")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/reviews/{self.pk}/"


class RaterGroup(models.Model):
    """Raters of one kind (A, B, C) with the weight of their mean."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="groups", verbose_name=_("review"))
    code = models.CharField(_("code"), max_length=2)
    name = models.CharField(_("who rates"), max_length=40)
    weight = percent(_("weight (%)"))
    is_cut = models.BooleanField(_("ballots are cut by subject"), default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("opened together with"),
    )  # fmt: skip
    cast = models.PositiveIntegerField(_("ballots taken from its urn"), null=True, blank=True, editable=False)
    damaged = models.PositiveIntegerField(_("papers that no key opened"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("group of raters")
        verbose_name_plural = _("groups of raters")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="rater_group_once"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=100), name="rater_group_weight"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="rater_group_not_own"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class RaterSeats(models.Model):
    """How many raters of a group a unit sends: expected (应到), and how many slips are handed out (发出)."""

    group = models.ForeignKey(RaterGroup, models.CASCADE, related_name="seats", verbose_name=_("group of raters"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    expected = models.PositiveIntegerField(_("expected raters"))
    slips = models.PositiveIntegerField(_("slips"))

    class Meta:
        verbose_name = _("raters of a unit")
        verbose_name_plural = _("raters of units")
        ordering = ["group__code", "unit__position", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["group", "unit"], name="rater_seats_once"),
            # An empty unit is a row too, and only one: two nulls are not alike to a database.
            models.UniqueConstraint(fields=["group"], condition=Q(unit__isnull=True), name="rater_seats_unitless"),
            models.CheckConstraint(
                condition=Q(expected__gte=1, slips__gte=1, slips__lte=F("expected")), name="rater_seats_numbers"
            ),
        ]

    def __str__(self):
        return f"{self.unit or ''} {self.slips}"


class ReviewItem(models.Model):
    """A line of the sheet with its full mark; the full marks of a sheet sum to 100."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="items", verbose_name=_("review"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension, blank=True, default=Dimension.NONE)
    name = models.CharField(_("item"), max_length=40)
    full_mark = percent(_("full mark"))

    class Meta:
        verbose_name = _("item of the sheet")
        verbose_name_plural = _("items of the sheet")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "name"], name="review_item_once"),
            models.CheckConstraint(condition=Q(full_mark__gt=0, full_mark__lte=100), name="review_item_mark"),
            models.CheckConstraint(condition=Q(dimension__in=Dimension.values), name="review_item_dimension"),
        ]

    def __str__(self):
        return self.name


class ReviewOption(models.Model):
    """An answer to choose, with its weight; “don't know” has none and counts as an abstention."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="options", verbose_name=_("review"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("option"), max_length=20)
    weight = percent(_("weight"), default=0)
    is_unknown = models.BooleanField(_("means: don't know"), default=False)

    class Meta:
        verbose_name = _("option of the sheet")
        verbose_name_plural = _("options of the sheet")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "label"], name="review_option_once"),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=100), name="review_option_weight"),
        ]

    def __str__(self):
        return self.label


class ReviewSubject(models.Model):
    """A project or a cadre that is judged, under the name it bore when the lists were locked."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="subjects", verbose_name=_("review"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cadre"))
    label = models.CharField(_("name on the ballot"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("subject of the review")
        verbose_name_plural = _("subjects of the review")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "project"], name="review_project_once"),
            models.UniqueConstraint(fields=["review", "cadre"], name="review_cadre_once"),
            models.CheckConstraint(
                condition=Q(project__isnull=False, cadre__isnull=True) | Q(project__isnull=True, cadre__isnull=False),
                name="review_subject_one",
            ),
        ]

    def __str__(self):
        return self.label


class SubjectUnit(models.Model):
    """A unit whose raters do not judge the subject: it is their own."""

    subject = models.ForeignKey(ReviewSubject, models.CASCADE, related_name="excluded", verbose_name=_("subject"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("own unit of a subject")
        verbose_name_plural = _("own units of subjects")
        constraints = [models.UniqueConstraint(fields=["subject", "unit"], name="subject_unit_once")]

    def __str__(self):
        return f"{self.subject} / {self.unit}"
