"""The book of facts (纪实): what a cadre did, with its source, its evidence and who verified it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre
from evaluations.models.teams import person, read_cadres, recused
from evaluations.states.facts import FactKind, FactSource, FactState
from projects.models import Project


class FactQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(state=FactState.VERIFIED)

    def visible_to(self, user, day):
        """All but the own for the cadre section and its leaders, those about the cadres whose file they read for team
        members; of one's own those that are verified, whatever one's roles. Nobody recused from the cadre."""
        own = Q(cadre__user=user)
        others = ~own & ~recused(user, day, cadre="cadre")
        if not user.has_role(Role.OFFICE, Role.DIRECTOR):
            others &= Q(cadre__in=read_cadres(user, day))
        return self.filter(others | own & Q(state=FactState.VERIFIED))

    def standing(self, user, day):
        """Adds `asker`, `is_own` and `keeps_out` for the predicates."""
        return self.annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            is_own=models.Exists(Cadre.objects.filter(pk=models.OuterRef("cadre"), user=user)),
            keeps_out=recused(user, day, cadre="cadre"),
        )


class Fact(models.Model):
    """One fact about one cadre. The author is empty where the system drafted it from a milestone or an order."""

    BEGINS_AS = (FactState.DRAFT,)

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="book_facts", verbose_name=_("cadre"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    day = models.DateField(_("day"))
    what = models.TextField(_("what was done, and what came of it"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=FactKind)
    source = models.CharField(_("source"), max_length=12, choices=FactSource)
    evidence = models.CharField(_("evidence"), max_length=400)
    # Where it was taken from: a milestone, an order. By label and key; each is offered once a person.
    from_label = models.CharField(max_length=60, blank=True, editable=False)
    from_key = models.CharField(max_length=40, blank=True, editable=False)
    from_path = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=FactState, default=FactState.DRAFT)
    author = person(_("entered by"), null=True, blank=True)
    made_at = models.DateTimeField(_("entered at"))
    verified_by = person(_("verified by"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    objection = models.CharField(_("objection"), max_length=500, blank=True)
    objected_at = models.DateTimeField(_("objected at"), null=True, blank=True)
    answer = models.CharField(_("answer to the objection"), max_length=500, blank=True)
    answered_by = person(_("objection answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("objection answered at"), null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FactState.values), name="fact_state_known"),
            models.CheckConstraint(
                condition=~Q(state=FactState.VERIFIED) | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="fact_verified",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(author__isnull=True) | ~Q(verified_by=F("author")),
                name="fact_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(objected_at__isnull=False) & ~Q(answer=""),
                name="fact_answered",
            ),
            models.UniqueConstraint(
                fields=["from_label", "from_key", "cadre"], condition=~Q(from_key=""), name="fact_offered_once"
            ),
        ]
        indexes = [models.Index(fields=["cadre", "state", "day"], name="fact_of_cadre")]

    def __str__(self):
        return f"{self._meta.verbose_name} #{self.pk}"

    def get_absolute_url(self):
        return f"/facts/{self.pk}/"
