"""Schemes: the weights, thresholds and caps that scores are made by, effective from a quarter."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cadres.states import Level, Track
from evaluations.models.teams import person
from evaluations.rules import scheme as rules
from evaluations.states.scores import Method, SchemeState

D = rules.Scheme()


def points(label, default, low=0, **words):
    """A weight or a number of points with two decimals."""
    return models.DecimalField(
        label, max_digits=6, decimal_places=2, default=Decimal(default),
        validators=[MinValueValidator(Decimal(low)), MaxValueValidator(Decimal(100))], **words,
    )  # fmt: skip


def whole(label, default, low, high, **words):
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(low), MaxValueValidator(high)], **words
    )


class Scheme(models.Model):
    """All numbers of the scores from a quarter on; a draft until it is adopted by a meeting, then unchangeable."""

    BEGINS_AS = (SchemeState.DRAFT,)
    # The numbers, as the arithmetic takes them: groups of columns and single ones.
    GROUPS = {"project": rules.PROJECT_PARTS, "dimensions": rules.DIMENSIONS, "facts": rules.FACT_KINDS}
    SINGLE = (
        "late_days", "late_step", "key", "overall", "carried", "targets", "cap", "averaging", "fewest_pieces",
        "fewest_days", "decimals", "good", "fair", "poor", "good_quota",
    )  # fmt: skip

    name = models.CharField(_("name of the scheme"), max_length=40, unique=True)
    from_year = models.PositiveSmallIntegerField(_("in force from the year"))
    from_quarter = models.PositiveSmallIntegerField(
        _("in force from the quarter"), choices=[(n, str(n)) for n in range(1, 5)],
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )  # fmt: skip
    reason = models.CharField(_("what is changed, and why"), max_length=400)
    state = models.CharField(_("state"), max_length=10, choices=SchemeState, default=SchemeState.DRAFT)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drawn up after"),
        editable=False,
    )  # fmt: skip

    project_milestones = points(_("project: milestones"), 40)
    project_investment = points(_("project: investment"), 25)
    project_orders = points(_("project: orders closed in time"), 15)
    project_review = points(_("project: review"), 20)
    late_days = whole(_("a delay counts by steps of so many days"), D.late_days, 1, 60)
    late_step = models.DecimalField(
        _("share of the milestone lost a step"), max_digits=3, decimal_places=2, default=D.late_step,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )  # fmt: skip
    key = points(_("key tasks (重点)"), 60)
    overall = points(_("overall (全面)"), 40)
    carried = points(_("of the key tasks: scores of the projects carried"), 40)
    targets = points(_("of the key tasks: targets"), 20)
    dimensions_project = points(_("building projects (% of overall)"), 20)
    dimensions_politics = points(_("political thought (% of overall)"), 20)
    dimensions_style = points(_("manner of work (% of overall)"), 20)
    dimensions_innovation = points(_("innovation (% of overall)"), 20)
    dimensions_integrity = points(_("integrity (% of overall)"), 20)
    facts_achievement = points(_("points of an achievement"), "0.5")
    facts_innovation = points(_("points of an innovation"), "0.5")
    facts_people = points(_("points of a word of the people"), "0.3")
    facts_praise = points(_("points of a commendation"), "0.5")
    facts_problem = points(_("points of a problem"), "-0.5", -100)
    facts_criticism = points(_("points of a criticism by circular"), "-1", -100)
    cap = points(_("facts and decisions add or take at most"), 5)
    averaging = models.CharField(
        _("figure taken of a review"), max_length=8, choices=Method, default=Method.COUNTED,
        help_text=_("Both are shown where both exist."),
    )  # fmt: skip
    fewest_pieces = whole(
        _("not ranked with fewer pieces of evidence than"), D.fewest_pieces, 1, 100,
        help_text=_("Milestones, months, orders, reviews, targets and facts that counted."),
    )  # fmt: skip
    fewest_days = whole(_("not ranked with fewer days on projects than"), D.fewest_days, 0, 92)
    decimals = whole(_("decimals of a total"), D.decimals, 0, 2, help_text=_("What is shown is what is ranked."))
    good = points(_("grade good from"), 90)
    fair = points(_("grade rather good from"), 80)
    poor = points(_("grade poor below"), 60)
    good_quota = points(_("share of good (%) above which the office is warned"), 40)

    made_at = models.DateTimeField(_("drawn up at"), editable=False)
    made_by = person(_("drawn up by"), null=True, blank=True, editable=False)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True, editable=False)
    adopted_by = person(_("adoption entered by"), null=True, blank=True, editable=False)
    meeting = models.CharField(_("meeting that decided"), max_length=80, blank=True, editable=False)
    met_on = models.DateField(_("day of the meeting"), null=True, blank=True, editable=False)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("scoring scheme")
        verbose_name_plural = _("scoring schemes")
        ordering = ["-from_year", "-from_quarter", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SchemeState.values), name="scheme_state_known"),
            models.CheckConstraint(condition=Q(from_quarter__gte=1, from_quarter__lte=4), name="scheme_quarter"),
            models.CheckConstraint(condition=Q(averaging__in=Method.values), name="scheme_method_known"),
            models.UniqueConstraint(
                fields=["from_year", "from_quarter"], condition=Q(state=SchemeState.ADOPTED), name="scheme_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state=SchemeState.ADOPTED)
                | (
                    Q(adopted_at__isnull=False, adopted_by__isnull=False, met_on__isnull=False)
                    & ~Q(meeting="")
                    & ~Q(decision_number="")
                ),
                name="scheme_adopted",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True) | Q(made_by__isnull=True) | ~Q(adopted_by=F("made_by")),
                name="scheme_two_persons",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/schemes/{self.pk}/"

    @classmethod
    def number_columns(cls):
        """The names of all columns that hold numbers of the scheme."""
        return (*(f"{group}_{name}" for group, names in cls.GROUPS.items() for name in names), *cls.SINGLE)

    def numbers(self):
        """The numbers as `evaluations.rules.scheme.Scheme`."""
        grouped = {
            group: {name: getattr(self, f"{group}_{name}") for name in names} for group, names in self.GROUPS.items()
        }
        return rules.Scheme(**grouped, **{name: getattr(self, name) for name in self.SINGLE})


class PeerGroup(models.Model):
    """Who is compared with whom under a scheme: a track and a level. What no row names is not ranked."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="peers", verbose_name=_("scoring scheme"))
    track = models.CharField(_("track"), max_length=12, choices=Track)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    label = models.CharField(_("name of the group"), max_length=40, help_text=_("Rows of one name are one peer group."))

    class Meta:
        verbose_name = _("peer group")
        verbose_name_plural = _("peer groups")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "track", "level"], name="peer_group_once"),
            models.CheckConstraint(condition=Q(track__in=Track.values), name="peer_track_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="peer_level_known"),
        ]

    def __str__(self):
        return self.label


class Rehearsal(models.Model):
    """What a draft scheme would have made of a past quarter: a report and nothing else."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="rehearsals", verbose_name=_("scoring scheme"))
    scoring = models.ForeignKey("evaluations.Scoring", models.PROTECT, related_name="+", verbose_name=_("quarter"))
    made_at = models.DateTimeField(_("rehearsed at"))
    made_by = person(_("rehearsed by"))
    report = models.JSONField(_("who would move"))

    class Meta:
        verbose_name = _("rehearsal of a scheme")
        verbose_name_plural = _("rehearsals of schemes")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.scheme} {self.scoring}"

    def get_absolute_url(self):
        return f"/schemes/{self.scheme_id}/rehearsals/{self.pk}/"
