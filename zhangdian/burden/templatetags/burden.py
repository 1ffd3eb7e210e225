"""The hidden field by which the time on a form is known: `{% opened "order" move.name %}` inside the form."""

from django import template
from django.utils.html import format_html

from zhangdian.burden import registry, services

register = template.Library()


@register.simple_tag(takes_context=True)
def opened(context, *words):
    """The field of the form whose code is the words joined by dots; nothing where no such form is declared.

    Kept over a refusal: the time runs from the first opening.
    """
    code, request = registry.code(*words), context.get("request")
    if code not in registry.FORMS or request is None:
        return ""
    stamp = services.kept(code, request.POST.get(services.FIELD)) or services.stamp(code, context["opened_at"])
    return format_html('<input type="hidden" name="{}" value="{}">', services.FIELD, stamp)
