"""`manage.py up`: everything in one command, on one desk or beside real servers.

Migrates, loads the demo district into a desk's own empty database (never into a real server, never in
production mode), says who can log in, and then becomes the supervisor of the processes of the Procfile:
the web server and a worker with beat inside; with REDIS_URL beat is a process of its own.
"""

import os
import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhangdian.words import catalogues


class Command(BaseCommand):
    help = "Set up the database, load the demo into an empty desk, and serve: web, worker and beat."

    def add_arguments(self, parser):
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port to serve on")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args, bind, no_demo, **options):
        if ":" not in bind:
            raise CommandError(_("Give --bind as ADDRESS:PORT, for example 127.0.0.1:8000."))
        catalogues.compile_all(settings.BASE_DIR)
        call_command("migrate", interactive=False, verbosity=0)
        own = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        empty = not get_user_model().objects.exists()
        if own and empty and settings.DEMO and not no_demo and "demo" in get_commands():
            self.stdout.write(_("The database is empty: loading the demo district …"))
            self.stdout.flush()
            call_command("demo", stdout=self.stdout)
            empty = False
        self.greet(bind, empty)
        self.become_supervisor(bind)

    def greet(self, bind, empty):
        """Where it is served, and who can log in."""
        host, _colon, port = bind.rpartition(":")
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "[::]", "") else host
        self.stdout.write(_("Serving on http://%(host)s:%(port)s/ — Ctrl-C stops everything.") % {
            "host": shown, "port": port,
        })  # fmt: skip
        if empty:
            self.stdout.write(
                _("Nobody can log in yet: `manage.py create_administrators` makes the first three accounts.")
            )
        elif settings.DEMO:
            self.stdout.write(_("Who can log in stands on the log-in page; every demo password is demo-zhangdian."))
        self.stdout.flush()

    def become_supervisor(self, bind):
        """Replace this process by honcho, so that no copy of the application is kept for watching."""
        if settings.REDIS_URL:
            processes = ["web", "worker", "beat"]
        else:
            processes = ["web", "desk"]
            # Wake-ups of an earlier run and the names of its queues are of no use to anybody.
            for folder in settings.BROKER_DIR.iterdir():
                shutil.rmtree(folder)
                folder.mkdir()
        home = Path(sys.executable).parent
        environment = os.environ | {
            "BIND": bind, "PATH": f"{home}{os.pathsep}{os.environ.get('PATH', '')}", "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore:You're running the worker with superuser"),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "zhangdian.settings"),
        }  # fmt: skip
        os.chdir(settings.BASE_DIR)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "honcho", "--no-prefix", "-f", "Procfile", "start", *processes],
            environment,
        )
