"""The monthly bulletin: one row a month (and a row a correction), its frozen lines, the units it goes to."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import Role
from cadres.models import Appointment, Cadre, Unit, in_force
from cadres.states import Track
from evaluations.models.inspections import person
from evaluations.states.bulletins import PUBLIC, BulletinKind, BulletinState, ObjectionState
from projects.models import Project, Responsibility
from projects.models.roster import money
from projects.states import LightColour, PersonRole

SPEAKERS = (PersonRole.UNIT_HEAD, PersonRole.DEPUTY)


class BulletinQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Drafts are the key project office's and of whoever signs; the units it goes to see that it is checked. What
        is published goes to everybody who works here; the three administrators see none."""
        if user.administrator or not user.is_active:
            return self.none()
        if user.has_role(Role.PLANNER, Role.LEADER):
            return self
        parties = BulletinParty.objects.speaking(user, day).order_by().values("bulletin")
        checked = Q(pk__in=parties) & ~Q(state__in=[BulletinState.DRAFT, BulletinState.DISCARDED])
        return self.filter(Q(state__in=PUBLIC) | checked)


def percent(label):
    return models.DecimalField(label, max_digits=7, decimal_places=2, null=True)


class Bulletin(models.Model):
    """A month's bulletin or a correction of one. Its figures and words are copied; from publication on they stand."""

    BEGINS_AS = (BulletinState.DRAFT,)

    month = models.DateField(_("month (its first day)"))
    kind = models.CharField(_("kind"), max_length=10, choices=BulletinKind, default=BulletinKind.MONTHLY)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    why = models.CharField(_("reason for the correction"), max_length=400, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number in the year"), null=True, blank=True)
    number_text = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=100)
    organ = models.CharField(_("issued by"), max_length=60)
    addressees = models.CharField(_("to"), max_length=200)
    copies = models.CharField(_("copies to"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BulletinState, default=BulletinState.DRAFT)
    words = models.JSONField(_("words of the sections"), default=dict)
    own_words = models.JSONField(_("sections written by hand"), default=list, blank=True)
    criteria = models.JSONField(_("criteria of the faster projects"), default=dict)
    editors = models.JSONField(_("who changed the draft"), default=list, blank=True)

    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person(_("drafted by"), null=True, blank=True)
    check_due_at = models.DateTimeField(_("to be checked before"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = person(_("reviewed by"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = person(_("signed by"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = person(_("published by"), null=True, blank=True)
    published_on = models.DateField(_("day of publication"), null=True, blank=True)
    receipt_due_at = models.DateTimeField(_("to be signed for before"), null=True, blank=True)
    seal_number = models.PositiveIntegerField(_("number of the newest seal"), null=True, blank=True)
    seal_hash = models.CharField(_("newest seal of the trail"), max_length=64, blank=True)
    digest = models.CharField(_("digest of the paper"), max_length=64, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("paper", "bulletin")
        verbose_name_plural = pgettext_lazy("paper", "bulletins")
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=Q(kind=BulletinKind.MONTHLY), name="one_bulletin_a_month"
            ),
            models.UniqueConstraint(fields=["year", "number"], name="bulletin_number_once"),
            models.CheckConstraint(condition=Q(state__in=BulletinState.values), name="bulletin_state_known"),
            models.CheckConstraint(
                condition=Q(kind=BulletinKind.MONTHLY, corrects__isnull=True)
                | (Q(kind=BulletinKind.CORRECTION, corrects__isnull=False) & ~Q(why="")),
                name="bulletin_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BulletinState.DRAFT, BulletinState.DISCARDED])
                | Q(drafted_by__isnull=False, check_due_at__isnull=False),
                name="bulletin_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BulletinState.SIGNED, *PUBLIC])
                | Q(
                    reviewed_at__isnull=False, reviewed_by__isnull=False, signed_at__isnull=False,
                    signed_by__isnull=False,
                ),
                name="bulletin_signed",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")), name="bulletin_signer_apart"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drafted_by")),
                name="bulletin_reviewer_apart",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, number__isnull=True) & ~Q(state__in=PUBLIC)
                | Q(
                    state__in=PUBLIC, published_at__isnull=False, published_by__isnull=False,
                    published_on__isnull=False, receipt_due_at__isnull=False, number__isnull=False,
                    year__isnull=False,
                )
                & ~Q(number_text="") & ~Q(digest=""),
                name="bulletin_published",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state"], name="bulletin_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/bulletins/{self.pk}/"

    @property
    def is_public(self):
        return self.state in PUBLIC


class PartyQuerySet(models.QuerySet):
    def speaking(self, user, day):
        """The parties for which `user` speaks: head of the unit, or its head or leader in charge on a project."""
        headed = Unit.objects.headed_by(user, day).order_by().values("pk")
        carried = Responsibility.objects.filter(in_force(day), cadre__user=user, role__in=SPEAKERS)
        return self.filter(Q(unit__in=headed) | Q(unit__in=carried.order_by().values("cadre__unit")))

    def belonging(self, user, day):
        """Adds `belongs`: is `user` of the party's unit on `day`?"""
        posts = Appointment.objects.filter(in_force(day), unit=OuterRef("unit"), cadre__user=user)
        return self.annotate(belongs=Exists(posts) | Exists(Cadre.objects.filter(user=user, unit=OuterRef("unit"))))

    def standing(self, user, day):
        """Adds how `user` stands to each unit on `day`, so that no predicate asks: `asker`, `belongs`, `speaks`."""
        return self.belonging(user, day).annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            speaks=Exists(BulletinParty.objects.speaking(user, day).filter(pk=OuterRef("pk"))),
        )


class BulletinParty(models.Model):
    """A unit to which a bulletin goes: checks its lines, objects, signs for it. The name is as of the month's end."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="parties", verbose_name=_("bulletin"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    unit_name = models.CharField(_("name of the unit then"), max_length=60)
    track = models.CharField(_("track"), max_length=12, choices=Track)
    agreed_at = models.DateTimeField(_("found correct at"), null=True, blank=True)
    agreed_by = person(_("found correct by"), null=True, blank=True)
    received_at = models.DateTimeField(_("signed for at"), null=True, blank=True)
    received_by = person(_("signed for by"), null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a bulletin")
        verbose_name_plural = _("units of bulletins")
        ordering = ["unit__position", "unit__code", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(agreed_by__isnull=False), name="party_agreed"
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_by__isnull=False), name="party_received"
            ),
        ]

    def __str__(self):
        return self.unit_name

    def get_absolute_url(self):
        return f"/bulletins/{self.bulletin_id}/check/{self.pk}/"


class BulletinLine(models.Model):
    """What a bulletin says of one project: everything copied, names as of the month's end."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="lines", verbose_name=_("bulletin"))
    party = models.ForeignKey(
        BulletinParty, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("unit")
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("project"))
    code = models.CharField(_("project number"), max_length=30)
    name = models.CharField(_("project name"), max_length=100)
    unit_names = models.CharField(_("responsible units then"), max_length=200, blank=True)
    track = models.CharField(_("track"), max_length=12, choices=Track)
    year_plan = money(_("plan of the year (10,000 yuan)"), default=0)
    invested = money(_("done this year (10,000 yuan)"), default=0)
    month_planned = money(_("plan of the month (10,000 yuan)"), default=0)
    month_invested = money(_("done in the month (10,000 yuan)"), default=0)
    scheduled = percent(_("scheduled (%)"))
    done = percent(_("done (%)"))
    deviation = percent(_("deviation (percentage points)"))
    colour = models.CharField(_("light"), max_length=6, choices=LightColour)
    computed = models.CharField(_("computed light"), max_length=6, choices=LightColour)
    is_confirmed = models.BooleanField(_("light confirmed"), default=False)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    is_exempt = models.BooleanField(_("exempted (force majeure)"), default=False)
    exempt_reason = models.CharField(_("why exempted"), max_length=200, blank=True)
    is_faster = models.BooleanField(_("among the faster"), default=False)
    milestones_due = models.PositiveIntegerField(_("milestones due"), default=0)
    milestones_done = models.PositiveIntegerField(_("milestones reached"), default=0)
    milestones = models.CharField(_("milestones in words"), max_length=400, blank=True)
    orders_issued = models.PositiveIntegerField(_("orders issued"), default=0)
    orders_due = models.PositiveIntegerField(_("orders due"), default=0)
    orders_in_time = models.PositiveIntegerField(_("orders closed in time"), default=0)
    orders_overdue = models.PositiveIntegerField(_("orders overdue"), default=0)
    orders_open = models.PositiveIntegerField(_("orders open"), default=0)
    orders_closed = models.PositiveIntegerField(_("orders closed in the month"), default=0)
    expected = models.PositiveIntegerField(_("expected"), default=0)
    excused = models.PositiveIntegerField(_("exempt"), default=0)
    on_time = models.PositiveIntegerField(_("on time"), default=0)
    late = models.PositiveIntegerField(_("late"), default=0)
    missing = models.PositiveIntegerField(_("missing"), default=0)
    changes = models.JSONField(_("corrections of the draft"), default=list, blank=True)

    class Meta:
        verbose_name = _("line of a bulletin")
        verbose_name_plural = _("lines of bulletins")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "project"], name="one_line_a_project"),
            models.CheckConstraint(condition=Q(colour__in=LightColour.values), name="bline_colour_known"),
            models.CheckConstraint(condition=Q(is_exempt=False) | ~Q(exempt_reason=""), name="bline_exempt_reason"),
            models.CheckConstraint(
                condition=Q(expected=F("excused") + F("on_time") + F("late") + F("missing")), name="bline_adds_up"
            ),
        ]

    def __str__(self):
        return self.name


class ObjectionQuerySet(models.QuerySet):
    def standing(self, user, day):
        """Adds `asker` and `is_own` (of the unit that objects, or speaks for it) for the predicate."""
        own = Q(belongs=True) | Q(speaks=True)
        return self.annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            is_own=Exists(BulletinParty.objects.standing(user, day).filter(own, pk=OuterRef("party"))),
        )


class Objection(models.Model):
    """A unit's objection to one of its lines, with evidence, answered by the office."""

    BEGINS_AS = (ObjectionState.RAISED,)

    party = models.ForeignKey(BulletinParty, models.PROTECT, related_name="objections", verbose_name=_("unit"))
    line = models.ForeignKey(BulletinLine, models.PROTECT, related_name="objections", verbose_name=_("line"))
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState, default=ObjectionState.RAISED)
    claim = models.CharField(_("what is wrong and what is right"), max_length=400)
    evidence = models.CharField(_("evidence"), max_length=400)
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = person(_("raised by"))
    answer = models.CharField(_("answer"), max_length=400, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = person(_("answered by"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to a bulletin")
        verbose_name_plural = _("objections to bulletins")
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_known"),
            models.CheckConstraint(condition=~Q(claim="") & ~Q(evidence=""), name="objection_evidence"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RAISED)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="objection_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("raised_by")), name="objection_answer_apart"
            ),
        ]

    def __str__(self):
        return f"{self.party}: {self.line}"

    def get_absolute_url(self):
        return f"/bulletins/{self.party.bulletin_id}/"
