"""`manage.py backup DIR`: database and files into a new folder, the trail sealed first."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.engine import backups


class Command(BaseCommand):
    help = "Save database and files into a new folder; the trail is sealed first."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="a new or empty folder")

    def handle(self, *args, folder, **options):
        try:
            manifest = backups.back_up(folder, at=timezone.now())
        except (backups.BackupFault, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            _("Saved %(count)s files to %(folder)s; newest seal %(seal)s.")
            % {"count": len(manifest["files"]), "folder": folder, "seal": manifest["seal"][:12] or "—"}
        )
