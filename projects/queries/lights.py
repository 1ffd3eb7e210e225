"""Lights as lists show them, and why each is as it is, in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Light
from projects.rules import periods, shown
from projects.states import LightColour

# As tallies name them: the many first.
COLOURS = (LightColour.GREEN.value, LightColour.YELLOW.value, LightColour.RED.value, LightColour.GREY.value)


def why_words(why):
    """The stored reason of a computed light as a sentence."""
    code, *rest = why.split("|", 3)
    if code == "milestone":
        planned_on, count, name = rest
        sentence = _("Milestone “%(name)s”, planned for %(day)s, has not been reached.") % {
            "name": name, "day": date_format(date.fromisoformat(planned_on), "MONTH_DAY_FORMAT"),
        }  # fmt: skip
        others = int(count) - 1
        if others:
            sentence += ngettext(" One more is missed.", " %(n)d more are missed.", others) % {"n": others}
        return sentence
    return {
        "on_plan": _("Investment keeps to the plan."),
        "behind": _("Investment is behind what was scheduled by now."),
        "no_plan": _("There is no plan to measure by."),
        "not_due": _("Nothing is due yet."),
        "not_measured": _("The project is not in a stage that is measured."),
    }.get(code, "")


def lights_of_month(user, day, month):
    """The lights of one month that `user` may see on `day`, with their projects."""
    return (
        Light.objects.visible_to(user, day)
        .filter(month=periods.first_day(periods.MONTH, month))
        .select_related("project", "confirmed_by")
        .order_by("project__code", "project_id")
    )


def dressed(rows):
    """Give each light its reason in words and its numbers written out; no statement. Returns a list."""
    rows = list(rows)
    for row in rows:
        row.why_words = why_words(row.why)
        row.deviation_text = shown.points(row.deviation)
        row.scheduled_text, row.done_text = shown.percent(row.scheduled, 2), shown.percent(row.done, 2)
        row.month_name = periods.name(periods.MONTH, row.month)
    return rows
