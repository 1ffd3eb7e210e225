"""Error tolerance (容错纠错): an application or the organ's own opening, acceptance by two organs, an investigation by
two or more, a joint decision, feedback, correction, clearing of the name, a revisit; and the library of past findings.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import Case, CaseQuerySet, case_constraints
from cases.models.decisions import Decision
from cases.models.people import person
from cases.states.tolerance import (
    ACCEPTED,
    EFFECTIVE,
    ENDED,
    SUSPENDING,
    Distinction,
    Ground,
    Look,
    Origin,
    Outcome,
    Party,
    Scope,
    Side,
    ToleranceState,
    Topic,
)

S = ToleranceState
REPORTED = (S.JOINT, S.MEETING, S.DECIDED, *EFFECTIVE)
OPINED = (S.MEETING, S.DECIDED, *EFFECTIVE)
FOUND = (S.DECIDED, *EFFECTIVE)


class ToleranceQuerySet(CaseQuerySet):
    """The person and the head of the unit see it from the lodging on; who investigates and who applied see it too."""

    def subject_sees(self):
        return Q()

    def unit_sees(self):
        return Q()

    def discipline_sees(self):
        return Q()

    def others_see(self, user, day):
        mine = Investigator.objects.filter(user=user, dropped_at__isnull=True).order_by().values("tolerance")
        applied = Q(opened_by=user) & ~Q(origin=Origin.ORGAN)
        return Q(pk__in=mine) | applied

    def standing(self, user, day):
        """Adds `investigates` to how `user` stands."""
        named = Investigator.objects.filter(tolerance=OuterRef("pk"), user=user, dropped_at__isnull=True)
        return super().standing(user, day).annotate(investigates=Exists(named))

    def suspending(self):
        return self.filter(state__in=SUSPENDING)


class Tolerance(Case):
    """One matter whose error is examined for tolerance."""

    KIND = "tolerance"
    ENDED = ENDED
    EFFECTIVE = EFFECTIVE
    BEGINS_AS = (S.LODGED,)

    state = models.CharField(_("state"), max_length=12, choices=S, default=S.LODGED)
    origin = models.CharField(_("started by"), max_length=8, choices=Origin)
    # What it is about, of any floor: a card, an order, another case. No foreign key.
    about_label = models.CharField(max_length=60, blank=True, editable=False)
    about_key = models.CharField(max_length=40, blank=True, editable=False)
    about_title = models.CharField(_("about"), max_length=120, blank=True)
    about_path = models.CharField(max_length=200, blank=True, editable=False)
    post = models.CharField(_("unit and post"), max_length=120, blank=True)
    project = models.CharField(_("project"), max_length=120, blank=True)
    # When the person came to know of being held responsible, and the last instant to apply in time.
    noticed_at = models.DateTimeField(_("notice received at"), null=True, blank=True)
    apply_before = models.DateTimeField(_("to be applied for before"), null=True, blank=True)
    is_late = models.BooleanField(_("lodged late"), default=False)

    course = models.TextField(_("course of events"), max_length=4000)
    basis = models.TextField(_("basis of the decision"), max_length=2000, blank=True)
    error = models.TextField(_("error and its consequences"), max_length=2000)
    no_gain = models.BooleanField(_("no private gain was sought, promised or taken"), default=False)
    gain_note = models.CharField(_("about private gain"), max_length=400, blank=True)
    remedy = models.TextField(_("remedy taken"), max_length=2000, blank=True)

    ground = models.CharField(_("ground of refusal"), max_length=12, choices=Ground, blank=True)
    screened_why = models.CharField(_("reason of the acceptance or refusal"), max_length=1000, blank=True)
    screened_at = models.DateTimeField(_("screened at"), null=True, blank=True)
    screened_by = person(_("screened by"), null=True, blank=True)
    countersigned_at = models.DateTimeField(_("countersigned at"), null=True, blank=True)
    countersigned_by = person(_("countersigned by"), null=True, blank=True)

    proposed = models.CharField(_("proposed finding"), max_length=8, choices=Outcome, blank=True)
    proposal = models.TextField(_("conclusion of the investigation"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    proposed_by = person(_("reported by"), null=True, blank=True)
    opinion = models.TextField(_("opinion of the discipline commission"), max_length=2000, blank=True)
    agrees = models.BooleanField(_("the discipline commission agrees"), null=True, blank=True)
    opined_at = models.DateTimeField(_("opinion given at"), null=True, blank=True)
    opined_by = person(_("opinion given by"), null=True, blank=True)

    outcome = models.CharField(_("finding"), max_length=8, choices=Outcome, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    party_org = models.CharField(_("Party organisation of the unit"), max_length=60, blank=True)
    delivered_at = models.DateTimeField(_("fed back at"), null=True, blank=True)
    delivered_by = person(_("fed back by"), null=True, blank=True)
    review_until = models.DateField(_("last day of the review"), null=True, blank=True)
    appeal_until = models.DateField(_("last day of the appeal"), null=True, blank=True)
    # What the finding did to the card or case it is about, in words.
    effect = models.CharField(_("what followed"), max_length=400, blank=True)

    filing_no = models.CharField(_("filing number"), max_length=40, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    correction = models.TextField(_("what is to be put right"), max_length=2000, blank=True)
    correct_by = models.DateField(_("to be put right by"), null=True, blank=True)
    corrected = models.TextField(_("what was put right"), max_length=2000, blank=True)
    verdict = models.CharField(_("what was verified"), max_length=400, blank=True)
    scope = models.CharField(_("scope of the clearing consented to"), max_length=8, choices=Scope, blank=True)
    consented_at = models.DateTimeField(_("consented at"), null=True, blank=True)
    clearing = models.CharField(_("how the name was cleared"), max_length=1000, blank=True)
    cleared_on = models.DateField(_("name cleared on"), null=True, blank=True)
    revisit = models.TextField(_("revisit"), max_length=2000, blank=True)

    objects = ToleranceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tolerance case")
        verbose_name_plural = _("tolerance cases")
        ordering = ["-id"]
        constraints = [
            *case_constraints("tolerance", S.values, ENDED),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="tolerance_origin_known"),
            models.CheckConstraint(condition=~Q(course="") & ~Q(error=""), name="tolerance_told"),
            models.CheckConstraint(
                condition=Q(cadre__isnull=False) | Q(unit__isnull=False), name="tolerance_whom"
            ),
            # A refusal names a ground of the list and its reason; acceptance and refusal are signed by two.
            models.CheckConstraint(
                condition=~Q(state__in=[S.REFUSING, S.REFUSED])
                | (Q(ground__in=Ground.values, screened_by__isnull=False) & ~Q(screened_why="")),
                name="tolerance_refused",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*ACCEPTED, S.REFUSED])
                | (
                    Q(screened_at__isnull=False, screened_by__isnull=False, countersigned_by__isnull=False)
                    & Q(countersigned_at__gte=F("screened_at")) & ~Q(screened_by=F("countersigned_by"))
                ),
                name="tolerance_two_organs",
            ),
            models.CheckConstraint(condition=~Q(state__in=ACCEPTED) | Q(ground=""), name="tolerance_no_ground"),
            models.CheckConstraint(
                condition=~Q(state__in=REPORTED)
                | (
                    Q(proposed__in=Outcome.values, proposed_by__isnull=False)
                    & Q(proposed_at__gte=F("countersigned_at")) & ~Q(proposal="")
                ),
                name="tolerance_reported",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OPINED)
                | (
                    Q(agrees__isnull=False, opined_by__isnull=False) & Q(opined_at__gte=F("proposed_at"))
                    & ~Q(opinion="") & ~Q(opined_by=F("proposed_by"))
                ),
                name="tolerance_opined",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FOUND)
                | Q(outcome__in=Outcome.values, decision__isnull=False, decided_at__gte=F("opined_at")),
                name="tolerance_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=EFFECTIVE)
                | (
                    Q(delivered_by__isnull=False, delivered_at__gte=F("decided_at"), review_until__isnull=False)
                    & Q(appeal_until__isnull=False) & ~Q(party_org="")
                ),
                name="tolerance_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.FILED, S.CORRECTING, S.CORRECTED, S.FOLLOWED, S.CLOSED])
                | (Q(filed_at__isnull=False) & ~Q(filing_no="")),
                name="tolerance_filed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.CORRECTING, S.CORRECTED]) | (Q(correct_by__isnull=False) & ~Q(correction="")),
                name="tolerance_correction",
            ),
            # The name is cleared only as far as the person consented, and then it is cleared before the case is closed.
            models.CheckConstraint(
                condition=Q(cleared_on__isnull=True)
                | (Q(scope__in=[Scope.MEETING, Scope.DOCUMENT, Scope.PUBLIC], consented_at__isnull=False)
                   & ~Q(clearing="") & Q(outcome=Outcome.EXEMPT)),
                name="tolerance_cleared",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED)
                | (~Q(revisit="") & (Q(scope__in=["", Scope.NONE]) | Q(cleared_on__isnull=False))),
                name="tolerance_closed",
            ),
            # One open case a matter and person (or unit, where no person is concerned).
            models.UniqueConstraint(
                fields=["about_label", "about_key", "cadre"],
                condition=~Q(about_key="") & Q(cadre__isnull=False) & ~Q(state__in=ENDED),
                name="tolerance_once",
            ),
            models.UniqueConstraint(
                fields=["about_label", "about_key", "unit"],
                condition=~Q(about_key="") & Q(cadre__isnull=True) & ~Q(state__in=ENDED),
                name="tolerance_once_unit",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "due_at"], name="tolerance_due"),
            models.Index(fields=["about_label", "about_key"], name="tolerance_about"),
        ]

    def __str__(self):
        return f"{self.number_text} {self.whom}"


class Investigator(models.Model):
    """Who investigates; two or more, each of whom signs the findings."""

    tolerance = models.ForeignKey(
        Tolerance, models.PROTECT, related_name="investigators", verbose_name=_("tolerance case")
    )
    user = person(_("investigator"))
    named_at = models.DateTimeField(_("named at"))
    named_by = person(_("named by"))
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("released at"), null=True, blank=True)
    dropped_why = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("investigator")
        verbose_name_plural = _("investigators")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["tolerance", "user"], name="investigator_once"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_why=""), name="investigator_dropped_why"
            ),
        ]

    def __str__(self):
        return self.user.name


class ToleranceHearing(models.Model):
    """A hearing of the person, the unit or the masses, as it was recorded. Never changed."""

    tolerance = models.ForeignKey(Tolerance, models.PROTECT, related_name="hearings", verbose_name=_("tolerance case"))
    party = models.CharField(_("who was heard"), max_length=8, choices=Party)
    name = models.CharField(_("names"), max_length=100)
    held_on = models.DateField(_("held on"))
    words = models.TextField(_("what was said"), max_length=4000)
    at = models.DateTimeField(_("recorded at"))
    by = person(_("recorded by"))

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(party__in=Party.values) & ~Q(words=""), name="tolerancehearing_told"),
        ]

    def __str__(self):
        return f"{self.get_party_display()} {self.held_on}"


class TolerancePoint(models.Model):
    """A word on one of the three distinctions or six looks, by the applicant or by the investigators."""

    CODES = [*Distinction.choices, *(((f"look_{code}"), words) for code, words in Look.choices)]

    tolerance = models.ForeignKey(Tolerance, models.PROTECT, related_name="points", verbose_name=_("tolerance case"))
    side = models.CharField(_("whose word"), max_length=8, choices=Side)
    code = models.CharField(_("point"), max_length=20, choices=CODES)
    # Whether a distinction falls on the side that is tolerated; null for a look.
    holds = models.BooleanField(_("holds"), null=True, blank=True)
    text = models.TextField(_("reason"), max_length=1000)

    class Meta:
        verbose_name = _("point of the examination")
        verbose_name_plural = _("points of the examination")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["tolerance", "side", "code"], name="tolerancepoint_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values) & ~Q(text=""), name="tolerancepoint_told"),
        ]

    def __str__(self):
        return self.get_code_display()


class Lesson(models.Model):
    """A past finding without names, to learn from."""

    tolerance = models.OneToOneField(
        Tolerance, models.PROTECT, related_name="lesson", verbose_name=_("tolerance case")
    )  # fmt: skip
    outcome = models.CharField(_("finding"), max_length=8, choices=Outcome)
    topic = models.CharField(_("category"), max_length=12, choices=Topic)
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text without names"), max_length=4000)
    released_at = models.DateTimeField(_("released at"))
    released_by = person(_("released by"))
    taken_back_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    taken_back_why = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("finding in the library")
        verbose_name_plural = _("findings in the library")
        ordering = ["-released_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & Q(topic__in=Topic.values) & ~Q(text=""), name="lesson_told"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_why=""), name="lesson_taken_back_why"
            ),
        ]

    def __str__(self):
        return self.title
