"""Figures, lights and standings of the demo, by the product's own roll-ups; past months confirmed by a person."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from projects.models import Light
from projects.rollups import lights, standings, sweeping
from projects.rules import periods
from projects.states import LightColour, LightState
from zhangdian.demo.clock import instant, months
from zhangdian.trail import services as trail

WEEKS = 6  # for these the lights are computed week by week, so that pages can say what changed
EARLY = 10  # days in which not every light of last month is confirmed


def build(district, first, at):
    """Fold everything up to `at`; returns the trail lines of the lights that were confirmed."""
    day = timezone.localdate(at)
    begin = first.replace(year=day.year, month=1, day=1) if first.year < day.year else first
    for month in months(begin, day):
        end = periods.last_day(periods.MONTH, month)
        if end < day - timedelta(weeks=WEEKS):
            lights.compute(end)
    lights.history(max(begin, day - timedelta(weeks=WEEKS)), day)
    lines = _confirmed(district.users["planner"], day)
    sweeping.fold(at=at)
    standings.write(at=at)
    return lines


def _confirmed(planner, day):
    """Confirm the lights of past months on the third day after; a few otherwise than computed, with a reason."""
    rng = Random("zhangdian-lights")
    rows, lines = [], []
    for light in Light.objects.filter(month__lt=day.replace(day=1)).select_related("project").order_by("pk"):
        end = periods.last_day(periods.MONTH, light.month)
        # In the first days of a month last month's are not all done: there is something to confirm before its bulletin.
        if (day - end).days < EARLY and rng.random() < 0.2:
            continue
        when = instant(end + timedelta(days=3), 9.5 + rng.random())
        if when.date() > day:
            continue
        light.state, light.confirmed_by, light.confirmed_at = LightState.CONFIRMED, planner, when
        light.confirmed = light.computed
        if light.computed == LightColour.YELLOW and rng.random() < 0.15:
            light.confirmed, light.reason = LightColour.GREEN, "受连续降雨影响,客观原因属实,进度可在下月追回"
        rows.append(light)
        lines.append(
            trail.line(
                light,
                "confirm",
                actor=planner,
                at=when,
                from_state="COMPUTED",
                to_state="CONFIRMED",
                reason=light.reason,
                before={"computed": light.computed},
                after={"confirmed": light.confirmed},
            )
        )
    Light.objects.bulk_update(rows, ["state", "confirmed", "confirmed_by", "confirmed_at", "reason"], batch_size=100)
    return lines
