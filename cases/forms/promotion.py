"""What is typed into a proposal for promotion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Unit
from cases.forms.adjustment import AppointForm, cadres
from cases.forms.common import ReasonForm, area
from cases.states.adjustment import Stance
from cases.states.promotion import Target


class PromotionForm(forms.Form):
    """A new proposal."""

    cadre = forms.ModelChoiceField(label=_("Whom you propose"), queryset=None)
    target = forms.ChoiceField(label=_("Proposed for"), choices=Target.choices)
    to_unit = forms.ModelChoiceField(label=_("To the unit"), queryset=Unit.objects.active())
    to_post = forms.CharField(label=_("To the post or rank"), max_length=60)
    grounds = forms.CharField(
        label=_("Grounds"), max_length=2000, widget=area(6, 2000),
        help_text=_("Facts, scores, reviews, honours and projects are collected and frozen by themselves."),
    )  # fmt: skip

    def __init__(self, *args, day, user, **words):
        super().__init__(*args, **words)
        self.fields["cadre"].queryset = cadres(user, day)


class AdviseForm(forms.Form):
    stance = forms.ChoiceField(label=_("Opinion"), choices=Stance.choices)
    opinion = forms.CharField(label=_("In words"), max_length=2000, widget=area(6, 2000))


class ForwardForm(forms.Form):
    proposal = forms.CharField(label=_("Reasoned proposal"), max_length=4000, widget=area(6, 4000))


FORMS = {"advise": AdviseForm, "forward": ForwardForm, "appoint": AppointForm, "drop": ReasonForm}
