"""The person who logs in. The person who is assessed is a `cadres.Cadre`."""

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import validators
from accounts.states import Administrator, FeedbackState, Role


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_role(self, role):
        """Active users who hold the district-wide role."""
        return self.active().filter(roles__contains=f",{role},")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        """A user with a hashed password; no role unless given."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        return self.get(username=username)


class RolesField(models.CharField):
    """Role codes kept as `,office,planner,`, so that one of them can be looked for exactly."""

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        unknown = [code for code in value.split(",") if code and code not in Role.values]
        if unknown or (value and not (value.startswith(",") and value.endswith(","))):
            raise ValidationError(_("Unknown role: %(codes)s."), params={"codes": ", ".join(unknown) or value})


class User(AbstractBaseUser):
    """An account. There is no superuser: what a user may do follows from roles and dated rows alone."""

    username = models.CharField(_("log-in name"), max_length=40, unique=True, validators=[validators.login_name])
    name = models.CharField(_("name"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    roles = RolesField(_("roles"), max_length=120, blank=True)
    administrator = models.CharField(_("administrator"), max_length=10, choices=Administrator, blank=True)
    is_active = models.BooleanField(_("is active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, editable=False)
    # Part of what a session is bound to: counting it up ends every session of the account.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_superuser = False

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(administrator__in=Administrator.values), name="user_administrator_known"
            ),
            models.CheckConstraint(condition=Q(administrator="") | Q(roles=""), name="user_administrator_alone"),
        ]

    def __str__(self):
        return self.name

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac(
            "accounts.User.session", f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def role_set(self):
        """The set of district-wide role codes."""
        return frozenset(code for code in self.roles.split(",") if code)

    @property
    def role_codes(self):
        """The codes as the trail keeps them."""
        return self.administrator or ",".join(sorted(self.role_set))

    @property
    def role_label(self):
        """The roles in words."""
        if self.administrator:
            return str(Administrator(self.administrator).label)
        return "、".join(str(Role(code).label) for code in sorted(self.role_set))

    def has_role(self, *roles):
        """Does the user hold any of the district-wide roles?"""
        return self.is_active and not self.role_set.isdisjoint(roles)

    @property
    def is_staff(self):
        """May the user enter the desk? Every district-wide role but the leaders, and the three administrators."""
        return bool(self.administrator) or self.has_role(
            Role.PLANNER, Role.SUPERVISOR, Role.TEAM, Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE
        )

    def has_perm(self, perm, obj=None):
        """Ask the backends (predicates of each room); nobody is above them."""
        if not self.is_active:
            return False
        for backend in get_backends():
            if hasattr(backend, "has_perm") and type(backend).__module__.startswith("rules"):
                try:
                    if backend.has_perm(self, perm, obj):
                        return True
                except PermissionDenied:
                    return False
        return False

    def has_perms(self, perms, obj=None):
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them for those who answer."""
        if user.has_role(Role.OFFICE, Role.DIRECTOR):
            return self
        return self.filter(author=user)


class Feedback(models.Model):
    """A complaint or suggestion (投诉建议) by somebody who uses the system, and its answer."""

    BEGINS_AS = (FeedbackState.RECEIVED,)

    author = models.ForeignKey(User, models.PROTECT, related_name="feedback", verbose_name=_("author"))
    subject = models.CharField(_("subject"), max_length=80)
    text = models.TextField(_("text"), max_length=2000)
    created_at = models.DateTimeField(_("created at"))
    due_on = models.DateField(_("answer due on"))
    state = models.CharField(_("state"), max_length=16, choices=FeedbackState, default=FeedbackState.RECEIVED)
    handler = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[FeedbackState.RECEIVED, FeedbackState.ACCEPTED])
                | Q(answered_at__isnull=False, handler__isnull=False),
                name="feedback_stamped",
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return f"/feedback/{self.pk}/"

    def is_late(self, day):
        """Is it past its day without an answer?"""
        return self.state in (FeedbackState.RECEIVED, FeedbackState.ACCEPTED) and self.due_on < day
