"""Accounts: writes that are no moves. Every one leaves its line on the trail in the same transaction."""

import secrets
from datetime import timedelta

from axes import utils as axes
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.authtoken.models import Token

from accounts import demo, permissions, rules
from accounts.hashers import FirstPasswordHasher
from accounts.models import User
from accounts.options import IDLE_MINUTES, ONE_SESSION, PASSWORD_DAYS
from accounts.states import Administrator, Role
from accounts.validators import login_name
from zhangdian.options import queries as options
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(
    login=gettext_lazy("signed in"),
    logout=gettext_lazy("signed out"),
    login_failed=gettext_lazy("wrong log-in name or password"),
    login_locked=gettext_lazy("tried to sign in while locked"),
    change_password=gettext_lazy("changed the password"),
    password_expired=gettext_lazy("password grew too old"),
    reset_password=gettext_lazy("received a first password"),
    grant_role=gettext_lazy("received a role"),
    withdraw_role=gettext_lazy("lost a role"),
    deactivate=gettext_lazy("account closed"),
    reactivate=gettext_lazy("account opened again"),
    unlock=gettext_lazy("unlocked"),
    issue_token=gettext_lazy("received a token"),
    revoke_token=gettext_lazy("ended the token"),
    hand_in=gettext_lazy("written"),
)
verbs.declare_roles([*Role.choices, *Administrator.choices])

ADMINISTRATORS = (
    ("sysadmin", Administrator.SYSTEM),
    ("secadmin", Administrator.SECURITY),
    ("auditor", Administrator.AUDIT),
)
CONTACT = ("name", "phone", "email")


def allow(may, actor, account=None):
    """Stop with a sentence for people unless the predicate lets `actor`."""
    if not may(actor, account):
        raise MoveRefused(_("This is not yours to do."), MoveRefused.WRONG_PERSON)


def given(reason):
    """The reason, or a refusal when it is empty."""
    if not (reason or "").strip():
        raise MoveRefused(_("Give a reason: it is kept on the trail."), MoveRefused.MISSING)
    return reason.strip()


def _locked(account):
    return User.objects.select_for_update().get(pk=account.pk)


# Accounts made and changed ----------------------------------------------------------------------


@transaction.atomic
def create_account(*, username, name, actor, at, phone="", email=""):
    """An account without any role; returns (user, first password). The password is told once and must be changed."""
    allow(permissions.may_create_account, actor)
    user, password = _make(username, name, phone, at, email=email)
    user.save(force_insert=True)
    trail.record(user, "create", actor=actor, at=at, after={"username": username, "name": name})
    return user, password


def make_accounts(people, *, actor, at):
    """Accounts without any role for many people at once, all or none.

    people: iterable of (name, phone, key). Returns a list of (key, user, first password) in the same order.
    Log-in names are the pinyin, numbered where taken.
    """
    allow(permissions.may_issue_in_bulk, actor)
    with transaction.atomic():
        taken = set(User.objects.values_list("username", flat=True))
        made = []
        for name, phone, key in people:
            username = rules.login_name(name, taken)
            taken.add(username)
            # Names are free as drawn above; asking the database of each would cost a statement a person.
            made.append((key, *_make(username, name, phone, at, ask_database=False)))
        User.objects.bulk_create([user for _key, user, _password in made])
        trail.record_many(
            trail.line(user, "create", actor=actor, at=at, after={"username": user.username, "name": user.name})
            for _key, user, _password in made
        )
    return made


def _make(username, name, phone, at, ask_database=True, **fields):
    login_name(username)
    password = rules.first_password(secrets.choice)
    user = User(username=username, name=name, phone=phone, created_at=at, must_change_password=True, **fields)
    user.password = make_password(password, hasher=FirstPasswordHasher())
    user.full_clean(exclude=["password"], validate_unique=ask_database, validate_constraints=ask_database)
    return user, password


@transaction.atomic
def create_administrators(*, at):
    """The three administrators; returns a list of (user, first password). Refused when any of them exists."""
    there = User.objects.exclude(administrator="").values_list("username", flat=True)
    if there:
        raise ValidationError(_("There are administrators already: %(names)s.") % {"names": ", ".join(sorted(there))})
    made = []
    for username, post in ADMINISTRATORS:
        user, password = _make(username, str(post.label), "", at, administrator=post)
        user.save(force_insert=True)
        trail.record(user, "create", actor=None, at=at, after={"username": username, "administrator": post.value})
        made.append((user, password))
    return made


