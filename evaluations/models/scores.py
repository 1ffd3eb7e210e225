"""Scores of a quarter: of projects and of cadres, their lines with the pieces they rest on, and what they add up."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre
from evaluations.models.schemes import Scheme
from evaluations.models.teams import person, read_cadres, recused
from evaluations.states.reviews import Dimension
from evaluations.states.scores import Grade, HoldKind, Indicator, ObjectionState, ScoringState, Unranked
from projects.models import Project

# Who reads the scores of persons; the others read their own, and teams those whose file they read.
READS_SCORES = (Role.OFFICE, Role.DIRECTOR)
S = ScoringState


class Scoring(models.Model):
    """The scores of one quarter under one scheme, from the computation to the decision that freezes them."""

    BEGINS_AS = (S.DRAFT,)

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), choices=[(n, str(n)) for n in range(1, 5)],
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )  # fmt: skip
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="scorings", verbose_name=_("scoring scheme"))
    state = models.CharField(_("state"), max_length=10, choices=S, default=S.DRAFT)
    computed_at = models.DateTimeField(_("computed at"))
    shown_at = models.DateTimeField(_("shown for checking at"), null=True, blank=True)
    shown_by = person(_("shown for checking by"), null=True, blank=True)
    check_until = models.DateTimeField(_("to be checked before"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)
    frozen_by = person(_("frozen by"), null=True, blank=True)
    meeting = models.CharField(_("meeting that decided"), max_length=80, blank=True)
    met_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    # Over every score of the quarter as frozen: the trail line of the freezing holds it too.
    digest = models.CharField(_("digest of the scores"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("scores of a quarter")
        verbose_name_plural = _("scores of quarters")
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter"], name="scoring_once"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="scoring_state_known"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="scoring_quarter"),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT)
                | Q(shown_at__isnull=False, shown_by__isnull=False, check_until__isnull=False),
                name="scoring_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.FROZEN)
                | (
                    Q(frozen_at__isnull=False, frozen_by__isnull=False, met_on__isnull=False)
                    & ~Q(meeting="")
                    & ~Q(decision_number="")
                    & ~Q(digest="")
                ),
                name="scoring_frozen",
            ),
            models.CheckConstraint(
                condition=Q(frozen_by__isnull=True) | ~Q(frozen_by=F("shown_by")), name="scoring_two_persons"
            ),
        ]

    def __str__(self):
        return gettext("%(year)s Q%(quarter)s") % {"year": self.year, "quarter": self.quarter}

    def get_absolute_url(self):
        return f"/scores/{self.pk}/"

    @property
    def check_last(self):
        """The last day on which the scores are checked; it ends with its last second. None before they are shown."""
        return timezone.localdate(self.check_until - timedelta(seconds=1)) if self.check_until else None


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Scores of the projects that one sees once they are shown for checking; of persons all for the cadre section
        and its leaders, one's own once shown, and of those whose file a team reads. Nobody recused from a cadre."""
        if user.administrator or not user.is_active:
            return self.none()
        own = Q(cadre__user=user)
        if user.has_role(*READS_SCORES):
            others = Q(cadre__isnull=False) & ~own & ~recused(user, day, cadre="cadre")
            return self.filter(Q(project__isnull=False) | others | own & Q(scoring__state__in=[S.CHECKING, S.FROZEN]))
        team = Q(cadre__in=read_cadres(user, day)) & ~own & ~recused(user, day, cadre="cadre")
        projects = Q(project__in=Project.objects.visible_to(user, day).order_by().values("pk"))
        return self.filter(projects | own | team, scoring__state__in=[S.CHECKING, S.FROZEN])

    def newest(self):
        """Of every subject and quarter the newest revision."""
        return self.filter(is_newest=True)


class Score(models.Model):
    """The score of one project or one cadre in a quarter; revision 0 is what was frozen, later ones reverse."""

    scoring = models.ForeignKey(Scoring, models.PROTECT, related_name="scores", verbose_name=_("quarter"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cadre"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    is_newest = models.BooleanField(_("newest revision"), default=True)
    title = models.CharField(_("name then"), max_length=120)
    peer = models.CharField(_("peer group"), max_length=40, blank=True)
    total = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=6, choices=Grade, blank=True, default=Grade.NONE)
    pieces = models.PositiveIntegerField(_("pieces of evidence"), default=0)
    days = models.PositiveIntegerField(_("days on projects"), default=0)
    place = models.PositiveIntegerField(_("place"), null=True, blank=True)
    place_low = models.PositiveIntegerField(_("place at best"), null=True, blank=True)
    place_high = models.PositiveIntegerField(_("place at worst"), null=True, blank=True)
    of = models.PositiveIntegerField(_("ranked in the group"), null=True, blank=True)
    unranked = models.CharField(_("why not ranked"), max_length=8, choices=Unranked, blank=True, default=Unranked.NO)
    revised_at = models.DateTimeField(_("revised at"), null=True, blank=True)
    revised_by = person(_("revised by"), null=True, blank=True)
    revised_why = models.CharField(_("why it was revised"), max_length=400, blank=True)
    # How far each draw of the ballots moves the total, in hundredths of a point; empty where none were drawn.
    drawn = models.JSONField(default=list, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["scoring", "peer", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scoring", "cadre", "revision"], condition=Q(cadre__isnull=False), name="score_of_cadre_once"
            ),
            models.UniqueConstraint(
                fields=["scoring", "project", "revision"],
                condition=Q(project__isnull=False),
                name="score_of_project_once",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True, cadre__isnull=False) | Q(project__isnull=False, cadre__isnull=True),
                name="score_of_one",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=100), name="score_total"
            ),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="score_grade_known"),
            models.CheckConstraint(condition=Q(unranked__in=Unranked.values), name="score_unranked_known"),
            models.CheckConstraint(condition=Q(revision=0) | ~Q(revised_why=""), name="score_revised_why"),
        ]
        indexes = [models.Index(fields=["cadre", "scoring"], name="score_of_cadre")]

    def __str__(self):
        return f"{self.title} {self.scoring}"

    def get_absolute_url(self):
        return f"/scores/why/{self.pk}/"


