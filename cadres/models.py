"""Units, cadres, their posts, and the periods in which a measure still has effect."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import Role
from cadres import registry
from cadres.states import CadreState, Gender, InfluenceKind, Level, Purpose, Track


def in_force(day, prefix=""):
    """The condition that a dated row (from_on, until_on; both included) holds on `day`."""
    return Q(**{f"{prefix}from_on__lte": day}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": day})
    )


class Dated(models.Model):
    """A row that holds from a day to a day, both included; open-ended while `until_on` is empty."""

    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day):
        """Does the row hold on `day`?"""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)


def dates_in_order(name):
    """The constraint that a dated row does not end before it begins."""
    return models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name=name)


class UnitQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def named(self, name, day=None):
        """Units that bear `name`, as today's, short or (on `day`, or ever) past name."""
        past = Q(past_names__name=name)
        if day is not None:
            past &= Q(past_names__from_on__lte=day, past_names__until_on__gte=day)
        return self.filter(Q(name=name) | Q(short_name=name) | past).distinct()

    def headed_by(self, user, day):
        """Units whose principal leader on `day` is `user`."""
        return self.filter(
            in_force(day, "appointments__"), appointments__cadre__user=user, appointments__is_head=True
        ).distinct()


class Unit(models.Model):
    """A unit of the district, in a tree; its earlier names stay findable."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("superior unit")
    )
    track = models.CharField(_("track"), max_length=12, choices=Track, default=Track.DEPARTMENT)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(track__in=Track.values), name="unit_track_known"),
            models.CheckConstraint(condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_not_own_parent"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/units/{self.pk}/"


class UnitName(Dated):
    """A name that a unit bore in the past."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="past_names", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("past name")
        verbose_name_plural = _("past names")
        ordering = ["-until_on"]
        constraints = [
            dates_in_order("unitname_dates"),
            models.UniqueConstraint(fields=["unit", "name", "from_on"], name="unitname_once"),
        ]

    def __str__(self):
        return self.name


class CadreQuerySet(models.QuerySet):
    def serving(self):
        return self.filter(state=CadreState.SERVING)

    def visible_to(self, user, day):
        """Personal files: all for the cadre section and its leaders; one's own for everybody; and those that a row of
        an upper floor opens to the person (`registry.READERS`)."""
        if user.has_role(Role.OFFICE, Role.DIRECTOR):
            return self
        mine = Q(user=user)
        for read_by in registry.READERS:
            mine |= Q(pk__in=read_by(user, day))
        return self.filter(mine)


class Cadre(models.Model):
    """A person who serves on projects; `is_assessed` says whether judged, `user` whether able to log in."""

    # A roster may enter people who have left; from then on only moves change the state.
    BEGINS_AS = tuple(CadreState)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    born_in = models.DateField(_("month of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cadres", verbose_name=_("unit"))
    post = models.CharField(_("post"), max_length=60, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.STAFF)
    state = models.CharField(_("service"), max_length=10, choices=CadreState, default=CadreState.SERVING)
    is_assessed = models.BooleanField(_("is assessed"), default=True)
    pinyin = models.CharField(_("pinyin"), max_length=60, blank=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("cadre")
        verbose_name_plural = _("cadres")
        ordering = ["unit__position", "pinyin", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="cadre_level_known"),
            models.CheckConstraint(condition=Q(state__in=CadreState.values), name="cadre_state_known"),
            # Two people of one name in one unit are told apart by their telephone.
            models.UniqueConstraint(fields=["unit", "name", "phone"], name="cadre_told_apart"),
        ]
        indexes = [models.Index(fields=["name"], name="cadre_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/cadres/{self.pk}/"


class Appointment(Dated):
    """A post that a cadre holds or held in a unit."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="appointments", verbose_name=_("cadre"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name=_("unit"))
    post = models.CharField(_("post"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.STAFF)
    is_head = models.BooleanField(_("principal leader of the unit"), default=False)
    document_no = models.CharField(_("document number"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-from_on"]
        constraints = [
            dates_in_order("appointment_dates"),
            models.UniqueConstraint(fields=["cadre", "unit", "post", "from_on"], name="appointment_once"),
        ]

    def __str__(self):
        return f"{self.cadre} {self.unit} {self.post}"


class InfluencePeriodQuerySet(models.QuerySet):
    def in_effect(self, on):
        """Periods that have effect on the day: begun, not over, not lifted by then."""
        return self.filter(in_force(on)).filter(Q(lifted_on__isnull=True) | Q(lifted_on__gt=on))

    def visible_to(self, user, day):
        """As the file they belong to."""
        return self.filter(cadre__in=Cadre.objects.visible_to(user, day))


class InfluencePeriod(Dated):
    """A period in which a measure still has effect (影响期) and blocks what it lists."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="influence_periods", verbose_name=_("cadre"))
    kind = models.CharField(_("kind"), max_length=16, choices=InfluenceKind)
    reason = models.CharField(_("grounds"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=40)
    made_by = models.CharField(_("decided by"), max_length=60)
    blocks = models.JSONField(_("blocks"), default=list, blank=True)
    computed_until_on = models.DateField(_("end as computed"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("reason for another end"), max_length=200, blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lifted_reason = models.CharField(_("reason for lifting"), max_length=200, blank=True)

    objects = InfluencePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("influence period")
        verbose_name_plural = _("influence periods")
        ordering = ["-from_on"]
        constraints = [
            dates_in_order("influence_dates"),
            models.CheckConstraint(condition=Q(kind__in=InfluenceKind.values), name="influence_kind_known"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | ~Q(lifted_reason=""), name="influence_lift_reason"
            ),
        ]

    def __str__(self):
        return f"{self.cadre} {self.get_kind_display()}"

    @property
    def block_words(self):
        """What is blocked, in words."""
        return "、".join(str(Purpose(code).label) for code in self.blocks)
