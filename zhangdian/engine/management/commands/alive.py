"""`manage.py alive [--within SECONDS]`: have beat and the worker done a sweep lately? For health checks."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.notices.models import Heartbeat


class Command(BaseCommand):
    help = "Exit 0 when the last wake-up was done within the given seconds."

    def add_arguments(self, parser):
        parser.add_argument("--within", type=int, default=300, help="seconds (default 300)")

    def handle(self, *args, within, **options):
        last = Heartbeat.objects.filter(name="beat").first()
        if last is None or last.at < timezone.now() - timedelta(seconds=within):
            raise CommandError(_("Beat or the worker is late: the last wake-up was at %(at)s.") % {
                "at": timezone.localtime(last.at).isoformat(timespec="seconds") if last else "—",
            })  # fmt: skip
        self.stdout.write(timezone.localtime(last.at).isoformat(timespec="seconds"))
