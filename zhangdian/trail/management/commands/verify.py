"""`manage.py verify`: silent on a good database; names what was altered, removed or inserted."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.trail import services


class Command(BaseCommand):
    help = "Check the trail: every entry, every seal, and every workflow row against its last entry."

    def handle(self, *args, **options):
        services.seal(at=timezone.now())
        found = 0
        for sentence in services.verify():
            found += 1
            self.stderr.write(str(sentence))
        if found:
            raise CommandError(_("%(count)s findings.") % {"count": found})
