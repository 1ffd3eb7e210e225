"""`manage.py create_administrators`: the three administrators of a new house, each with a password told once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import services


class Command(BaseCommand):
    help = (
        "Make the system, security and audit administrator and print their first passwords, once. "
        "--reset NAME gives one of them a new first password."
    )

    def add_arguments(self, parser):
        parser.add_argument("--reset", metavar="NAME", help="give this administrator a new first password")

    def handle(self, *args, **options):
        at = timezone.now()
        try:
            if options["reset"]:
                made = [(options["reset"], services.reset_administrator(options["reset"], at=at))]
            else:
                made = [(user.username, password) for user, password in services.create_administrators(at=at)]
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        for username, password in made:
            self.stdout.write(f"{username}  {password}")
        self.stdout.write("Shown once, to be changed at the first log-in. Hand each to a different person.")
