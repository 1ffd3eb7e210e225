"""What people type on bulletins and lists of faster projects."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evaluations.models import BulletinLine
from evaluations.services.bulletins import FIELDS
from evaluations.states.bulletins import Section
from projects.rules.periods import read_month
from zhangdian.burden.registry import declare

OF_BULLETINS = _("measures of the district on the monthly bulletin")
declare(
    "bulletin.agree", _("Lines of a bulletin found correct"), least=0, most=0, path="/bulletins/",
    purpose=_("to publish no figure that its unit holds wrong"), basis=OF_BULLETINS,
    reuse=_("the monthly bulletin"),
)  # fmt: skip
declare(
    "bulletin.object", _("Objection to a line of a bulletin"), least=3, most=3, path="/bulletins/",
    purpose=_("to put a figure right before it is published"), basis=OF_BULLETINS,
    reuse=_("the monthly bulletin, which counts and answers objections"),
)  # fmt: skip
declare(
    "bulletin.receive", _("Bulletin signed for"), least=0, most=0, path="/bulletins/",
    purpose=_("to know that the unit has the bulletin"), basis=OF_BULLETINS, reuse=_("the ladder of reminders"),
)  # fmt: skip


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class MonthField(forms.CharField):
    """A month as the browser's month picker writes it: 2017-04."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2017-04"})

    def clean(self, value):
        value = super().clean(value)
        try:
            return read_month(value)
        except ValueError:
            raise ValidationError(_("Write the month as year-month, for example 2017-04.")) from None


class MonthForm(forms.Form):
    """Of which month a bulletin is drafted."""

    month = MonthField(label=_("month"))


class SpanForm(forms.Form):
    """Over which months a list of faster projects is drawn."""

    first = MonthField(label=_("from the month"))
    last = MonthField(label=_("until the month"))


class WordsForm(forms.Form):
    """The sections of the text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for value, label in Section.choices:
            self.fields[value] = forms.CharField(
                label=label, required=False, max_length=4000, widget=area(6),
                help_text=_("Each line is a paragraph. Emptied, it is drafted from the lines again."),
            )  # fmt: skip


class LineForm(forms.ModelForm):
    """What the office may change in a line of the draft, and why."""

    why = forms.CharField(label=_("reason for the change"), max_length=200, widget=area(2))

    class Meta:
        model = BulletinLine
        fields = tuple(name for name in FIELDS if name != "deviation")


class ObjectionForm(forms.Form):
    """Which line is wrong, what is right, what shows it."""

    line = forms.ModelChoiceField(label=_("project"), queryset=BulletinLine.objects.none(), empty_label=_("choose"))
    claim = forms.CharField(label=_("what is wrong and what is right"), max_length=400, widget=area(3))
    evidence = forms.CharField(
        label=_("evidence"), max_length=400, widget=area(2),
        help_text=_("A document, a ledger, a photo; files can be added."),
    )  # fmt: skip

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines


class DecisionForm(forms.Form):
    """The decision that publishes a list."""

    meeting = forms.CharField(label=_("meeting that decided"), max_length=100)
    decided_on = forms.DateField(
        label=_("decided on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    document_no = forms.CharField(label=_("document number"), max_length=40)
