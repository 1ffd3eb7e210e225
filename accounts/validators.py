"""Password rules beyond Django's own."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.demo import PASSWORD

login_name = RegexValidator(
    r"^[a-z][a-z0-9._-]{1,39}\Z",
    gettext_lazy("A log-in name begins with a letter and has 2 to 40 lower-case letters, digits, dots or dashes."),
)


class MixedCharacters:
    """At least three of: lower case, upper case, digit, other."""

    KINDS = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())

    def validate(self, password, user=None):
        present = sum(any(kind(char) for char in password) for kind in self.KINDS)
        if present < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self):
        return _("The password must mix at least three of: lower case, upper case, digits, other characters.")


class NotTheDemo:
    """The demo's password is public: nobody may take it, whatever its letters."""

    def validate(self, password, user=None):
        if PASSWORD in password.lower():
            raise ValidationError(_("This password is printed in the manual. Choose another."), code="password_public")

    def get_help_text(self):
        return _("The password must not be the one of the demonstration.")


class NotTheOldOne:
    """A new password differs from the one in use."""

    def validate(self, password, user=None):
        if user is not None and user.pk and user.has_usable_password() and user.check_password(password):
            raise ValidationError(_("This is the password in use. Choose another."), code="password_unchanged")

    def get_help_text(self):
        return _("The password must differ from the one in use.")
