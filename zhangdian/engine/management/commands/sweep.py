"""`manage.py sweep NAME [--at ISO]`: what beat would wake, now and by hand."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.engine import sweeps


class Command(BaseCommand):
    help = "Run one sweep of the timetable here and now, or as of a given instant."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the sweep's name; an unknown one prints the list")
        parser.add_argument("--at", help="the instant to sweep for, e.g. 2017-04-01T06:00+08:00 (default: now)")

    def handle(self, *args, name, at, **options):
        try:
            sweep = sweeps.named(name)
            said = sweep.run(self.instant(at) if at else None)
        except (sweeps.UnknownSweep, sweeps.Timeless) as fault:
            raise CommandError(str(fault)) from None
        if said is None:
            said = _("done")
        elif isinstance(said, int):
            said = _("%(count)s done") % {"count": said}
        self.stdout.write(f"{sweep.name}: {said}")

    def instant(self, text):
        """The aware instant of an ISO text; without a zone it is the district's time."""
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise CommandError(
                _("“%(text)s” is not an instant; write it like 2017-04-01T06:00+08:00.") % {"text": text}
            ) from None
        return at if timezone.is_aware(at) else timezone.make_aware(at)
