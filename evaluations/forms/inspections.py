"""What inspectors and planners type. What only the stored visit can tell is checked under its lock (`transitions`)."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.states.inspections import Aspect, Speed, Value
from zhangdian.burden.registry import declare

NONE, SOME = "none", "some"
FOUND = ((NONE, gettext_lazy("no problem found")), (SOME, gettext_lazy("there are problems")))
ROW = re.compile(r"problem-(\d{1,2})$")
MOST, SPARE = 20, 2


RECORD = declare(
    "inspection.record", gettext_lazy("Sheet of an inspection"), least=len(Aspect.values) + 2,
    most=2 * len(Aspect.values) + 2 + 2 * MOST, path="/inspections/",
    purpose=gettext_lazy("to keep what each inspector saw, before they talk about it"),
    basis=gettext_lazy("measures of the district on inspections of key projects"),
    reuse=gettext_lazy("the common result, findings, orders, the next draw of sites"),
)  # fmt: skip


def area(rows, length):
    return forms.Textarea(attrs={"rows": rows, "maxlength": length})


class Problems(forms.Form):
    """A summary, the explicit word on whether there are problems, and rows of them (`problem-1`, `speed-1`)."""

    length = 500
    summary = forms.CharField(
        label=gettext_lazy("What I saw"), required=False, max_length=2000, widget=area(4, 2000)
    )  # fmt: skip
    found = forms.ChoiceField(
        label=gettext_lazy("Problems on site"), required=False, choices=FOUND, widget=forms.RadioSelect
    )

    def __init__(self, *args, rows=0, **words):
        super().__init__(*args, **words)
        sent = [int(mark.group(1)) for mark in map(ROW.match, self.data) if mark] if self.is_bound else []
        self.numbers = range(1, min(max([rows + SPARE, *sent]), MOST) + 1)
        for number in self.numbers:
            self.fields[f"problem-{number}"] = forms.CharField(
                label=_("Problem %(n)s") % {"n": number}, required=False, max_length=self.length,
                widget=area(2, self.length),
            )  # fmt: skip
            self.fields[f"speed-{number}"] = forms.ChoiceField(
                label=_("How fast"), required=False, choices=Speed.choices, initial=Speed.ORDINARY
            )
            self.fields[f"key-{number}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def rows(self):
        """(problem, speed, key) bound fields, in order."""
        return [(self[f"problem-{number}"], self[f"speed-{number}"], self[f"key-{number}"]) for number in self.numbers]

    def nothing_found(self):
        """True, False, or None where nothing was chosen."""
        return {NONE: True, SOME: False}.get(self.cleaned_data.get("found"))

    def problems(self):
        """[(key or None, text, speed)] of the rows that say something."""
        said, found = self.cleaned_data, []
        for number in self.numbers:
            text = (said.get(f"problem-{number}") or "").strip()
            if text:
                found.append((said.get(f"key-{number}"), text, said.get(f"speed-{number}") or Speed.ORDINARY))
        return found

    def refuse(self, wrong):
        """Put a ValidationError of the move beside the fields it names."""
        places = {"nothing_found": "found", "findings": "found", "marks": f"mark-{Aspect.values[0]}"}
        if not hasattr(wrong, "error_dict"):
            for sentence in wrong.messages:
                self.add_error(None, sentence)
            return
        for name, sentences in wrong.message_dict.items():
            place = places.get(name, name)
            for sentence in sentences:
                self.add_error(place if place in self.fields else None, sentence)


class RecordForm(Problems):
    """What one inspector saw: a mark for each aspect, a summary, the problems. Half of it may be kept as a draft."""

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        for aspect, label in Aspect.choices:
            self.fields[f"mark-{aspect}"] = forms.ChoiceField(
                label=label, required=False, choices=Value.choices, widget=forms.RadioSelect
            )
            self.fields[f"note-{aspect}"] = forms.CharField(
                label=_("Note on “%(aspect)s”") % {"aspect": label}, required=False, max_length=200
            )

    def marks(self):
        """(mark, note) bound fields, in order."""
        return [(self[f"mark-{aspect}"], self[f"note-{aspect}"]) for aspect in Aspect.values]

    def content(self):
        """What was typed, as `transitions.inspections` and `services.inspections` take it."""
        said = self.cleaned_data
        return {
            "summary": said.get("summary", ""), "nothing_found": self.nothing_found(),
            "marks": [
                {"aspect": aspect, "value": said[f"mark-{aspect}"], "note": said.get(f"note-{aspect}", "")}
                for aspect in Aspect.values if said.get(f"mark-{aspect}")
            ],
            "observations": [(text, speed) for _key, text, speed in self.problems()],
        }  # fmt: skip

    @classmethod
    def of(cls, record):
        """The form that shows what `record` (with its rows below) says now."""
        seen = list(record.observations.all())
        initial = {"summary": record.summary}
        if record.nothing_found is not None:
            initial["found"] = NONE if record.nothing_found else SOME
        for number, row in enumerate(seen, 1):
            initial |= {f"problem-{number}": row.text, f"speed-{number}": row.speed}
        for mark in record.marks.all():
            initial |= {f"mark-{mark.aspect}": mark.value, f"note-{mark.aspect}": mark.note}
        return cls(initial=initial, rows=len(seen))


class ResultForm(Problems):
    """The common result."""

    length = 1000

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.fields["summary"].label = _("What was found")
        self.fields["summary"].max_length = 4000

    def content(self):
        """What was typed, as `transitions.inspections.confirm` takes it."""
        return {
            "summary": self.cleaned_data.get("summary", ""), "nothing_found": self.nothing_found(),
            "findings": self.problems(),
        }  # fmt: skip

    @classmethod
    def of(cls, inspection, findings, records):
        """What was confirmed before, else what the records say, put one after the other to be settled."""
        if inspection.version:
            initial = {"summary": inspection.summary, "found": NONE if inspection.nothing_found else SOME}
            rows = [(row.pk, row.text, row.speed) for row in findings]
        else:
            initial = {"summary": "\n".join(row.summary for row in records)}
            rows = list(
                dict.fromkeys((None, seen.text, seen.speed) for row in records for seen in row.observations.all())
            )
            initial["found"] = SOME if rows else NONE
        for number, (key, text, speed) in enumerate(rows[:MOST], 1):
            initial |= {f"problem-{number}": text, f"speed-{number}": speed, f"key-{number}": key}
        return cls(initial=initial, rows=len(rows))


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=area(3, 400))


class SiteForm(forms.Form):
    """A site added by hand."""

    project = forms.ModelChoiceField(label=gettext_lazy("Project"), queryset=None)
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label=gettext_lazy("Why it is visited"), max_length=200, widget=area(2, 200))

    def __init__(self, *args, projects, **words):
        super().__init__(*args, **words)
        self.fields["project"].queryset = projects


class SeatForm(forms.Form):
    """Who goes to a site, who leads, on which day."""

    users = forms.MultipleChoiceField(label=gettext_lazy("Inspectors"), widget=forms.CheckboxSelectMultiple)
    leader = forms.ChoiceField(label=gettext_lazy("Leads"))
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    everywhere = forms.BooleanField(
        label=gettext_lazy("Also for the other sites of this day that have nobody yet"), required=False
    )

    def __init__(self, *args, people, **words):
        super().__init__(*args, **words)
        self.people = {str(user.pk): user for user in people}
        choices = [(key, user.name) for key, user in self.people.items()]
        self.fields["users"].choices, self.fields["leader"].choices = choices, choices

    def chosen(self):
        """(users, leader, day) as `services.inspections.assign` takes them."""
        said = self.cleaned_data
        return [self.people[key] for key in said["users"]], self.people[said["leader"]], said["day"]