@transaction.atomic
def reset_administrator(username, *, at):
    """From the server's command line only: a first password for an administrator who lost his; returns it."""
    user = User.objects.select_for_update().exclude(administrator="").filter(username=username).first()
    if user is None:
        raise ValidationError(_("There is no administrator “%(name)s”.") % {"name": username})
    return _give_first_password(user, actor=None, at=at, reason=_("from the server's command line"))


@transaction.atomic
def edit_contact(account, *, actor, at, reason="", **new):
    """Name, telephone, e-mail of an account: by the system administrator, telephone and e-mail by oneself."""
    row = _locked(account)
    if row.pk == actor.pk:
        new.pop("name", None)
    else:
        allow(permissions.may_edit_account, actor, row)
    old = {field: getattr(row, field) for field in CONTACT}
    for field, value in new.items():
        if field in CONTACT:
            setattr(row, field, value)
    row.full_clean(exclude=["password"])
    before, after = trail.changes(row, old, CONTACT)
    if after:
        row.save(update_fields=CONTACT)
        trail.record(row, "change", actor=actor, at=at, reason=reason, before=before, after=after)
    return row


@transaction.atomic
def grant_role(account, role, *, actor, at, reason):
    """Give a district-wide role. By the security administrator, never to himself or an administrator."""
    row = _locked(account)
    allow(permissions.may_grant, actor, row)
    if role not in Role.values:
        raise ValidationError(_("Unknown role: %(codes)s."), params={"codes": role})
    return _set_roles(row, row.role_set | {role}, "grant_role", role, actor=actor, at=at, reason=given(reason))


@transaction.atomic
def withdraw_role(account, role, *, actor, at, reason):
    """Take a district-wide role away."""
    row = _locked(account)
    allow(permissions.may_withdraw, actor, row)
    return _set_roles(row, row.role_set - {role}, "withdraw_role", role, actor=actor, at=at, reason=given(reason))


def _set_roles(row, roles, verb, role, *, actor, at, reason):
    old = row.roles
    row.roles = f",{','.join(sorted(roles))}," if roles else ""
    if row.roles == old:
        raise MoveRefused(_("Nothing to do: the account stands like that already."), MoveRefused.WRONG_STATE)
    row.save(update_fields=["roles"])
    trail.record(row, verb, actor=actor, at=at, reason=reason, before={"roles": old}, after={"roles": row.roles})
    return row


@transaction.atomic
def deactivate(account, *, actor, at, reason):
    """A leaver: no log-in, sessions and token end, district-wide roles lapse."""
    row = _locked(account)
    allow(permissions.may_deactivate, actor, row)
    before = {"is_active": True, "roles": row.roles}
    row.is_active, row.roles = False, ""
    _end_access(row)
    row.save(update_fields=["is_active", "roles", "session_epoch"])
    trail.record(
        row, "deactivate", actor=actor, at=at, reason=given(reason), before=before,
        after={"is_active": False, "roles": ""},
    )  # fmt: skip
    return row


@transaction.atomic
def reactivate(account, *, actor, at, reason):
    """Back again: the account may log in; roles are granted anew."""
    row = _locked(account)
    allow(permissions.may_reactivate, actor, row)
    row.is_active = True
    row.save(update_fields=["is_active"])
    trail.record(
        row, "reactivate", actor=actor, at=at, reason=given(reason), before={"is_active": False},
        after={"is_active": True},
    )  # fmt: skip
    return row


@transaction.atomic
def reset_password(account, *, actor, at, reason):
    """A new first password, told once; returns it. Sessions and token end, a lock-out is lifted."""
    row = _locked(account)
    allow(permissions.may_reset_password, actor, row)
    return _give_first_password(row, actor=actor, at=at, reason=given(reason))


