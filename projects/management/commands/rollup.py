"""Compute the figures of a month or a quarter anew."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from projects.models import Figure
from projects.rollups import folding
from projects.rules import periods
from projects.states import Scope


class Command(BaseCommand):
    help = "Compute the figures of one month (--month 2017-04) or one quarter with its months (--quarter 2017Q2) anew."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--month", metavar="YYYY-MM")
        which.add_argument("--quarter", metavar="YYYYQn")
        parser.add_argument("--at", metavar="ISO", help="as of this instant; now by default")

    def handle(self, *args, month, quarter, at, **options):
        at = self._instant(at)
        try:
            start = periods.read_month(month) if month else periods.read_quarter(quarter)
        except ValueError:
            raise CommandError(
                f"“{month or quarter}” is not a {'month' if month else 'quarter'}: "
                f"write it as {'2017-04' if month else '2017Q2'}."
            ) from None
        kind = periods.MONTH if month else periods.QUARTER
        for each in [start] if month else periods.months_of_quarter(start):
            folding.roll_up(periods.MONTH, each, at=at)
        folding.roll_up(periods.QUARTER, start, at=at)
        row = Figure.objects.get(scope=Scope.DISTRICT, period=kind, starts_on=start)
        self.stdout.write(
            f"{periods.name(kind, start)}: expected {row.expected}, exempt {row.exempt}, on time {row.on_time}, "
            f"late {row.late}, missing {row.missing}; invested {row.invested}, planned {row.planned}."
        )

    def _instant(self, text):
        if not text:
            return timezone.now()
        instant = parse_datetime(text)
        if instant is None:
            raise CommandError(f"“{text}” is not an instant: write it as 2017-04-30T23:59+08:00.")
        return instant if timezone.is_aware(instant) else timezone.make_aware(instant)
