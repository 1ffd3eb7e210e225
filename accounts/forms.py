"""Input shapes of the accounts floor."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Feedback, User


class SignInForm(AuthenticationForm):
    """Log-in name and password; one sentence for every kind of failure, so that no name can be guessed."""

    username = forms.CharField(
        label=gettext_lazy("Log-in name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": gettext_lazy(
            "Log-in name and password do not match. After five wrong tries the account is locked for half an hour."
        ),
        "inactive": gettext_lazy(
            "Log-in name and password do not match. After five wrong tries the account is locked for half an hour."
        ),
    }

    def clean_username(self):
        # Telephones like to begin with a capital letter and to end with a space.
        return self.cleaned_data["username"].strip().lower()


class PasswordForm(forms.Form):
    """One's own new password; the rules themselves are checked where it is set."""

    old_password = forms.CharField(
        label=gettext_lazy("Password in use"), strip=False, max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    new_password = forms.CharField(
        label=gettext_lazy("New password"), strip=False, max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("New password once more"), strip=False, max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, user, *args, **words):
        super().__init__(*args, **words)
        self.user = user
        self.fields["new_password"].help_text = " ".join(password_validators_help_texts())

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not the password in use."))
        return password

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_password") and cleaned.get("again") and cleaned["new_password"] != cleaned["again"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class ContactForm(forms.ModelForm):
    """One's own telephone and e-mail."""

    class Meta:
        model = User
        fields = ["phone", "email"]


class FeedbackForm(forms.ModelForm):
    """A complaint or suggestion."""

    class Meta:
        model = Feedback
        fields = ["subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8, "maxlength": 2000})}


class AnswerForm(forms.Form):
    """The answer to it."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000})
    )
