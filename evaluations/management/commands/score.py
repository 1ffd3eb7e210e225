"""Compute the scores of a quarter, or its draft anew."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from evaluations.queries.score_inputs import Quarter
from evaluations.services import scoring
from projects.rules import periods
from zhangdian.workflow import MoveRefused


class Command(BaseCommand):
    help = "Compute the scores of a quarter (--quarter 2017Q1) by the scheme in force; a draft is computed anew."

    def add_arguments(self, parser):
        parser.add_argument("--quarter", metavar="YYYYQn", help="the last quarter that is over by default")
        parser.add_argument("--at", metavar="ISO", help="as of this instant; now by default")

    def handle(self, *args, quarter, at, **options):
        at = self._instant(at)
        if quarter:
            try:
                day = periods.read_quarter(quarter)
            except ValueError:
                raise CommandError(f"“{quarter}” is not a quarter: write it as 2017Q2.") from None
            wanted = Quarter(day.year, (day.month + 2) // 3)
        else:
            wanted = Quarter.before(timezone.localdate(at))
        try:
            made = scoring.compute(wanted, actor=None, at=at)
        except MoveRefused as refusal:
            raise CommandError(str(refusal)) from None
        scores = made.scores.all()
        self.stdout.write(
            f"{wanted.year}Q{wanted.number}: {scores.filter(project__isnull=False).count()} projects, "
            f"{scores.filter(cadre__isnull=False).count()} cadres, "
            f"{scores.filter(place__isnull=False).count()} of them ranked, by scheme “{made.scheme}”."
        )

    def _instant(self, text):
        if not text:
            return timezone.now()
        instant = parse_datetime(text)
        if instant is None:
            raise CommandError(f"“{text}” is not an instant: write it as 2017-07-03T09:00+08:00.")
        return instant if timezone.is_aware(instant) else timezone.make_aware(instant)
