"""Decisions of meetings (决定): which meeting, when, how many agreed, who was recused, about which cases."""

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre
from cases import registry
from cases.models.people import person
from cases.states.decisions import DecisionState, Meeting

KEEPS = (Role.OFFICE, Role.DIRECTOR)


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Minutes are read by the cadre section and its leaders, never by whom one of the cases concerns, who heads the
        unit of one, or who is recused from one."""
        if user.administrator or not user.has_role(*KEEPS):
            return self.none()
        kept_out = Q(cadre__user=user)
        for kind in registry.KINDS.values():
            rows = kind.model.objects.standing(user, day).order_by()
            rows = rows.filter(Q(is_subject=True) | Q(speaks=True) | Q(is_recused=True))
            keys = rows.annotate(as_key=Cast("pk", CharField(max_length=20))).values("as_key")
            kept_out |= Q(label=kind.key, key__in=keys)
        return self.filter(~Exists(DecisionItem.objects.filter(kept_out, decision=OuterRef("pk"))))


class Decision(models.Model):
    """What a meeting decided, entered by one person, confirmed by another, and from then on unchanged."""

    BEGINS_AS = (DecisionState.DRAFT,)

    meeting = models.CharField(_("meeting"), max_length=12, choices=Meeting)
    held_on = models.DateField(_("held on"))
    document_no = models.CharField(_("document number"), max_length=40, unique=True)
    expected = models.PositiveSmallIntegerField(_("members"))
    present = models.PositiveSmallIntegerField(_("present"))
    agreed = models.PositiveSmallIntegerField(_("agreed"))
    words = models.TextField(_("what was decided"), max_length=4000)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = person(_("entered by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = person(_("confirmed by"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decision_state_known"),
            models.CheckConstraint(condition=Q(meeting__in=Meeting.values), name="decision_meeting_known"),
            models.CheckConstraint(
                condition=Q(present__lte=F("expected"), agreed__lte=F("present"), expected__gt=0),
                name="decision_counts",
            ),
            # Two thirds must be there, and more than half of all members agree [K: Party committees on personnel].
            models.CheckConstraint(
                condition=~Q(state=DecisionState.CONFIRMED)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & Q(present__gte=F("expected") * 2 / 3.0)
                    & Q(agreed__gt=F("expected") / 2.0)
                ),
                name="decision_carried",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")), name="decision_four_eyes"
            ),
        ]

    def __str__(self):
        return f"{self.get_meeting_display()} {self.document_no}"

    def get_absolute_url(self):
        return f"/cases/decisions/{self.pk}/"


class DecisionItem(models.Model):
    """One case of a decision, and what was decided about it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items", verbose_name=_("decision"))
    label = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=20)
    title = models.CharField(_("case"), max_length=120)
    path = models.CharField(_("address"), max_length=200, blank=True)
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person concerned")
    )
    # A word of the case's kind (registry.Kind.outcomes).
    outcome = models.CharField(_("outcome"), max_length=20)
    note = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("case decided")
        verbose_name_plural = _("cases decided")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "label", "key"], name="decisionitem_once"),
            models.CheckConstraint(condition=~Q(outcome=""), name="decisionitem_outcome"),
        ]
        indexes = [models.Index(fields=["label", "key"], name="decisionitem_case")]

    def __str__(self):
        return self.title


class Attendee(models.Model):
    """Who sat in the meeting; who was recused is no longer counted among those who agreed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="attendees", verbose_name=_("decision"))
    name = models.CharField(_("name"), max_length=40)
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cadre"))
    is_recused = models.BooleanField(_("recused"), default=False)
    why = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "name", "cadre"], name="attendee_once"),
            models.CheckConstraint(condition=Q(is_recused=False) | ~Q(why=""), name="attendee_recused_why"),
        ]

    def __str__(self):
        return self.name
