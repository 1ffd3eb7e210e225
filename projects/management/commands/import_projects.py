"""`manage.py import_projects FILE [--programme NAME]`: a list of projects, all or nothing, without a browser."""

import time
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from projects.models import Programme
from projects.queries.roster import open_programmes
from projects.services import roster
from projects.transitions import programmes


class Command(BaseCommand):
    help = "Import a list of projects (.xlsx or .csv): all of it is stored, or nothing and every bad row is named."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the list, as the office keeps it")
        parser.add_argument("--programme", help="name of the programme; made and started when it is not there yet")
        parser.add_argument(
            "--year", type=int, help="year of a new programme; else the one in its name, else this year"
        )

    def handle(self, *args, **options):
        began, at = time.monotonic(), timezone.now()
        path = Path(options["file"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        programme = self.programme(options, path, timezone.localdate(at))
        is_new = programme.pk is None
        try:
            outcome = roster.import_file(content, programme, None, at, name=path.name)
        except roster.FileRefused as refusal:
            raise CommandError(str(refusal)) from None
        except roster.ImportRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(
                    f"{problem.sheet} {problem.row} {problem.column} “{problem.value}”: {problem.sentence}"
                )
            raise CommandError(str(refusal)) from None
        if is_new:
            programmes.start(outcome.programme, actor=None, at=at)
        for sheet, row, sentence in outcome.notes:
            self.stderr.write(f"{sheet} {row or ''} {sentence}".strip())
        took = time.monotonic() - began
        self.stdout.write(
            f"{outcome.programme}: {outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged; "
            f"{outcome.units} units and {outcome.people} people entered ({took:.1f} s)."
        )

    def programme(self, options, path, today):
        """The programme named, the only open one, or a new one for the year that the name or the file speaks of."""
        name = options["programme"]
        if name:
            found = Programme.objects.filter(name=name).first()
            if found is not None:
                return found
        else:
            open_ones = list(open_programmes()[:2])
            if len(open_ones) == 1 and not options["year"]:
                return open_ones[0]
            if len(open_ones) > 1 and not options["year"]:
                raise CommandError("Several programmes are open: say which one with --programme NAME.")
        year = options["year"] or roster.year_in(name or path.stem, today.year)
        with translation.override("zh-hans"):
            name = name or translation.gettext("Key projects of %(year)s") % {"year": year}
        found = Programme.objects.filter(name=name).first()
        first = today if year == today.year else date(year, 1, 1)
        return found or Programme(name=name, year=year, reporting_from=first, reporting_until=date(year, 12, 31))
