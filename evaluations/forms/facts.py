"""Shapes of the book of facts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.models import Fact
from zhangdian.burden.registry import declare

FACT = declare(
    "fact", _("Fact entered"), least=5, most=7, path="/facts/",
    purpose=_("to keep what a cadre did, with its evidence, for others to verify"),
    basis=_("measures of the district on evaluation on site"),
    reuse=_("the cadre's file, the material of an evaluation, the score"),
)  # fmt: skip


class FactForm(forms.ModelForm):
    """A fact as it is entered."""

    class Meta:
        model = Fact
        fields = ("cadre", "project", "day", "what", "kind", "source", "evidence")
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "what": forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
            "evidence": forms.Textarea(attrs={"rows": 2, "maxlength": 400}),
        }  # fmt: skip

    def __init__(self, *args, cadres, projects, **words):
        super().__init__(*args, **words)
        self.fields["cadre"].queryset = cadres
        self.fields["project"].queryset = projects
        self.fields["cadre"].empty_label = _("please choose")
        self.fields["project"].empty_label = _("no project")


class SayForm(forms.Form):
    """A short statement or answer."""

    text = forms.CharField(label=_("In a few words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
