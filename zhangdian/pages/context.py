"""What every page's frame needs; lazy, so that answers without a page cost nothing."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from zhangdian.notices.models import Notice
from zhangdian.pages import nav

BELL, FEEDBACK = "/notices/", "/feedback/"


def frame(request):
    """unread: the bell's count (one query, only when shown). nav, menu: the ways by role (no query).
    bell, feedback: their addresses where they exist. demo: whether this is the demo district."""
    user = getattr(request, "user", None)

    def count():
        if user is None or not user.is_authenticated:
            return 0
        return Notice.objects.visible_to(user).unread().count()

    def offer(places):
        # Until the first password is changed every way leads back to that page; none is offered.
        if user is None or not user.is_authenticated or user.must_change_password:
            return []
        return nav.places_for(user, places, request.path)

    def address(path):
        signed_in = user is not None and user.is_authenticated
        return path if signed_in and nav.leads_somewhere(path) else ""

    return {
        "unread": SimpleLazyObject(count),
        "nav": SimpleLazyObject(lambda: offer(nav.PLACES)),
        "menu": SimpleLazyObject(lambda: offer(nav.MENU)),
        "bell": SimpleLazyObject(lambda: address(BELL)),
        "feedback": SimpleLazyObject(lambda: address(FEEDBACK)),
        "demo": settings.DEMO,
    }
