"""Days and instants as one says them: the year is said where it is not this one."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(value):
    """Month, day and weekday of a date or an instant, in another year with the year instead of the weekday; "" of
    nothing."""
    return _said(value, "MONTH_DAY_FORMAT", "DATE_FORMAT")


@register.filter
def moment(value):
    """Month, day and time of an instant, in another year with the year; "" of nothing."""
    return _said(value, "SHORT_DATETIME_FORMAT", "DATETIME_FORMAT")


def _said(value, near, far):
    if not value:
        return ""
    value = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(value, near if value.year == timezone.localdate().year else far)
