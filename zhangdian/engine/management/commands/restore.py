"""`manage.py restore DIR [--replace]`: a backup brought back into an empty system."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhangdian.engine import backups


class Command(BaseCommand):
    help = "Bring back a backup; an occupied system is refused unless --replace."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", help="the folder that `backup` made")
        parser.add_argument("--replace", action="store_true", help="lose what is in this system")

    def handle(self, *args, folder, replace, **options):
        try:
            manifest = backups.restore(folder, replace=replace)
        except (backups.BackupFault, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            _("Brought back the backup of %(made_at)s; everybody must sign in again. Now run verify.")
            % {"made_at": manifest["made_at"]}
        )
