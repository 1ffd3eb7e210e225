"""A draft scheme on one form: its numbers in groups with their sums, its peer groups as a grid."""

import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.states import Level, Track
from evaluations.models import Scheme, Scoring
from evaluations.queries.schemes import GROUPS, peers_of
from evaluations.rules import scheme as rules
from evaluations.services.schemes import HEAD
from evaluations.transitions.scores import DECISION_FIELDS, problem_words
from zhangdian.desk.stale import SEEN, refuse_stale
from zhangdian.trail.queries import newest_change

CELLS = [(track, level, f"peer-{track}-{level}") for track in Track.values for level in Level.values]
REASON = {"reason": forms.Textarea(attrs={"rows": 2, "maxlength": 400})}


@dataclass
class Sum:
    """A sum on the form: what it is, the fields it is of, what it comes to and should come to."""

    words: Any
    fields: str
    now: Any
    whole: Any
    whole_field: str = ""

    @property
    def is_right(self):
        return self.now == self.whole


class CopyForm(forms.ModelForm):
    """A new draft: its name, from when, and why."""

    class Meta:
        model = Scheme
        fields = HEAD
        widgets = REASON

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        _years(self)


def _years(form):
    field = form.fields["from_year"]
    field.min_value, field.max_value = 2000, 2100
    field.validators += [MinValueValidator(2000), MaxValueValidator(2100)]
    form.fields["from_quarter"].choices = [(n, str(n)) for n in range(1, 5)]


class SchemeForm(CopyForm):
    """All of a draft. `seen`: up to which change of the draft it was read."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta(CopyForm.Meta):
        fields = (*HEAD, *Scheme.number_columns())

    def __init__(self, *args, stored, **words):
        super().__init__(*args, **words)
        self.stored = stored
        peers = peers_of(stored)
        for track, level, name in CELLS:
            self.fields[name] = forms.CharField(
                label=f"{Track(track).label} {Level(level).label}", required=False, max_length=40,
                initial=peers.get((track, level), ""),
            )  # fmt: skip
        self.initial[SEEN] = newest_change(stored)
        for name in Scheme.number_columns():
            value = self.initial.get(name)
            if isinstance(value, Decimal):
                text = f"{value:f}"
                self.initial[name] = text.rstrip("0").rstrip(".") if "." in text else text
            self.fields[name].widget.attrs["step"] = "any" if isinstance(value, Decimal) else "1"

    def clean(self):
        said = super().clean()
        if said.get(SEEN) is not None:
            try:
                refuse_stale(self.stored, said[SEEN])
            except ValidationError as stale:
                # Shown again with what was typed, and with a number that lets it be stored on top.
                self.data = self.data.copy()
                self.data[self.add_prefix(SEEN)] = str(newest_change(self.stored))
                raise stale
        numbers = self.numbers(said)
        if numbers is not None:
            for sentence in problem_words(rules.problems(numbers)):
                self.add_error(None, sentence)
        if not any(said.get(name, "").strip() for _track, _level, name in CELLS):
            self.add_error(None, _("The scheme names no peer group: nobody would be ranked."))
        return said

    def numbers(self, said=None):
        """The numbers as typed, as the arithmetic takes them; None while one of them is none."""
        said = getattr(self, "cleaned_data", {}) if said is None else said
        names = Scheme.number_columns()
        if any(said.get(name) is None for name in names):
            return None
        return Scheme(**{name: said[name] for name in names}).numbers()

    def peers(self):
        """{(track, level): name of the group} as typed."""
        said = self.cleaned_data
        return {(track, level): said[name].strip() for track, level, name in CELLS if said.get(name, "").strip()}

    # What the page shows ------------------------------------------------------------------------

    @property
    def head(self):
        return [self[name] for name in HEAD]

    @property
    def groups(self):
        """[(Group, bound fields, sums)]."""
        return [(group, [self[name] for name in group.columns], self._sums(group)) for group in GROUPS]

    def _sums(self, group):
        found = []
        for words, names, whole in group.sums:
            target = self._typed(whole) if isinstance(whole, str) else Decimal(whole)
            parts = [self._typed(name) for name in names]
            total = None if None in parts else sum(parts)
            field = self[whole].id_for_label if isinstance(whole, str) else ""
            found.append(Sum(words, " ".join(self[name].id_for_label for name in names), total, target, field))
        return found

    def _typed(self, name):
        try:
            return Decimal(str(self[name].value())).normalize() + 0
        except ArithmeticError:
            return None

    @property
    def grid(self):
        """(words of the levels, [(words of the track, bound fields)])."""
        names = {(track, level): name for track, level, name in CELLS}
        return [level.label for level in Level], [
            (track.label, [self[names[track.value, level.value]] for level in Level]) for track in Track
        ]


class AdoptForm(forms.Form):
    """The decision of the meeting that adopts."""

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        for name, field in DECISION_FIELDS.items():
            self.fields[name] = copy.deepcopy(field)


class RehearseForm(forms.Form):
    """Over which frozen quarter."""

    scoring = forms.ModelChoiceField(
        label=gettext_lazy("frozen quarter"), queryset=Scoring.objects.none(), empty_label=None
    )

    def __init__(self, *args, quarters, **words):
        super().__init__(*args, **words)
        self.fields["scoring"].queryset = quarters