class ScoreLine(models.Model):
    """One indicator of a score: what it came to, by which weight, and the pieces it rests on.

    pieces: [[label, key, title, values, why it does not count, is it objected to]] as they were. Counting again from
    them by the scheme gives reached, n, weight and points.
    """

    score = models.ForeignKey(Score, models.CASCADE, related_name="lines", verbose_name=_("score"))
    position = models.PositiveSmallIntegerField(_("order"))
    part = models.CharField(_("part"), max_length=10)
    indicator = models.CharField(_("indicator"), max_length=10, choices=Indicator)
    nominal = models.DecimalField(_("weight in the scheme"), max_digits=7, decimal_places=4)
    reached = models.DecimalField(_("reached (%)"), max_digits=7, decimal_places=4, null=True, blank=True)
    n = models.PositiveIntegerField(_("pieces that count"))
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=4)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    pieces = models.JSONField(_("pieces of evidence"))

    class Meta:
        verbose_name = _("line of a score")
        verbose_name_plural = _("lines of scores")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["score", "position"], name="score_line_once")]

    def __str__(self):
        return f"{self.get_indicator_display()} {self.points}"


class ScoreEntry(models.Model):
    """Points that a decision adds or takes in a quarter, with its source. Only ever added to: what falls is reversed
    by another entry."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="+", verbose_name=_("cadre"))
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension, blank=True, default=Dimension.NONE)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=400)
    # Where it comes from, of this floor or a higher one: no foreign key.
    source_label = models.CharField(max_length=60)
    source_key = models.CharField(max_length=40)
    source_title = models.CharField(_("source"), max_length=120)
    source_path = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    posted_at = models.DateTimeField(_("entered at"))
    posted_by = person(_("entered by"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry of points")
        verbose_name_plural = _("entries of points")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "year", "quarter", "source_label", "source_key"], condition=Q(reverses__isnull=True),
                name="entry_once_a_source",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="entry_reason"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="entry_quarter"),
            models.CheckConstraint(condition=Q(dimension__in=Dimension.values), name="entry_dimension_known"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["year", "quarter", "cadre"], name="entry_of_quarter")]

    def __str__(self):
        return f"{self.cadre} {self.points} {self.source_title}"


class SourceHold(models.Model):
    """Something that scores rest on is held while a case about it is open: suspended, or disputed."""

    kind = models.CharField(_("kind of hold"), max_length=10, choices=HoldKind)
    source_label = models.CharField(max_length=60)
    source_key = models.CharField(max_length=40)
    source_title = models.CharField(_("source"), max_length=120)
    case_label = models.CharField(max_length=60)
    case_key = models.CharField(max_length=40)
    case_path = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=400)
    held_at = models.DateTimeField(_("held at"))
    held_by = person(_("held by"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = person(_("released by"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=400, blank=True)
    # An excused fact stays out for good: "considered, excused because …".
    is_excused = models.BooleanField(_("excused"), default=False)

    class Meta:
        verbose_name = _("hold on a source")
        verbose_name_plural = _("holds on sources")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="source_hold_known"),
            models.UniqueConstraint(
                fields=["kind", "source_label", "source_key", "case_label", "case_key"], name="source_hold_once"
            ),
            models.CheckConstraint(condition=Q(released_at__isnull=True) | ~Q(outcome=""), name="source_hold_outcome"),
        ]
        indexes = [models.Index(fields=["source_label", "source_key"], name="source_hold_source")]

    def __str__(self):
        return f"{self.source_title} {self.get_kind_display()}"


class ScoreObjection(models.Model):
    """What a cadre, or the head of a responsible unit, says is wrong with a score while it is shown for checking."""

    BEGINS_AS = (ObjectionState.RAISED,)

    scoring = models.ForeignKey(Scoring, models.PROTECT, related_name="objections", verbose_name=_("quarter"))
    # Not the row of the score: that is made anew each time the quarter is computed.
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.CharField(_("indicator"), max_length=10, choices=Indicator, blank=True)
    piece = models.CharField(max_length=110, blank=True)
    piece_title = models.CharField(_("piece of evidence"), max_length=200, blank=True)
    claim = models.CharField(_("objection"), max_length=1000)
    evidence = models.CharField(_("evidence"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState, default=ObjectionState.RAISED)
    raised_at = models.DateTimeField(_("objected at"))
    raised_by = person(_("objected by"))
    answer = models.CharField(_("answer to the objection"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = person(_("answered by"), null=True, blank=True)

    class Meta:
        verbose_name = _("objection to a score")
        verbose_name_plural = _("objections to scores")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="scobj_state_known"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RAISED)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="scobj_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("raised_by")), name="scobj_answer_apart"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} #{self.pk}"

    def get_absolute_url(self):
        return f"/scores/objections/{self.pk}/"
