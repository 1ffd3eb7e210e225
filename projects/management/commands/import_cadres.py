"""`manage.py import_cadres FILE`: the cadre roster, all or nothing, without a browser."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cadres.resources import CadreResource
from zhangdian.desk.sheets import SheetError


class Command(BaseCommand):
    help = "Import the cadre roster (.xlsx or .csv): all of it is stored, or nothing and every bad row is named."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the roster, as the office keeps it")

    def handle(self, *args, **options):
        path, at = Path(options["file"]), timezone.now()
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        resource = CadreResource(actor=None, at=at, day=timezone.localdate(at))
        try:
            report = resource.run(content, path.name, store=True)
        except SheetError as refusal:
            raise CommandError(str(refusal)) from None
        for fault in report.faults:
            self.stderr.write(f"{fault.row} {fault.column}: {fault.sentence}")
        if report.faults:
            raise CommandError(f"Nothing was stored: {len(report.faults)} places of the list are not right.")
        self.stdout.write(f"{path.name}: {report.new} new, {report.updated} changed, {report.unchanged} unchanged.")
