"""What people type on scores."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluations.queries.score_inputs import Quarter


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class QuarterForm(forms.Form):
    """Of which quarter scores are computed: the last ones that are over."""

    quarter = forms.ChoiceField(label=_("quarter"))

    def __init__(self, *args, day, count=8, **kwargs):
        super().__init__(*args, **kwargs)
        choices, quarter = [], Quarter.before(day)
        for _number in range(count):
            words = gettext("%(year)s Q%(quarter)s") % {"year": quarter.year, "quarter": quarter.number}
            choices.append((f"{quarter.year}Q{quarter.number}", words))
            quarter = Quarter.before(quarter.first)
        self.fields["quarter"].choices = choices

    def clean_quarter(self):
        year, _letter, number = self.cleaned_data["quarter"].partition("Q")
        return Quarter(int(year), int(number))


class ObjectionForm(forms.Form):
    """What is wrong with a score, with evidence; where wished the line or the piece that is meant.

    choices: [(line, [(value, words)])], a value being "indicator|label:key" or "indicator|" for the whole line.
    """

    about = forms.ChoiceField(
        label=_("what is meant"), required=False, help_text=_("The line or the piece of evidence that is wrong.")
    )
    claim = forms.CharField(label=_("what is wrong"), max_length=1000, widget=area(3))
    evidence = forms.CharField(
        label=_("evidence"), max_length=1000, widget=area(2),
        help_text=_("What shows it: a paper with its number and date, an acceptance certificate, a page here."),
    )  # fmt: skip

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("the score as a whole")), *choices]

    def content(self):
        """As `services.score_entries.raise_objection` takes it."""
        given = dict(self.cleaned_data)
        given["indicator"], _bar, given["piece"] = given.pop("about", "").partition("|")
        return given


class AnswerForm(forms.Form):
    """The answer to an objection, whichever way it goes."""

    answer = forms.CharField(
        label=_("answer to the objection"), max_length=1000, widget=area(3),
        help_text=_("The person who objected reads it."),
    )  # fmt: skip

    def clean_answer(self):
        if not self.cleaned_data["answer"].strip():
            raise ValidationError(_("An objection is answered with a reason."))
        return self.cleaned_data["answer"]


class ReviseForm(forms.Form):
    """Why a frozen score gets a revision."""

    reason = forms.CharField(label=_("why it is revised"), max_length=400, widget=area(2))
