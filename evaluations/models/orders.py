"""Orders to put something right (督办单): one row an order, from the draft to its closing."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import Role
from cadres.models import Appointment, Cadre, Unit, in_force
from evaluations.models.inspections import Finding, person
from evaluations.rules.orders import day_of
from evaluations.states.inspections import Speed
from evaluations.states.orders import NUMBERED, OPEN, Extension, Holder, OrderState
from projects.models import Project, Responsibility
from projects.models.roster import SEES_ALL, concerning
from projects.states import PersonRole

UNDRAWN = (OrderState.DRAFT, OrderState.DISCARDED)
SIGNED = (OrderState.WORKING, OrderState.REPORTED, OrderState.CLOSED)


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Drafts are the inspection office's. What was issued: the offices that read every project, the head of the
        unit it is for, and those whom the project concerns. The three administrators see none."""
        if user.has_role(Role.SUPERVISOR):
            return self
        if user.administrator:
            return self.none()
        issued = self.exclude(state__in=UNDRAWN)
        if user.has_role(*SEES_ALL):
            return issued
        headed = Unit.objects.headed_by(user, day).order_by().values("pk")
        return issued.filter(Q(unit__in=headed) | Q(project__in=concerning(user, day)))

    def standing(self, user, day):
        """Adds how `user` stands to each order on `day`: `asker`, `belongs` (is of its unit), `speaks` (head of the
        unit, or its head or leader in charge on the project) and `signs` (speaks, or the unit's liaison there)."""
        posts = Appointment.objects.filter(in_force(day), unit=OuterRef("unit"), cadre__user=user)
        carried = Responsibility.objects.filter(
            in_force(day), project=OuterRef("project"), cadre__user=user, cadre__unit=OuterRef("unit")
        )
        heads = Exists(posts.filter(is_head=True))
        leads = Exists(carried.filter(role__in=[PersonRole.UNIT_HEAD, PersonRole.DEPUTY]))
        return self.annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            belongs=Exists(posts) | Exists(Cadre.objects.filter(user=user, unit=OuterRef("unit"))) | leads,
            speaks=heads | leads,
            signs=heads | leads | Exists(carried.filter(role=PersonRole.LIAISON)),
        )

    def open(self):
        """Issued and not over."""
        return self.filter(state__in=OPEN)

    def overdue(self, at):
        """In the unit's hands though the deadline has passed."""
        return self.filter(state__in=[OrderState.ISSUED, OrderState.WORKING], due_at__lte=at)


