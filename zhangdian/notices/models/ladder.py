"""The ladder: its rungs, what holds it, who was reminded of what, and in which digest."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhangdian.notices import registry
from zhangdian.notices.rules import Owed
from zhangdian.notices.states import Cause, Pace


class Rung(models.Model):
    """When whom: so many working days after what is owed was due, these people are told."""

    kind = models.CharField(_("kind"), max_length=40)
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    days = models.SmallIntegerField(
        _("working days after due"), validators=[MinValueValidator(-60), MaxValueValidator(250)],
        help_text=_("Negative: before. 0: at the time it is due."),
    )  # fmt: skip
    minutes = models.SmallIntegerField(
        _("and minutes"), default=0, validators=[MinValueValidator(-1440), MaxValueValidator(1440)],
        help_text=_("Added to the days; negative: earlier."),
    )  # fmt: skip
    who = models.CharField(_("who is told"), max_length=20)
    channels = models.CharField(
        _("also by"), max_length=200, blank=True, help_text=_("Codes of the channels that leave the house.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rung of a ladder")
        verbose_name_plural = _("rungs of the ladders")
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="rung_once")]

    def __str__(self):
        return f"{registry.label(self.kind)} {self.number}"

    def clean(self):
        known = registry.KINDS.get(self.kind)
        if known is None:
            raise ValidationError({"kind": _now("There is no such ladder.")})
        if self.who not in known.who:
            words = "、".join(f"{word} ({label})" for word, label in known.who.items())
            raise ValidationError({"who": _now("This ladder knows only: %(words)s.") % {"words": words}})

    @property
    def channel_codes(self):
        """The codes of the channels by which it goes out."""
        return frozenset(code for code in self.channels.split(",") if code)

    @property
    def who_label(self):
        """Who is told, in words."""
        known = registry.KINDS.get(self.kind)
        return known.who.get(self.who, self.who) if known else self.who


class HoldQuerySet(models.QuerySet):
    def standing(self, day):
        """Holds that stand on `day`."""
        return self.filter(released_at__isnull=True, from_on__lte=day, until__gte=day)


class Hold(models.Model):
    """Days on which a ladder stands still, with reason and end. They do not count as working days of the ladder."""

    kind = models.CharField(_("kind"), max_length=40, blank=True, help_text=_("Empty: every ladder."))
    key = models.CharField(_("key"), max_length=80, blank=True, help_text=_("Empty: everything of the kind."))
    title = models.CharField(_("what is held"), max_length=200, blank=True)
    path = models.CharField(_("address"), max_length=200, blank=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause, default=Cause.OTHER)
    reason = models.CharField(_("reason"), max_length=200)
    from_on = models.DateField(_("from"))
    until = models.DateField(_("until and including"))
    at = models.DateTimeField(_("entered at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    released_at = models.DateTimeField(_("ended early at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("ended early by"),
    )  # fmt: skip

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold on reminders")
        verbose_name_plural = _("holds on reminders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_reason"),
            models.CheckConstraint(condition=Q(until__gte=models.F("from_on")), name="hold_dates"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="hold_cause_known"),
        ]
        indexes = [models.Index(fields=["kind", "key"], name="hold_about")]

    def __str__(self):
        return self.title or str(registry.label(self.kind))


class DigestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A digest is seen by the one it is for."""
        return self.filter(user=user)


class Digest(models.Model):
    """What one person was told at one wake: all that was owed then, and what was settled since."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person"))
    at = models.DateTimeField(_("time"))

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return f"/notices/digests/{self.pk}/"


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A reminder is seen by the one it is for."""
        return self.filter(user=user)

    def open(self):
        """Still owed."""
        return self.filter(settled_at__isnull=True)


class Reminder(models.Model):
    """A rung reached: this person is to be told that this is owed. Exists once for (kind, key, rung, person)."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=80)
    rung = models.PositiveSmallIntegerField(_("rung"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("person")
    )
    title = models.CharField(_("text"), max_length=200)
    path = models.CharField(_("address"), max_length=200, blank=True)
    # The wider keys a hold may name, as they were when it was laid: asked again just before anybody is told.
    under = models.CharField(_("also held with"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("due at"))
    at = models.DateTimeField(_("time"))
    channels = models.CharField(_("also by"), max_length=200, blank=True)
    # Those above the first rung are told too when it is settled.
    tells_end = models.BooleanField(_("is told of the end"), default=False)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("told in")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    is_lapsed = models.BooleanField(_("no longer reminded of"), default=False)
    end_digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="ends", verbose_name=_("end told in")
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "rung", "user"], name="reminder_once"),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(settled_at__isnull=True), name="reminder_open"),
            models.Index(
                fields=["at"], condition=Q(digest__isnull=True, settled_at__isnull=True), name="reminder_untold"
            ),
            models.Index(
                fields=["settled_at"],
                condition=Q(digest__isnull=False, settled_at__isnull=False, tells_end=True, end_digest__isnull=True),
                name="reminder_end_untold",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def owed(self):
        """What is owed, as the arithmetic of the ladder knows it."""
        return Owed(self.key, self.due_at, self.title, self.path, tuple(filter(None, self.under.split(","))))

    @property
    def kind_label(self):
        """What sort of thing is owed, in words."""
        return registry.label(self.kind)


class Stumble(models.Model):
    """What is owed but could not be worked on: it is tried again after a pause and stops nobody else."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=80)
    error = models.CharField(_("what went wrong"), max_length=200)
    at = models.DateTimeField(_("last tried at"))
    next_at = models.DateTimeField(_("tried again at"))
    attempts = models.PositiveIntegerField(_("tries"), default=1)

    class Meta:
        verbose_name = _("reminder that failed")
        verbose_name_plural = _("reminders that failed")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="stumble_once")]

    def __str__(self):
        return f"{registry.label(self.kind)} {self.key}"


class Cadence(models.Model):
    """How a person wants to be told, within what the office allows. Without a row: the district's default."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="cadence", verbose_name=_("person")
    )
    pace = models.CharField(_("how often"), max_length=6, choices=Pace, default=Pace.AT_ONCE)
    daily_at = models.TimeField(_("at what time of day"), null=True, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    # Feishu calls people by its own numbers, not by their mobile number.
    feishu_id = models.CharField(_("Feishu number"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("personal choice of reminders")
        verbose_name_plural = _("personal choices of reminders")
        constraints = [
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="cadence_pace_known"),
            models.CheckConstraint(condition=~Q(pace=Pace.DAILY) | Q(daily_at__isnull=False), name="cadence_daily_at"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="cadence_quiet_both",
            ),
        ]

    def __str__(self):
        return str(self.user)
