"""Read models of the accounts floor."""

from rest_framework.authtoken.models import Token

from accounts.models import Feedback
from accounts.options import HELP_CONTACT
from accounts.states import FeedbackState
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


WAITING = (FeedbackState.RECEIVED, FeedbackState.ACCEPTED)


def feedback_list(user, state=""):
    """Feedback that `user` may see, newest first, with its author and handler."""
    rows = Feedback.objects.visible_to(user).select_related("author", "handler")
    return rows.filter(state=state) if state in FeedbackState.values else rows


def feedback_waiting(user, day):
    """(how many wait for an answer, how many of them past their day) of what `user` may see: all for those who
    answer, one's own for others."""
    waiting = Feedback.objects.visible_to(user).filter(state__in=WAITING)
    return waiting.count(), waiting.filter(due_on__lt=day).count()
