"""What every page's frame needs; lazy, so that answers without a page cost nothing."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from zhangdian.notices.models import Notice


def frame(request):
    """`unread`: the bell's count (one query, only when shown). `demo`: whether this is the demo district."""
    user = getattr(request, "user", None)

    def count():
        if user is None or not user.is_authenticated:
            return 0
        return Notice.objects.visible_to(user).unread().count()

    return {"unread": SimpleLazyObject(count), "demo": settings.DEMO}
