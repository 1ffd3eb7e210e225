"""Forms of the cadres floor's acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Cadre, Unit
from cadres.states import InfluenceKind, Level, Purpose


class Reasoned(forms.Form):
    """A form that ends with the reason."""

    reason = forms.CharField(label=_("reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])


class RenameForm(Reasoned):
    name = forms.CharField(label=_("new name"), max_length=60)
    short_name = forms.CharField(label=_("short name"), max_length=20, required=False)
    on = forms.DateField(label=_("from"), help_text=_("The first day of the new name; the old one stays findable."))


class MergeUnitForm(Reasoned):
    gone = forms.ModelChoiceField(
        Unit.objects.active(), label=_("the double"),
        help_text=_("Everything of this unit moves to the one on this page; it stays as a row out of use."),
    )  # fmt: skip


class MergeCadreForm(Reasoned):
    gone = forms.ModelChoiceField(
        Cadre.objects.select_related("unit"), label=_("the double"),
        help_text=_("Everything of this row moves to the one on this page; then it is deleted."),
    )  # fmt: skip


class AppointForm(Reasoned):
    unit = forms.ModelChoiceField(Unit.objects.active(), label=_("unit"))
    post = forms.CharField(label=_("post"), max_length=60)
    level = forms.ChoiceField(label=_("level"), choices=Level.choices)
    is_head = forms.BooleanField(label=_("principal leader of the unit"), required=False)
    from_on = forms.DateField(label=_("from"))
    document_no = forms.CharField(label=_("document number"), max_length=40, required=False)
    ends_present = forms.BooleanField(label=_("the present posts end the day before"), required=False, initial=True)


class InfluenceForm(Reasoned):
    kind = forms.ChoiceField(label=_("kind"), choices=InfluenceKind.choices)
    from_on = forms.DateField(label=_("from"))
    document_no = forms.CharField(label=_("document number"), max_length=40)
    made_by = forms.CharField(label=_("decided by"), max_length=60)
    until_on = forms.DateField(
        label=_("another end than by the rule"), required=False,
        help_text=_("Left empty, the end is computed from the months of the kind."),
    )  # fmt: skip
    end_reason = forms.CharField(label=_("reason for another end"), max_length=200, required=False)
    blocks = forms.MultipleChoiceField(
        label=_("blocks"), choices=Purpose.choices, required=False,
        help_text=_("Left empty, what the kind blocks."),
    )  # fmt: skip

    def clean_blocks(self):
        return self.cleaned_data["blocks"] or None


class EndForm(forms.Form):
    until_on = forms.DateField(label=_("until"), required=False, help_text=_("Left empty: open until it is lifted."))
    end_reason = forms.CharField(label=_("reason for another end"), max_length=200)


class LiftForm(Reasoned):
    on = forms.DateField(label=_("lifted on"), help_text=_("From this day it has no effect."))
