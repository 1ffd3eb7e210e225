"""`manage.py demo`: fill an empty desk with the demo district."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.demo import NAMES, PASSWORD
from accounts.models import User
from zhangdian import env
from zhangdian.demo import build


class Command(BaseCommand):
    help = "Load the demo district: 82 projects, some 40 units and 300 people, a year of history ending today."

    def add_arguments(self, parser):
        parser.add_argument("--at", help="The instant at which the history ends (ISO); now when not given.")
        parser.add_argument("--days", type=int, default=365, help="Days of history (14 to 800).")
        parser.add_argument("--projects", type=int, default=82, help="Projects of the running programme (10 to 82).")
        parser.add_argument("--photos", type=int, default=24, help="Drawn pictures at most.")
        parser.add_argument("--if-empty", action="store_true", help="Say nothing and do nothing when there is data.")
        parser.add_argument(
            "--yes-this-is-a-test-database", action="store_true", help="Load although DATABASE_URL names a server."
        )

    def handle(self, *args, **options):
        if settings.PRODUCTION or not settings.DEMO:
            raise CommandError(_("The demo district is refused in production: its passwords are public."))
        if env.text("DATABASE_URL").startswith("postgres") and not options["yes_this_is_a_test_database"]:
            raise CommandError(
                _("DATABASE_URL names a server. The demo district goes into the desk's own database only.")
            )
        if not (14 <= options["days"] <= 800 and 10 <= options["projects"] <= 82):
            raise CommandError(_("Choose 14 to 800 days and 10 to 82 projects."))
        if User._meta.db_table not in connection.introspection.table_names():
            raise CommandError(_("The database has no tables yet. Run “manage.py migrate” first."))
        if not build.is_empty():
            if options["if_empty"]:
                return
            raise CommandError(_("There is data already. The demo district is loaded into an empty database only."))
        made = build.load(
            at=self.instant(options["at"]),
            length=options["days"],
            projects=options["projects"],
            photos=options["photos"],
            say=self.progress(),
        )
        self.stdout.write(
            _("Demo district: %(projects)s projects, %(units)s units, %(reports)s reports.") % made
            + " "
            + _("Log in as %(names)s; password %(password)s.") % {"names": ", ".join(NAMES), "password": PASSWORD}
        )

    @staticmethod
    def instant(text):
        """The instant named by `--at`, or now."""
        if not text:
            return timezone.now()
        try:
            at = parse_datetime(text)
        except ValueError:
            at = None
        if at is None:
            raise CommandError(_("“%(text)s” is not an instant. Write it as 2026-11-22T15:00.") % {"text": text})
        return at if timezone.is_aware(at) else timezone.make_aware(at)

    def progress(self):
        """A teller that keeps quiet for two seconds, then says how far it has come, once a second."""
        begun = told = time.monotonic()

        def say(share, words):
            nonlocal told
            now = time.monotonic()
            if now - begun > 2 and now - told > 1:
                told = now
                self.stderr.write(f"  {share:4.0%} {words}")

        return say
