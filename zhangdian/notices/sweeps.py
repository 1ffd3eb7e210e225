"""What every sweep of the timetable does when it ran to its end: it beats. The base of all tasks."""

from datetime import timedelta

from celery import Task, current_app
from celery.schedules import maybe_schedule
from django.utils import timezone

# How long a sweep may be behind its own timetable before somebody should look.
GRACE = timedelta(minutes=10)


def due_by(name, last):
    """The instant after which the sweep `name`, last run at `last`, is late by its own timetable; None where it stands
    in none."""
    entry = current_app.conf.beat_schedule.get(name)
    if entry is None:
        return None
    schedule = maybe_schedule(entry["schedule"], app=current_app)
    if hasattr(schedule, "remaining_delta"):
        start, step, _now = schedule.remaining_delta(last)
        return start + step + GRACE
    return last + schedule.run_every + GRACE


def names_of(task):
    """The names under which the timetable wakes a task."""
    return [name for name, entry in current_app.conf.beat_schedule.items() if entry["task"] == task]


class Beating(Task):
    """A task that notes, under its names of the timetable, when it last ran to its end by beat's wake."""

    def on_success(self, retval, task_id, args, kwargs):
        if kwargs.get("at") is not None:
            return
        # Only now: this module is known before the models are.
        from zhangdian.notices import services

        at = timezone.now()
        for name in names_of(self.name):
            services.beat(name, at=at, said="" if retval is None else str(retval), due_by=due_by(name, at))
