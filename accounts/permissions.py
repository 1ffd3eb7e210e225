"""Who may do what with accounts and feedback. (user, thing) -> bool; no account may raise itself."""

from accounts.states import Administrator, Role
from zhangdian.desk.permissions import allow


def is_system(user, thing=None):
    """The system administrator: makes accounts, keeps settings and the calendar."""
    return user.is_active and user.administrator == Administrator.SYSTEM


def is_security(user, thing=None):
    """The security administrator: grants roles, unlocks, sets policies."""
    return user.is_active and user.administrator == Administrator.SECURITY


def is_audit(user, thing=None):
    """The audit administrator: reads the trail."""
    return user.is_active and user.administrator == Administrator.AUDIT


def may_see_accounts(user, account=None):
    """All three administrators read the list of accounts; it holds no business data."""
    return user.is_active and bool(user.administrator)


def may_create_account(user, account=None):
    return is_system(user)


def may_edit_account(user, account=None):
    """Name, telephone, e-mail; never roles, never passwords."""
    return is_system(user)


def may_deactivate(user, account):
    """Not oneself, and none of the three: their posts are never empty."""
    return is_system(user) and account != user and account.is_active and not account.administrator


def may_reactivate(user, account):
    return is_system(user) and not account.is_active


def may_grant(user, account):
    """Roles for active accounts that are no administrator's; so never for oneself."""
    return is_security(user) and account != user and account.is_active and not account.administrator


def may_withdraw(user, account):
    return is_security(user) and account != user and bool(account.role_set)


def may_reset_password(user, account):
    return is_security(user) and account != user and account.is_active


def may_unlock(user, account):
    return is_security(user) and account != user


def may_issue_in_bulk(user, thing=None):
    """Accounts without any role, for people of the roster: the offices that keep the roster ask for them."""
    return user.has_role(Role.PLANNER, Role.OFFICE)


# Feedback ---------------------------------------------------------------------------------------


def handles_feedback(user, feedback=None):
    """The cadre section and its leaders answer; nobody answers what he wrote himself."""
    own = feedback is not None and feedback.author_id == user.pk
    return user.has_role(Role.OFFICE, Role.DIRECTOR) and not own


def is_handler(user, feedback):
    """Whoever took it up answers it; a leader may step in. While nobody has, its state stands in the way, not the
    person."""
    mine = feedback.handler_id in (None, user.pk)
    return handles_feedback(user, feedback) and (mine or user.has_role(Role.DIRECTOR))


def is_author(user, feedback):
    return user.is_active and feedback.author_id == user.pk


def may_see_feedback(user, feedback=None):
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


# What the desk asks -----------------------------------------------------------------------------

allow("accounts.user", view=may_see_accounts, add=may_create_account, change=may_edit_account)
allow("accounts.feedback", view=may_see_feedback)