def _give_first_password(row, *, actor, at, reason):
    password = rules.first_password(secrets.choice)
    row.password = make_password(password, hasher=FirstPasswordHasher())
    row.must_change_password = True
    _end_access(row)
    row.save(update_fields=["password", "must_change_password", "session_epoch"])
    axes.reset(username=row.username)
    trail.record(row, "reset_password", actor=actor, at=at, reason=reason)
    return password


@transaction.atomic
def unlock(account, *, actor, at, reason):
    """Lift the lock-out after too many wrong passwords."""
    row = _locked(account)
    allow(permissions.may_unlock, actor, row)
    reason = given(reason)
    if not axes.reset(username=row.username):
        raise MoveRefused(_("The account is not locked."), MoveRefused.WRONG_STATE)
    trail.record(row, "unlock", actor=actor, at=at, reason=reason)
    return row


def _end_access(row):
    """Every session (they are bound to the epoch) and the API token of the account end; the caller saves."""
    row.session_epoch += 1
    _tokens(row).delete()


# One's own password and sessions ----------------------------------------------------------------


@transaction.atomic
def change_password(user, password, *, at):
    """Set one's own password; other sessions and the API token end. Returns the row."""
    row = _locked(user)
    validate_password(password, row)
    row.set_password(password)
    row.must_change_password = False
    row.password_changed_at = at
    _end_access(row)
    row.save(update_fields=["password", "must_change_password", "password_changed_at", "session_epoch"])
    trail.record(row, "change_password", actor=row, at=at)
    return row


@transaction.atomic
def signed_in(user, *, at, ip):
    """Before a session begins: what log-in does to the account. Returns (row, seconds of rest a session may have)."""
    day = timezone.localdate(at)
    policy = options.values(day, PASSWORD_DAYS, ONE_SESSION, IDLE_MINUTES)
    row = _locked(user)
    if policy[ONE_SESSION] or row.administrator:
        row.session_epoch += 1
        row.save(update_fields=["session_epoch"])
    expire_password(row, day=day, at=at, days=policy[PASSWORD_DAYS])
    trail.record(row, "login", actor=row, at=at, after={"ip": ip})
    return row, int(timedelta(minutes=policy[IDLE_MINUTES]).total_seconds())


def expire_password(row, *, day, at, days):
    """Mark a password that has outlived its days as one to be changed; True when it was."""
    changed = row.password_changed_at or row.created_at
    on = timezone.localdate(changed) if changed else None
    # The demo's log-ins stay as they are printed, or the next visitor could not use them.
    if settings.DEMO and row.username in demo.NAMES:
        return False
    if row.must_change_password or not rules.is_too_old(on, day, days):
        return False
    row.must_change_password = True
    row.save(update_fields=["must_change_password"])
    trail.record(row, "password_expired", actor=None, at=at)
    return True


def signed_out(user, *, at):
    """The person ended the session."""
    trail.record(user, "logout", actor=user, at=at)


def sign_in_failed(username, *, at, ip, is_locked):
    """A wrong name or password, or a try while locked out. What was typed as a name is kept only if it is one:
    people type passwords there."""
    user = User.objects.filter(username=username).first() or User(pk=0, name=_("unknown log-in name"))
    trail.record(user, "login_locked" if is_locked else "login_failed", actor=None, at=at, after={"ip": ip})


def set_language(user, language):
    """Remember the language somebody chose."""
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)


# Tokens -----------------------------------------------------------------------------------------


def _tokens(user):
    return Token.objects.filter(user=user)


@transaction.atomic
def issue_token(user, *, at, ip):
    """A new API token for `user`, told once: only its digest is stored. It replaces the one before."""
    row = _locked(user)
    day = timezone.localdate(at)
    expire_password(row, day=day, at=at, days=options.value(PASSWORD_DAYS, day))
    if row.must_change_password:
        return None
    key = secrets.token_hex(20)
    _tokens(row).delete()
    _tokens(row).create(key=rules.token_digest(key), user=row)
    axes.reset(username=row.username, ip=ip)
    trail.record(row, "issue_token", actor=row, at=at, after={"ip": ip})
    return key


@transaction.atomic
def revoke_token(user, *, at):
    """End one's API token; True when there was one."""
    count, _kinds = _tokens(user).delete()
    if count:
        trail.record(user, "revoke_token", actor=user, at=at)
    return bool(count)
