"""What is typed about a meeting that decided: one form for the meeting, its cases, who sat there, the minutes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.common import area
from cases.models import Decision
from cases.queries import attendees
from cases.services.decisions import check_item
from cases.states.decisions import Meeting
from zhangdian.workflow import MoveRefused

# What was decided about a case: nothing is chosen for one that was not on the agenda.
NOT_DECIDED = ("", _("not on the agenda"))


class DecisionForm(forms.Form):
    """The fields of the meeting, and an outcome and a note for every case that waits (`rows`: [Waiting])."""

    meeting = forms.ChoiceField(label=_("Meeting"), choices=[("", "—"), *Meeting.choices])
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    document_no = forms.CharField(
        label=_("Number of the minutes or document"), max_length=40, help_text=_("For example 区组纪〔2026〕12号.")
    )
    expected = forms.IntegerField(label=_("Members"), min_value=1, max_value=999)
    present = forms.IntegerField(label=_("Present"), min_value=0, max_value=999)
    agreed = forms.IntegerField(label=_("Agreed"), min_value=0, max_value=999)
    words = forms.CharField(label=_("What was decided, as the minutes say it"), max_length=4000, widget=area(4, 4000))
    attendees = forms.CharField(
        label=_("Who sat there"), max_length=4000, widget=area(6, 4000),
        help_text=_("A line a person: the name, or “姓名，回避：理由” for who left the room. "
                    "Where several people bear a name, the unit in brackets behind it."),
    )  # fmt: skip
    minutes = forms.FileField(label=_("Minutes"), help_text=_("A scan or a document; it must not be a state secret."))
    not_secret = forms.BooleanField(label=_("The file holds no state secret"))

    def __init__(self, *args, rows=(), actor=None, **words):
        super().__init__(*args, **words)
        self.rows, self.actor = [row for row in rows if row.draft is None], actor
        self.pending = [row for row in rows if row.draft is not None]
        for row in self.rows:
            self.fields[f"outcome-{row.field}"] = forms.ChoiceField(
                label=str(row.case), choices=[NOT_DECIDED, *row.kind.outcomes(row.case)], required=False
            )
            self.fields[f"note-{row.field}"] = forms.CharField(label=_("Reason"), max_length=400, required=False)

    def meeting_fields(self):
        return [self[name] for name in ("meeting", "held_on", "document_no", "expected", "present", "agreed")]

    def word_fields(self):
        return [self[name] for name in ("words", "attendees", "minutes", "not_secret")]

    def groups(self):
        """[(words of the kind, [(case, outcome field, note field)])] in the order of the kinds."""
        found = {}
        for row in self.rows:
            pair = (row.case, self[f"outcome-{row.field}"], self[f"note-{row.field}"])
            found.setdefault(row.kind.label, []).append(pair)
        return list(found.items())

    def clean_document_no(self):
        number = self.cleaned_data["document_no"].strip()
        if Decision.objects.filter(document_no=number).exists():
            raise ValidationError(_("There is a decision of this number already."))
        return number

    def clean_attendees(self):
        found, wrong = attendees.read(self.cleaned_data["attendees"])
        if wrong:
            raise ValidationError(wrong)
        return found

    def clean(self):
        given = super().clean()
        self._count(given)
        chosen = [row for row in self.rows if given.get(f"outcome-{row.field}")]
        if not chosen:
            self.add_error(None, _("Say of at least one case what was decided."))
        for row in chosen if given.get("meeting") else ():
            try:
                check_item(row.case, given[f"outcome-{row.field}"], given["meeting"], self.actor)
            except ValidationError as wrong:
                self.add_error(f"outcome-{row.field}", wrong.messages)
            except MoveRefused as refused:
                self.add_error(f"outcome-{row.field}", str(refused))
        return given

    def _count(self, given):
        expected, present, agreed = (given.get(name) for name in ("expected", "present", "agreed"))
        if present is not None and expected is not None and present > expected:
            self.add_error("present", _("Not more can be present than there are members."))
        if agreed is not None and present is not None and agreed > present:
            self.add_error("agreed", _("Not more can agree than are present."))
        left = sum(bool(why) for _name, _cadre, why in given.get("attendees") or ())
        if left and agreed is not None and present is not None and present - left < agreed <= present:
            self.add_error("agreed", _("Who was recused does not count among those who agreed."))

    def items(self):
        """[(case, outcome, note)] of what was decided."""
        given = self.cleaned_data
        return [
            (row.case, given[f"outcome-{row.field}"], given.get(f"note-{row.field}", ""))
            for row in self.rows
            if given.get(f"outcome-{row.field}")
        ]
