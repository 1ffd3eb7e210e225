"""The sweeps by name, as beat and `manage.py sweep` know them.

A sweep is a task of a room's `tasks` module, listed in the timetable. It takes `at=None` (None: now) and
returns a sentence or a count of what it did.
"""

import inspect
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.celery import app
from zhangdian.notices import services as notices
from zhangdian.notices.sweeps import due_by


class UnknownSweep(Exception):
    """There is no sweep of that name; the text lists those there are."""


class Timeless(Exception):
    """A time was given to a sweep that takes none."""


@dataclass(frozen=True)
class Sweep:
    """name: as in the timetable. task: its full name."""

    name: str
    task: str

    def run(self, at=None):
        """Do the work here and now, as of `at`; returns what the task returned."""
        task = app.tasks[self.task]
        if "at" in inspect.signature(task.run).parameters:
            said = task.run(at=at)
        elif at is not None:
            raise Timeless(_("The sweep %(name)s takes no time.") % {"name": self.name})
        else:
            said = task.run()
        if at is None:
            # Run for another instant it says nothing about the timetable.
            now = timezone.now()
            notices.beat(self.name, at=now, said="" if said is None else str(said), due_by=due_by(self.name, now))
        return said


def known():
    """Every sweep of the timetable whose task exists, by name."""
    app.loader.import_default_modules()
    found = [Sweep(name, entry["task"]) for name, entry in app.conf.beat_schedule.items()]
    return sorted((sweep for sweep in found if sweep.task in app.tasks), key=lambda sweep: sweep.name)


def named(name):
    """The sweep called `name`, by the timetable's name or the task's; UnknownSweep lists those there are."""
    sweeps = known()
    for sweep in sweeps:
        if name in (sweep.name, sweep.task):
            return sweep
    raise UnknownSweep(
        _("There is no sweep “%(name)s”. There are: %(names)s.")
        % {"name": name, "names": ", ".join(sweep.name for sweep in sweeps)}
    )
