"""What is typed into entries of the reserve list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.common import NothingForm, ReasonForm, area
from cases.services.honours import assessed
from cases.states.reserve import AnnualGrade, Layer, Maturity

OPEN = [("", "—")]


class EntryForm(forms.Form):
    """Who is proposed, for which layer, and why."""

    proposal = forms.ChoiceField(
        label=_("After an evaluation on site"), required=False,
        help_text=_("Whom a meeting proposed for the list; else leave it open and choose below."),
    )  # fmt: skip
    cadre = forms.ModelChoiceField(label=_("Cadre"), queryset=None, required=False)
    layer = forms.ChoiceField(label=_("Layer"), choices=Layer.choices)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=area(5, 1000))

    def __init__(self, *args, proposals=(), **words):
        super().__init__(*args, **words)
        self.proposals = {str(row.pk): row for row in proposals}
        self.fields["proposal"].choices = [
            *OPEN,
            *((key, f"{row.cadre}（{row.cadre.unit}） · {row.examination}") for key, row in self.proposals.items()),
        ]  # fmt: skip
        self.fields["cadre"].queryset = assessed()

    def clean(self):
        said = super().clean()
        if not said.get("proposal") and not said.get("cadre") and not self.errors:
            self.add_error("cadre", _("Choose a proposal of a meeting, or a cadre."))
        return said


class CheckForm(forms.Form):
    annual_grade = forms.ChoiceField(label=_("Newest yearly grade"), choices=[*OPEN, *AnnualGrade.choices])
    check_note = forms.CharField(
        label=_("What was checked"), max_length=400, widget=area(3, 400),
        help_text=_("Personnel file, reported personal matters, letters, opinion on integrity."),
    )  # fmt: skip


class PutForwardForm(forms.Form):
    proposal = forms.CharField(label=_("Reasoned proposal"), max_length=4000, widget=area(6, 4000))
    maturity = forms.ChoiceField(label=_("Maturity"), choices=[*OPEN, *Maturity.choices])
    measures = forms.CharField(label=_("Training measures"), max_length=1000, widget=area(4, 1000))


class ReviewForm(forms.Form):
    annual_grade = forms.ChoiceField(label=_("Newest yearly grade"), choices=[*OPEN, *AnnualGrade.choices])
    maturity = forms.ChoiceField(label=_("Maturity"), choices=[*OPEN, *Maturity.choices])
    measures = forms.CharField(label=_("Training measures"), max_length=1000, required=False, widget=area(4, 1000))
    comment = forms.CharField(label=_("How the person developed"), max_length=400, widget=area(3, 400))


class ListForm(forms.Form):
    listed_for = forms.CharField(label=_("For which post, by which plan"), max_length=200)


class UseForm(forms.Form):
    used_as = forms.CharField(label=_("Post, day and document number"), max_length=200)


class GradeForm(forms.Form):
    annual_grade = forms.ChoiceField(label=_("Newest yearly grade"), choices=[*OPEN, *AnnualGrade.choices])


FORMS = {
    "check": CheckForm, "propose": PutForwardForm, "confirm-entry": NothingForm, "review": ReviewForm,
    "list-for": ListForm, "unlist": ReasonForm, "use": UseForm, "remove": ReasonForm, "reinstate": ReasonForm,
    "drop": ReasonForm,
}  # fmt: skip
