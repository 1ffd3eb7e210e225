"""What a team hears, asks and writes: notes, replies and materials. Their words are sealed (zhangdian.vault)."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cadres.models import Cadre
from evaluations.models.teams import Examination, leads, person, recused, sits
from evaluations.states.teams import CheckKind, CheckState, MaterialState, Relation, TalkKind, TalkState
from projects.models import Project

TEAM = "examination__team"


def examination_key(accessor):
    return models.ForeignKey(Examination, models.PROTECT, related_name=accessor, verbose_name=_("evaluation on site"))


def of_cadre(**words):
    return models.ForeignKey(Cadre, models.PROTECT, related_name="+", verbose_name=_("cadre"), **words)


def tag():
    return models.UUIDField(default=uuid4, editable=False, unique=True)


class OfExaminationQuerySet(models.QuerySet):
    """Rows of an evaluation that name a cadre: never seen by that cadre, nor by whoever is recused from it."""

    reads_all = (Role.OFFICE,)
    project = None

    def apart(self, user, day):
        """Without what concerns `user` or what `user` keeps out of on `day`."""
        subjects = Examination.objects.filter(subjects__cadre__user=user).values("pk")
        rows = self.exclude(examination__in=subjects)
        return rows.filter(~recused(user, day, cadre="cadre", project=self.project))

    def visible_to(self, user, day):
        """The team's for its members, all for the offices that the model names."""
        rows = self.apart(user, day)
        return rows if user.has_role(*self.reads_all) else rows.filter(sits(user, day, TEAM))

    def standing(self, user, day):
        """Adds `asker`, `is_member` and `is_leader` for the predicates, and `keeps_out`."""
        mine = Examination.objects.filter(pk=models.OuterRef("examination"), subjects__cadre__user=user)
        return self.annotate(
            asker=models.Value(user.pk, models.BigIntegerField()),
            is_member=sits(user, day, TEAM),
            is_leader=leads(user, day, TEAM),
            keeps_out=models.Exists(mine) | recused(user, day, cadre="cadre", project=self.project),
        )


class TalkQuerySet(OfExaminationQuerySet):
    """Raw notes: the team and the cadre section only."""

    project = "project"


class Talk(models.Model):
    """A note of the team: a talk, a discussion, a look at the site, an opinion. Its words are sealed."""

    BEGINS_AS = (TalkState.DRAFT,)
    SEALED = ("sealed",)

    examination = examination_key("talks")
    kind = models.CharField(_("kind"), max_length=8, choices=TalkKind)
    cadre = of_cadre(null=True, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    relation = models.CharField(_("relation to the cadre"), max_length=12, choices=Relation, blank=True)
    held_at = models.DateTimeField(_("held at"))
    recorder = person(_("recorder"))
    state = models.CharField(_("state"), max_length=8, choices=TalkState, default=TalkState.DRAFT)
    filed_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    tag = tag()
    sealed = models.TextField(_("sealed words"))

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a team")
        verbose_name_plural = _("notes of teams")
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TalkState.values), name="talk_state_known"),
            models.CheckConstraint(
                condition=~Q(kind=TalkKind.TALK) | Q(cadre__isnull=False) & ~Q(relation=""), name="talk_about_somebody"
            ),
            models.CheckConstraint(condition=~Q(state=TalkState.FILED) | Q(filed_at__isnull=False), name="talk_filed"),
            models.CheckConstraint(condition=Q(sealed__startswith="v1:"), name="talk_is_sealed"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} #{self.pk}"

    def get_absolute_url(self):
        return f"/talks/{self.pk}/"


class CheckQuerySet(OfExaminationQuerySet):
    """Requests and replies: the cadre section, its leaders and the team; discipline sees what it was asked."""

    reads_all = (Role.OFFICE, Role.DIRECTOR)

    def visible_to(self, user, day):
        if user.has_role(Role.DISCIPLINE) and not user.has_role(*self.reads_all):
            return self.apart(user, day).filter(kind=CheckKind.INTEGRITY)
        return super().visible_to(user, day)


class Check(models.Model):
    """Something verified beyond the site: an opinion on integrity asked of discipline, a file, matters, letters."""

    BEGINS_AS = (CheckState.ASKED,)
    SEALED = ("sealed",)

    examination = examination_key("checks")
    cadre = of_cadre()
    kind = models.CharField(_("what is verified"), max_length=10, choices=CheckKind)
    asked_by = person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("reply due by"))
    state = models.CharField(_("state"), max_length=10, choices=CheckState, default=CheckState.ASKED)
    replied_by = person(_("answered by"), null=True, blank=True)
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    document_no = models.CharField(_("number of the reply"), max_length=40, blank=True)
    tag = tag()
    sealed = models.TextField(_("sealed words"), blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CheckState.values), name="check_state_known"),
            models.CheckConstraint(
                condition=~Q(state=CheckState.ANSWERED)
                | Q(replied_at__isnull=False, replied_by__isnull=False, sealed__startswith="v1:"),
                name="check_answered",
            ),
            models.UniqueConstraint(
                fields=["examination", "cadre", "kind"], condition=~Q(state=CheckState.WITHDRAWN), name="check_once"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state=CheckState.ASKED), name="check_owed")]

    def __str__(self):
        return f"{self.get_kind_display()} #{self.pk}"

    def get_absolute_url(self):
        return f"/checks/{self.pk}/"

    @property
    def due_on(self):
        """The last day on which a reply is in time: `due_at` is the first instant after it."""
        return timezone.localdate(self.due_at - timedelta(seconds=1))

    def is_late(self, at):
        """Past due without a reply?"""
        return self.state == CheckState.ASKED and self.due_at <= at


class MaterialQuerySet(OfExaminationQuerySet):
    """Materials: the team, the cadre section and its leaders."""

    reads_all = (Role.OFFICE, Role.DIRECTOR)


class Material(models.Model):
    """The written result about one cadre (考察材料); what it said at each saving stands in its versions."""

    BEGINS_AS = (MaterialState.DRAFT,)

    examination = examination_key("materials")
    cadre = of_cadre()
    state = models.CharField(_("state"), max_length=10, choices=MaterialState, default=MaterialState.DRAFT)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    drafted_by = person(_("drafted by"))
    given_back = models.PositiveSmallIntegerField(_("given back"), default=0)
    signed_by = person(_("signed by"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation material")
        verbose_name_plural = _("evaluation materials")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["examination", "cadre"], name="material_once"),
            models.CheckConstraint(condition=Q(state__in=MaterialState.values), name="material_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MaterialState.SIGNED)
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_by=models.F("drafted_by")),
                name="material_signed",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} #{self.pk}"

    def get_absolute_url(self):
        return f"/materials/{self.pk}/"


class MaterialVersion(models.Model):
    """What a material said after a saving; sealed, never changed."""

    SEALED = ("sealed",)

    material = models.ForeignKey(Material, models.CASCADE, related_name="versions", verbose_name=_("material"))
    number = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField(_("written at"))
    by = person(_("written by"))
    tag = tag()
    sealed = models.TextField(_("sealed words"))

    class Meta:
        verbose_name = _("version of a material")
        verbose_name_plural = _("versions of materials")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="materialversion_once"),
            models.CheckConstraint(condition=Q(sealed__startswith="v1:"), name="materialversion_sealed"),
        ]

    def __str__(self):
        return f"{self.material} v{self.number}"
