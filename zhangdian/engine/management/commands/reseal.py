"""`manage.py reseal`: after a new VAULT_KEY, seal anew what still lies under an older key."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhangdian import vault


class Command(BaseCommand):
    help = "Seal under the newest key what lies under an older one (VAULT_OLD_KEYS)."

    def handle(self, *args, **options):
        try:
            for model, count in vault.reseal():
                self.stdout.write(
                    _("%(kind)s: %(count)s sealed anew.") % {"kind": model._meta.verbose_name, "count": count}
                )
        except vault.Unopenable as closed:
            raise CommandError(
                _("%(what)s. Name the key it was sealed under in VAULT_OLD_KEYS; nothing was lost.") % {"what": closed}
            ) from None
