"""Shapes of the evaluation teams' work."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.documents.materials import LABELS
from evaluations.models import Examination
from evaluations.rules.talks import SECTIONS
from evaluations.states.teams import CheckKind, Finding, Leaning, Outcome, ReadingPurpose, Relation, TalkKind, Way


def area(rows, length):
    return forms.Textarea(attrs={"rows": rows, "maxlength": length})


CHOOSE = ("", _("please choose"))


class NoteForm(forms.Form):
    """A note of the team. What it says is sealed as soon as it is stored, and never kept on the device."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TalkKind.choices)
    cadre = forms.ModelChoiceField(label=_("About the cadre"), queryset=None, required=False)
    project = forms.ModelChoiceField(label=_("On the project"), queryset=None, required=False)
    relation = forms.ChoiceField(label=_("Relation to the cadre"), choices=[CHOOSE, *Relation.choices], required=False)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=pgettext_lazy("of a talk", "Place"), max_length=60)
    person = forms.CharField(label=_("Talked to"), max_length=200, help_text=_("Name and post; several for a meeting."))
    points = forms.CharField(label=_("Main points"), max_length=4000, widget=area(5, 4000))
    examples = forms.CharField(
        label=_("Concrete examples"), max_length=4000, widget=area(4, 4000), required=False,
        help_text=_("What the cadre did on which project, and what came of it."),
    )  # fmt: skip
    shortcomings = forms.CharField(label=_("Shortcomings"), max_length=2000, widget=area(3, 2000), required=False)
    leaning = forms.ChoiceField(label=_("Recommendation"), choices=Leaning.choices, initial=Leaning.UNSAID)

    def __init__(self, *args, cadres, projects, **words):
        super().__init__(*args, **words)
        self.fields["cadre"].queryset = cadres
        self.fields["project"].queryset = projects
        self.fields["cadre"].empty_label = self.fields["project"].empty_label = CHOOSE[1]

    def clean(self):
        said = super().clean()
        kind = said.get("kind")
        if kind in (TalkKind.TALK, TalkKind.LEADER) and not said.get("cadre") and "cadre" not in self.errors:
            self.add_error("cadre", _("Say which cadre it is about."))
        if kind == TalkKind.TALK and not said.get("relation"):
            self.add_error("relation", _("Say how the person stands to the cadre."))
        if kind in (TalkKind.SITE, TalkKind.BUILDER) and not said.get("project") and "project" not in self.errors:
            self.add_error("project", _("Say which project it is about."))
        return said


class ReplyForm(forms.Form):
    """The answer to what was asked."""

    finding = forms.ChoiceField(label=_("Finding"), choices=[CHOOSE, *Finding.choices])
    words = forms.CharField(label=_("Reply"), max_length=2000, widget=area(5, 2000))
    document_no = forms.CharField(label=_("Number of the reply"), max_length=40, required=False)


class AskForm(forms.Form):
    """What is to be verified about every cadre of an evaluation."""

    kind = forms.ChoiceField(label=_("What is verified"), choices=CheckKind.choices)


class MaterialForm(forms.Form):
    """The sections of a material, and the version they were written on."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        for name in SECTIONS:
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                max_length=6000,
                required=False,
                widget=area(6 if name == "achievement" else 4, 6000),
            )


class PurposeForm(forms.Form):
    """What a material is opened or taken out for."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=ReadingPurpose.choices)


class ReasonForm(forms.Form):
    """A reason, where a move needs one."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=area(3, 400))


class PlanForm(forms.ModelForm):
    """The plan at the desk."""

    ways = forms.MultipleChoiceField(label=_("ways"), choices=Way.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Examination
        fields = ("title", "team", "trigger", "ways", "from_on", "until_on")

    def clean(self):
        said = super().clean()
        if said.get("from_on") and said.get("until_on") and said["until_on"] < said["from_on"]:
            self.add_error("until_on", _("The last day lies before the first."))
        return said


def judge_form(subjects):
    """The form of the department meeting: the minutes, and a finding for each of `subjects`, with their cadres."""
    fields = {
        "met_on": forms.DateField(
            label=_("day of the meeting"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        ),
        "meeting_no": forms.CharField(label=_("number of the minutes"), max_length=40),
        "due_present": forms.IntegerField(label=_("due to be present"), min_value=1, max_value=200),
        "present": forms.IntegerField(label=_("present"), min_value=1, max_value=200),
        "agreed": forms.IntegerField(label=_("agreed"), min_value=1, max_value=200),
    }
    for subject in subjects:
        fields[f"outcome-{subject.cadre_id}"] = forms.ChoiceField(
            label=subject.cadre.name, choices=[CHOOSE, *Outcome.choices]
        )
        fields[f"note-{subject.cadre_id}"] = forms.CharField(
            label=_("Note on %(name)s") % {"name": subject.cadre.name}, max_length=200, required=False
        )

    def clean(self):
        said = forms.Form.clean(self)
        outcomes = {
            int(name.split("-")[1]): (said[name], said.get(f"note-{name.split('-')[1]}", ""))
            for name in list(said)
            if name.startswith("outcome-")
        }
        kept = {name: value for name, value in said.items() if "-" not in name}
        return kept | {"outcomes": outcomes}

    return type("JudgeForm", (forms.Form,), {**fields, "clean": clean})
