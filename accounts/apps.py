from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        # The declarations and predicates of this floor, known before anybody asks for them.
        from accounts import options, permissions  # noqa: F401
