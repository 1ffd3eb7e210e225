"""Password rules beyond Django's own."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MixedCharacters:
    """At least three of: lower case, upper case, digit, other."""

    KINDS = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())

    def validate(self, password, user=None):
        present = sum(any(kind(char) for char in password) for kind in self.KINDS)
        # The demo's public password has two kinds by design and is refused in production elsewhere.
        if present < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self):
        return _("The password must mix at least three of: lower case, upper case, digits, other characters.")
