"""How long cases are kept: legal holds, and batches of disposal. The years themselves are numbers of the rule sets
(retention.KIND); what stays for good is the register: number, person, days, outcome, the lines of the trail."""

from django.db import models
from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cases import registry
from cases.models.people import person
from cases.states.retention import DisposalState


class LegalHoldQuerySet(models.QuerySet):
    def standing(self):
        """Those not lifted."""
        return self.filter(lifted_at__isnull=True)

    def about(self, case):
        return self.filter(label=case._meta.label_lower, key=str(case.pk))

    def visible_to(self, user, day, labels=None):
        """Who runs cases: the holds of those whose whole file is theirs to read. labels: only cases of these models."""
        if user.administrator or not user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE):
            return self.none()
        found = Q(pk__in=[])
        for kind in registry.KINDS.values():
            if labels is not None and kind.key not in labels:
                continue
            rows = kind.model.objects.on_desk(user, day).order_by()
            keys = rows.annotate(as_key=Cast("pk", CharField(max_length=20))).values("as_key")
            found |= Q(label=kind.key, key__in=keys)
        return self.filter(found)


class LegalHold(models.Model):
    """While it stands nothing of the case is disposed of."""

    label = models.CharField(max_length=60, editable=False)
    key = models.CharField(max_length=20, editable=False)
    title = models.CharField(_("case"), max_length=120)
    path = models.CharField(max_length=200, editable=False)
    reason = models.CharField(_("reason"), max_length=400)
    held_at = models.DateTimeField(_("held since"))
    held_by = person(_("set by"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = person(_("lifted by"), null=True, blank=True)
    lifted_why = models.CharField(_("reason for lifting it"), max_length=400, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "key"], condition=Q(lifted_at__isnull=True), name="legalhold_one_standing"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legalhold_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="legalhold_lifted",
            ),
        ]

    def __str__(self):
        return self.title


class DisposalQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """The cadre section and its leaders."""
        return self.all() if user.has_role(Role.OFFICE, Role.DIRECTOR) and not user.administrator else self.none()


class Disposal(models.Model):
    """A batch of cases whose period is over, to be disposed of by two persons."""

    BEGINS_AS = (DisposalState.PROPOSED,)

    state = models.CharField(_("state"), max_length=10, choices=DisposalState, default=DisposalState.PROPOSED)
    why = models.CharField(_("reason"), max_length=400)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = person(_("proposed by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = person(_("confirmed by"), null=True, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DisposalState.values), name="disposal_state_known"),
            models.CheckConstraint(condition=~Q(why=""), name="disposal_why"),
            models.CheckConstraint(
                condition=~Q(state=DisposalState.DONE) | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="disposal_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")), name="disposal_four_eyes"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return f"/cases/retention/{self.pk}/"


class DisposalItem(models.Model):
    """One case of a batch. Its number only: who was concerned stands in the case's own row."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items", verbose_name=_("disposal"))
    label = models.CharField(max_length=60, editable=False)
    key = models.CharField(max_length=20, editable=False)
    number_text = models.CharField(_("number"), max_length=40)
    path = models.CharField(max_length=200, editable=False)
    ended_at = models.DateTimeField(_("ended at"))
    years = models.PositiveSmallIntegerField(_("years kept"))
    done_at = models.DateTimeField(_("disposed of at"), null=True, blank=True)

    class Meta:
        verbose_name = _("case disposed of")
        verbose_name_plural = _("cases disposed of")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "label", "key"], name="disposalitem_once"),
            # Disposed of once.
            models.UniqueConstraint(
                fields=["label", "key"], condition=Q(done_at__isnull=False), name="disposalitem_done_once"
            ),
        ]
        indexes = [models.Index(fields=["label", "key"], name="disposalitem_case")]

    def __str__(self):
        return self.number_text
