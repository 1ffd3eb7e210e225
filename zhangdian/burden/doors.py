"""Timing forms at their doors: a line before a view, and a field in its form (templatetags.burden)."""

from functools import wraps

from django.utils import timezone

from zhangdian.burden import registry, services


def opening(_request):
    """For templates: when the page, and with it its forms, was opened."""
    return {"opened_at": timezone.now()}


def timed(word, *arguments, when=None):
    """Count the time on a form when its view has taken what was sent and leads on (a redirect).

    word: the form's code, or with `arguments` its first part, the rest being those arguments of the address.
    when: (request) -> bool, where one view takes several acts. A code that nobody declared is not counted.
    """

    def around(view):
        @wraps(view)
        def timed_view(request, *args, **words):
            answer = view(request, *args, **words)
            if request.method == "POST" and answer.status_code == 302 and (when is None or when(request)):
                code = registry.code(word, *(words[name] for name in arguments))
                if code in registry.FORMS:
                    services.count(code, request.POST.get(services.FIELD), at=timezone.now())
            return answer

        return timed_view

    return around
