"""`manage.py lay_rules`: give a fresh installation the sample rule sets, as drafts to be checked and adopted."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from cases.permissions import rulesets as may
from cases.rules import samples
from cases.services.rulesets import lay_samples


class Command(BaseCommand):
    help = "Lay the sample rule sets (2015, local, 2022) as drafts of --user NAME, an account of the cadre section."

    def add_arguments(self, parser):
        parser.add_argument("--user", required=True, metavar="NAME", help="log-in name of who answers for the drafts")

    def handle(self, *args, user, **options):
        actor = User.objects.filter(username=user, is_active=True).first()
        if actor is None:
            raise CommandError(f"No account “{user}” is in use: write the log-in name of one of the cadre section.")
        if not may.enters(actor):
            raise CommandError(f"“{user}” is not of the cadre section, which enters rule sets: name one who is.")
        made = lay_samples(actor=actor, at=timezone.now())
        there = len(samples.VERSIONS) - len(made)
        names = ", ".join(row.code for row in made)
        self.stdout.write(
            (f"Laid {len(made)} sample rule sets as drafts ({names})" if made else "Laid nothing")
            + (f"; {there} were there already" if there else "")
            + ("; check them on the work desk, another person adopts them." if made else ".")
        )
