"""Forms of the acts on the desk of reviews."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cadres.models import Cadre
from evaluations.rules.sealing import SHORTEST_PASSPHRASE
from evaluations.services.reviews import CADRE_OPTIONS, CADRE_SHEET, KEEP_KEYS, PROJECT_SHEET, SHEETS
from evaluations.states.reviews import ReviewKind, Seat
from projects.models import Programme


class RatersForm(forms.Form):
    """The list of raters as it is kept in an office: pasted, a line each."""

    raters = forms.CharField(
        label=_("raters"), widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("A line each: group, unit (无 for none), expected raters, and the slips handed out if fewer. "
                    "Example: B 区水利局 12 11"),
    )  # fmt: skip


class ProjectsForm(forms.Form):
    """Which programme's projects are judged."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.order_by("-year"))


class CadresForm(forms.Form):
    """Which cadres are judged."""

    cadres = forms.ModelMultipleChoiceField(
        label=_("cadres"),
        queryset=Cadre.objects.serving().filter(is_assessed=True).select_related("unit"),
        help_text=_("Several may be chosen; those that stand in the review already are left as they are."),
    )


def sheet_form(request, review):
    """The sheets that suit the kind of review."""
    ready = [PROJECT_SHEET] if review.kind == ReviewKind.PROJECT else [CADRE_SHEET, CADRE_OPTIONS]
    field = forms.ChoiceField(
        label=_("evaluation sheet"), choices=[(code, SHEETS[code]) for code in ready],
        help_text=_("Replaces the items and options that stand there now; they may be edited afterwards."),
    )  # fmt: skip
    return type("SheetForm", (forms.Form,), {"sheet": field})


def keepers():
    """Active people of the offices that keep keys."""
    found = User.objects.none()
    for role in KEEP_KEYS:
        found = found | User.objects.with_role(role)
    return found.order_by("name")


class OfficersForm(forms.Form):
    """The two officers of the urns and the reserve."""

    first = forms.ModelChoiceField(label=_("first officer"), queryset=User.objects.none())
    second = forms.ModelChoiceField(label=_("second officer"), queryset=User.objects.none())
    reserve = forms.ModelChoiceField(label=_("reserve officer"), queryset=User.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = keepers()


class ReseatForm(forms.Form):
    """Whose passphrase is lost, and how that is known."""

    seat = forms.ChoiceField(
        label=_("whose passphrase is lost"), choices=[seat for seat in Seat.choices if seat[0] != Seat.RESERVE]
    )
    reason = forms.CharField(label=_("reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ResumeForm(forms.Form):
    """Until when voting goes on, and why."""

    closes_at = forms.DateTimeField(
        label=_("voting ends"), input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"], help_text=_("As 2017-06-30 18:00.")
    )
    reason = forms.CharField(label=_("reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class KeyForm(forms.Form):
    """A passphrase, typed twice."""

    passphrase = forms.CharField(
        label=_("passphrase"), min_length=SHORTEST_PASSPHRASE, max_length=200, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("the passphrase once more"), max_length=200, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self):
        given = super().clean()
        if given.get("passphrase") and given.get("again") and given["passphrase"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        return given


class PassphraseForm(forms.Form):
    """The officer's passphrase."""

    passphrase = forms.CharField(
        label=_("passphrase"), max_length=200, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
