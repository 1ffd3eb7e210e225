"""Honours (红旗标兵): batches drawn from frozen scores, who is on them, and what was objected while they were shown.

A batch is the case; it concerns many persons, so that `cadre` and `unit` stay empty. A person is honoured only in a
batch that a meeting decided after the opinion of the discipline commission and the publicity: CHECKs on both rows, and
triggers (models.guards).
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre, Unit
from cases.models.base import READS_ALL, Case, CaseQuerySet, case_constraints, standing_to
from cases.models.decisions import Decision
from cases.models.people import person
from cases.states.honours import (
    HONOUR_EFFECTIVE,
    HONOUR_ENDED,
    HONOUR_PUBLIC,
    HONOUREE_EFFECTIVE,
    HonoureeState,
    HonourState,
    ObjectionState,
    Opinion,
    Origin,
    Sort,
)
from evaluations.models import Batch, Score, Scoring
from evaluations.models.teams import recused


class HonourQuerySet(CaseQuerySet):
    """Drafts are the cadre section's and its leaders', the opinion the commission's; from the publicity on everybody
    who works here sees a batch. Whom a draft concerns sees it only then."""

    def visible_to(self, user, day):
        if user.administrator or not user.is_active:
            return self.none()
        seen = Q(state__in=HONOUR_PUBLIC)
        others = ~Exists(_on_list(user)) & ~Exists(_recused_from(user, day))
        if user.has_role(*READS_ALL):
            seen |= others
        elif user.has_role(Role.DISCIPLINE):
            seen |= ~Q(state__in=[HonourState.DRAFT, HonourState.DROPPED]) & others
        return self.filter(seen)

    def subject_sees(self):
        """A batch concerns nobody alone: nothing is served of it."""
        return Q(pk__in=[])

    unit_sees = subject_sees

    def standing(self, user, day):
        """`is_subject`: on the list (taken out ones are not); `is_recused`: from one of those on it."""
        return self.annotate(
            asker=Value(user.pk, models.BigIntegerField()),
            is_subject=Exists(_on_list(user)),
            speaks=Value(False, models.BooleanField()),
            is_recused=Exists(_recused_from(user, day)),
        )


def _on_list(user):
    rows = Honouree.objects.filter(honour=OuterRef("pk"), cadre__user=user)
    return rows.exclude(state=HonoureeState.OUT)


def _recused_from(user, day):
    rows = Honouree.objects.filter(recused(user, day, cadre="cadre"), honour=OuterRef("pk"))
    return rows.exclude(state=HonoureeState.OUT)


class Honour(Case):
    """A batch of honours: the criteria it was drawn by, and how far it has come."""

    KIND = "honour"
    WHOM = "title"
    ENDED = HONOUR_ENDED
    BEGINS_AS = (HonourState.DRAFT,)

    state = models.CharField(_("state"), max_length=10, choices=HonourState, default=HonourState.DRAFT)
    sort = models.CharField(_("kind of honour"), max_length=8, choices=Sort, default=Sort.FLAG)
    title = models.CharField(_("title"), max_length=100)
    scoring = models.ForeignKey(Scoring, models.PROTECT, related_name="+", verbose_name=_("frozen quarter"))
    faster = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("list of faster projects")
    )
    criteria = models.JSONField(_("criteria"), default=dict)
    criteria_words = models.CharField(_("criteria in words"), max_length=400)
    drawn_at = models.DateTimeField(_("drawn at"))
    # Over the criteria and every standing looked at: drawing again by them gives the same list and the same digest.
    inputs_digest = models.CharField(_("digest of the draw"), max_length=64)
    asked_at = models.DateTimeField(_("opinion asked at"), null=True, blank=True)
    asked_by = person(_("opinion asked by"), null=True, blank=True)
    opined_at = models.DateTimeField(_("opinion given at"), null=True, blank=True)
    opined_by = person(_("opinion given by"), null=True, blank=True)
    shown_at = models.DateTimeField(_("shown to all at"), null=True, blank=True)
    shown_by = person(_("shown to all by"), null=True, blank=True)
    publicity_until = models.DateTimeField(_("shown to all until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("publicity ended at"), null=True, blank=True)
    proposal = models.TextField(_("reasoned proposal"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    proposed_by = person(_("proposed by"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = person(_("published by"), null=True, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of honours")
        verbose_name_plural = _("batches of honours")
        ordering = ["-id"]
        constraints = [
            *case_constraints("honour", HonourState.values, HONOUR_ENDED),
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="honour_sort_known"),
            models.CheckConstraint(condition=Q(cadre__isnull=True, unit__isnull=True), name="honour_of_many"),
            models.CheckConstraint(
                condition=~Q(state__in=HONOUR_EFFECTIVE)
                | Q(
                    asked_at__isnull=False, asked_by__isnull=False, opined_at__gte=F("asked_at"),
                    opined_by__isnull=False,
                ),
                name="honour_opinion",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HONOUR_EFFECTIVE)
                | Q(
                    shown_at__gte=F("opined_at"), shown_by__isnull=False, publicity_until__gt=F("shown_at"),
                    closed_at__gte=F("publicity_until"),
                ),
                name="honour_publicity",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HONOUR_EFFECTIVE)
                | (
                    Q(
                        proposed_at__gte=F("closed_at"), proposed_by__isnull=False, decision__isnull=False,
                        decided_at__gte=F("proposed_at"),
                    )
                    & ~Q(proposal="")
                ),
                name="honour_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=HonourState.PUBLISHED)
                | Q(published_at__gte=F("decided_at"), published_by__isnull=False),
                name="honour_published",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_at"], name="honour_due")]

    def __str__(self):
        return f"{self.number_text} {self.title}"

    @property
    def whom(self):
        """Many: the batch itself."""
        return self.title


class HonoureeQuerySet(models.QuerySet):
    def counting(self):
        """Honoured, and not withdrawn: what every figure and dossier reads."""
        return self.filter(state=HonoureeState.RECIPIENT, honour__state=HonourState.PUBLISHED)

    def standing(self, user, day):
        """How `user` stands to the person of each row: see models.base.standing_to."""
        return self.annotate(**standing_to(user, day, Q(unit=OuterRef("cadre__unit"))))


class Honouree(models.Model):
    """One person of a batch, with what stood there when it was drawn."""

    BEGINS_AS = (HonoureeState.CANDIDATE, HonoureeState.OUT)

    honour = models.ForeignKey(Honour, models.PROTECT, related_name="people", verbose_name=_("batch of honours"))
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="+", verbose_name=_("cadre"))
    state = models.CharField(_("state"), max_length=10, choices=HonoureeState, default=HonoureeState.CANDIDATE)
    name = models.CharField(_("name then"), max_length=40)
    post = models.CharField(_("post then"), max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("recommending unit"))
    origin = models.CharField(_("how it came on the list"), max_length=8, choices=Origin, default=Origin.DRAWN)
    added_why = models.CharField(_("reason for adding it"), max_length=400, blank=True)
    added_by = person(_("added by"), null=True, blank=True)
    score = models.ForeignKey(Score, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("score"))
    peer = models.CharField(_("peer group"), max_length=40, blank=True)
    place = models.PositiveIntegerField(_("place"), null=True, blank=True)
    total = models.DecimalField(_("score then"), max_digits=5, decimal_places=2, null=True, blank=True)
    facts = models.PositiveIntegerField(_("verified facts"), default=0)
    deeds = models.TextField(_("deeds"), max_length=500, blank=True)
    out_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    out_by = person(_("taken out by"), null=True, blank=True)
    out_why = models.CharField(_("reason for taking it out"), max_length=400, blank=True)
    opinion = models.CharField(_("opinion"), max_length=8, choices=Opinion, blank=True, default=Opinion.NONE)
    opinion_note = models.CharField(_("note of the commission"), max_length=200, blank=True)
    opinion_at = models.DateTimeField(_("opinion at"), null=True, blank=True)
    honoured_at = models.DateTimeField(_("honoured at"), null=True, blank=True)
    # A block that began after the honour: proposed on the desk, nothing follows by itself.
    flagged_at = models.DateTimeField(_("noticed at"), null=True, blank=True)
    flagged_why = models.CharField(_("what was noticed"), max_length=200, blank=True)
    # While a delivered withdrawal stands against it (models.withdrawal).
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = HonoureeQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of a batch")
        verbose_name_plural = _("persons of batches")
        ordering = ["peer", F("place").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["honour", "cadre"], name="honouree_once"),
            models.CheckConstraint(condition=Q(state__in=HonoureeState.values), name="honouree_state_known"),
            models.CheckConstraint(condition=Q(origin=Origin.DRAWN) | ~Q(added_why=""), name="honouree_added_why"),
            models.CheckConstraint(
                condition=~Q(state=HonoureeState.OUT) | (Q(out_at__isnull=False) & ~Q(out_why="")),
                name="honouree_out_why",
            ),
            models.CheckConstraint(
                condition=~Q(opinion=Opinion.ADVERSE) | ~Q(opinion_note=""), name="honouree_opinion_note"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HONOUREE_EFFECTIVE)
                | (
                    Q(opinion=Opinion.CLEAR, opinion_at__isnull=False, honoured_at__isnull=False)
                    & Q(honoured_at__gte=F("opinion_at")) & ~Q(deeds="")
                ),
                name="honouree_honoured",
            ),
            models.CheckConstraint(
                condition=Q(state=HonoureeState.WITHDRAWN, withdrawn_at__gte=F("honoured_at"))
                | ~Q(state=HonoureeState.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="honouree_withdrawn",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["cadre", "state"], name="honouree_of_cadre")]

    def __str__(self):
        return f"{self.honour} {self.name}"

    def get_absolute_url(self):
        return f"/cases/honour/{self.honour_id}/"


class HonourObjection(models.Model):
    """What somebody says against a batch, or against one on it, while it is shown to all."""

    BEGINS_AS = (ObjectionState.RAISED,)

    honour = models.ForeignKey(Honour, models.PROTECT, related_name="objections", verbose_name=_("batch of honours"))
    about = models.ForeignKey(
        Honouree, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about")
    )
    claim = models.TextField(_("objection"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState, default=ObjectionState.RAISED)
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = person(_("raised by"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = person(_("answered by"), null=True, blank=True)

    class Meta:
        verbose_name = _("objection to a batch")
        verbose_name_plural = _("objections to batches")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="honourobj_state_known"),
            models.CheckConstraint(condition=~Q(claim=""), name="honourobj_claim"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RAISED)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="honourobj_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("raised_by")), name="honourobj_two_persons"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} #{self.pk}"
