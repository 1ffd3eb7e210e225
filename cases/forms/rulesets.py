"""What is typed about rule sets."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet

from cadres.states import Purpose
from cases.models import Clock, Figure, Measure, RuleSet
from cases.queries.codes import clock_words, needed_clocks, needed_figures
from cases.rules.figures import bounds, figure_words

# The name under which a form of clocks, of whichever fold, sends the code of a row.
CLOCK_CODE = re.compile(r"clocks-(\d+-)?\d+-code")


class CopyForm(forms.Form):
    """A new draft copied from a rule set."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Short, once only: 2027, for example."))
    title = forms.CharField(label=_("Title"), max_length=100)
    from_on = forms.DateField(
        label=_("In force from"), help_text=_("Cases opened from this day on run by it; older ones keep their own.")
    )
    basis = forms.CharField(
        label=_("Rests on"), max_length=200, required=False, help_text=_("The document by which it is made.")
    )


class _Coded(forms.ModelForm):
    """A row with a code out of a list in words, `needed()` each `said(code)`; a stored row keeps its own, which the
    system need not ask for."""

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        if "code" not in self.fields:
            return
        field, stored = self.fields["code"], self.instance.pk is not None
        codes = [self.instance.code] if stored else self.needed()
        choices = [(code, f"{self.said(code)} ({code})") for code in codes]
        # A stored row keeps its code: another one is another row, and this one is deleted.
        self.fields["code"] = forms.ChoiceField(
            label=field.label, choices=choices if stored else [("", "—"), *choices], required=field.required,
            disabled=stored,
            error_messages={"invalid_choice": _("Nothing in the system asks for this code: choose from the list.")},
        )  # fmt: skip


class ClockForm(_Coded):
    class Meta:
        model = Clock
        fields = ("code", "count", "span", "extension")

    needed, said = staticmethod(needed_clocks), staticmethod(clock_words)


class PartFormSet(PaginationInlineFormSet):
    """The rows of a part of a rule set."""

    def get_unique_error_message(self, unique_check):
        return _("Two rows here say the same: take one of them out.")


class ClockFormSet(PartFormSet):
    """The clocks of one fold. That another fold has the same step is said at the row: they are stored one by one."""

    def clean(self):
        super().clean()
        own = {form.add_prefix("code") for form in self.forms}
        elsewhere = {self.data[name] for name in self.data if CLOCK_CODE.fullmatch(name) and name not in own}
        stored = self.instance.clocks.exclude(pk__in=[form.instance.pk for form in self.initial_forms])
        elsewhere |= set(stored.values_list("code", flat=True))
        for form in self.extra_forms:
            if form.cleaned_data.get("code") in elsewhere and not self._should_delete_form(form):
                form.add_error("code", _("Another part of this form has this step: change it there."))


class FigureForm(_Coded):
    class Meta:
        model = Figure
        fields = ("code", "value")

    needed, said = staticmethod(needed_figures), staticmethod(figure_words)

    def clean(self):
        given = super().clean()
        code, value = given.get("code"), given.get("value")
        if code and value is not None:
            least, most = bounds(code)
            if not least <= value <= most:
                self.add_error("value", _("Between %(least)s and %(most)s.") % {"least": least, "most": most})
        return given


class MeasureForm(forms.ModelForm):
    blocks = forms.MultipleChoiceField(
        label=_("Blocks"), choices=Purpose.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Measure
        fields = ("kind", "code", "label", "weight", "decided_by", "months", "influence", "blocks", "points")


class RuleSetForm(forms.ModelForm):
    class Meta:
        model = RuleSet
        fields = ("code", "title", "basis", "from_on", "is_sample")

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if RuleSet.objects.adopted().filter(from_on=day).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another rule set begins on this day already: take another day."))
        return day
