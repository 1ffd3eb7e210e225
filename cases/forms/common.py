"""Forms that the moves of every kind share."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.states import Role
from cases.states.common import Manner


def area(rows, most):
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class ServeForm(forms.Form):
    """How a paper was served."""

    manner = forms.ChoiceField(label=_("How it was served"), choices=Manner.choices)
    witness = forms.CharField(
        label=_("Witness"), max_length=60, required=False, help_text=_("Needed where it was refused and left.")
    )
    note = forms.CharField(label=pgettext_lazy("served", "Note"), max_length=200, required=False)

    def clean(self):
        given = super().clean()
        if given.get("manner") == Manner.LEFT and not given.get("witness", "").strip():
            self.add_error("witness", _("Where a paper was refused and left, name the witness."))
        return given


class StatementForm(forms.Form):
    """What the person concerned has to say."""

    statement = forms.CharField(
        label=_("Statement"), max_length=4000, widget=area(8, 4000),
        help_text=_("In your own words: what is right, what is wrong, what speaks for you."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=area(3, 400))


class NothingForm(forms.Form):
    """A move that needs nothing but the button."""


def officers():
    """Who may be a case officer: the cadre section's accounts in use."""
    return User.objects.filter(is_active=True, roles__contains=f",{Role.OFFICE},").order_by("name")


class HandOverForm(ReasonForm):
    """To whom, and why."""

    to = forms.ModelChoiceField(label=_("New case officer"), queryset=None)
    field_order = ("to", "reason")

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.fields["to"].queryset = officers()
