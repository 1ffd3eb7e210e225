"""The sweeps by name, as beat and `manage.py sweep` know them.

A sweep is a task of a room's `tasks` module, listed in the timetable. It takes `at=None` (None: now) and
returns a sentence or a count of what it did.
"""

import inspect
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhangdian.celery import app


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
            return task.run(at=at)
        if at is not None:
            raise Timeless(_("The sweep %(name)s takes no time.") % {"name": self.name})
        return task.run()


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