class Order(models.Model):
    """An order of the inspection office to a responsible unit, with a number and a deadline."""

    BEGINS_AS = (OrderState.DRAFT,)

    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number in the year"), null=True, blank=True)
    number_text = models.CharField(_("number"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.DRAFT)

    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("finding")
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("project"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("responsible unit"))
    title = models.CharField(_("matter"), max_length=100)
    problem = models.TextField(_("problem found"), max_length=2000)
    demand = models.TextField(_("what is to be done"), max_length=2000)
    instructed_by = models.CharField(_("instructed by"), max_length=60, blank=True)
    assisting = models.CharField(_("assisting units"), max_length=120, blank=True)
    contact = models.CharField(_("contact at the office"), max_length=40, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    speed = models.CharField(_("kind of deadline"), max_length=8, choices=Speed, default=Speed.ORDINARY)
    days = models.PositiveSmallIntegerField(_("days to put it right"))

    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = person(_("drafted by"))
    issue_due_at = models.DateTimeField(_("to be issued before"))
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    issued_by = person(_("issued by"), null=True, blank=True)
    sign_due_at = models.DateTimeField(_("to be signed for before"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed for at"), null=True, blank=True)
    signed_by = person(_("signed for by"), null=True, blank=True)
    # The deadline as it stands: extended, and moved on by the days that verifying took when it was sent back.
    due_at = models.DateTimeField(_("due before"), null=True, blank=True)
    first_due_at = models.DateTimeField(_("due before, as issued"), null=True, blank=True)

    extension = models.CharField(_("extension"), max_length=8, choices=Extension, blank=True, default=Extension.NONE)
    extension_asked_at = models.DateTimeField(_("extension asked for at"), null=True, blank=True)
    extension_asked_by = person(_("extension asked for by"), null=True, blank=True)
    extension_until = models.DateField(_("extension until"), null=True, blank=True)
    extension_reason = models.CharField(_("reason for the extension"), max_length=400, blank=True)
    extension_decided_at = models.DateTimeField(_("extension decided at"), null=True, blank=True)
    extension_decided_by = person(_("extension decided by"), null=True, blank=True)

    reported_at = models.DateTimeField(_("reported done at"), null=True, blank=True)
    reported_by = person(_("reported done by"), null=True, blank=True)
    report = models.TextField(_("report of completion"), max_length=2000, blank=True)
    verify_due_at = models.DateTimeField(_("to be verified before"), null=True, blank=True)
    sent_back = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    back_reason = models.CharField(_("why it was sent back"), max_length=400, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = person(_("closed by"), null=True, blank=True)
    verdict = models.CharField(_("what was verified"), max_length=400, blank=True)
    in_time = models.BooleanField(_("reported in time"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    end_reason = models.CharField(_("reason for withdrawing it"), max_length=400, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("paper", "order")
        verbose_name_plural = pgettext_lazy("paper", "orders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(condition=Q(speed__in=Speed.values), name="order_speed_known"),
            models.CheckConstraint(condition=Q(extension__in=Extension.values), name="order_extension_known"),
            models.CheckConstraint(
                condition=(Q(state__in=UNDRAWN, number__isnull=True) & Q(number_text=""))
                | (
                    Q(
                        state__in=NUMBERED, number__isnull=False, year__isnull=False, issued_at__isnull=False,
                        issued_by__isnull=False, sign_due_at__isnull=False, due_at__isnull=False,
                        first_due_at__isnull=False,
                    )
                    & ~Q(number_text="")
                ),
                name="order_issued",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("drafted_by")), name="order_issuer_not_drafter"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SIGNED) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="order_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.REPORTED, OrderState.CLOSED])
                | (
                    Q(reported_at__isnull=False, reported_by__isnull=False, verify_due_at__isnull=False)
                    & ~Q(report="")
                ),
                name="order_reported",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.CLOSED)
                | (Q(closed_at__isnull=False, closed_by__isnull=False, in_time__isnull=False) & ~Q(verdict="")),
                name="order_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("reported_by")), name="order_verifier_apart"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.WITHDRAWN, OrderState.DISCARDED]) | ~Q(end_reason=""),
                name="order_ended_why",
            ),
            models.CheckConstraint(
                condition=Q(extension=Extension.NONE)
                | (
                    Q(
                        extension_asked_at__isnull=False, extension_asked_by__isnull=False,
                        extension_until__isnull=False,
                    )
                    & ~Q(extension_reason="")
                ),
                name="order_extension_asked",
            ),
            models.CheckConstraint(
                condition=~Q(extension__in=[Extension.GRANTED, Extension.REFUSED])
                | Q(extension_decided_at__isnull=False, extension_decided_by__isnull=False),
                name="order_extension_decided",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["project", "state"], name="order_project"),
            models.Index(fields=["unit", "state"], name="order_unit"),
            models.Index(fields=["state", "due_at"], name="order_due"),
        ]

    def __str__(self):
        return f"{self.number_text} {self.title}".strip()

    def get_absolute_url(self):
        return f"/orders/{self.pk}/"

    @property
    def holder(self):
        """Whose turn it is."""
        if self.state == OrderState.DRAFT:
            return Holder.HEAD
        if self.state == OrderState.REPORTED:
            return Holder.OFFICE
        return Holder.UNIT if self.state in OPEN else Holder.NOBODY

    @property
    def until(self):
        """The last day of what the holder has to do, or None."""
        end = {
            OrderState.DRAFT: self.issue_due_at, OrderState.ISSUED: self.sign_due_at, OrderState.WORKING: self.due_at,
            OrderState.REPORTED: self.verify_due_at,
        }.get(self.state)  # fmt: skip
        return day_of(end, timezone.get_current_timezone()) if end else None

    @property
    def last_day(self):
        """The last day of the deadline as it stands."""
        return day_of(self.due_at, timezone.get_current_timezone()) if self.due_at else None

    @property
    def first_last_day(self):
        """The last day of the deadline as issued."""
        return day_of(self.first_due_at, timezone.get_current_timezone()) if self.first_due_at else None

    def is_overdue(self, at):
        """Is it in the unit's hands though its deadline has passed?"""
        return self.state in (OrderState.ISSUED, OrderState.WORKING) and self.due_at <= at
