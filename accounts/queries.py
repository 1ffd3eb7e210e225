"""Read models of the accounts floor."""

from rest_framework.authtoken.models import Token

from accounts.options import HELP_CONTACT
from zhangdian.notices.models import Notice
from zhangdian.options import queries as options


def help_contact(day):
    """Whom to ask about accounts, as the district wrote it; empty when it did not."""
    return options.value(HELP_CONTACT, day)


def has_token(user):
    """Does the account have an API token?"""
    return Token.objects.filter(user=user).exists()


def me(user, at):
    """What the API tells somebody about himself."""
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.name,
        "roles": sorted(user.role_set),
        "administrator": user.administrator,
        "unread": Notice.objects.visible_to(user).unread().count(),
        "now": at,
    }
