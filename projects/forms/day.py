"""The shape of a day's report as people and programs send it. What only the stored project can tell is checked under
the lock (`transitions.day`), so that reading what was sent costs no statement."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.states import Addressee
from zhangdian.burden.registry import declare

NONE, SOME = "no", "yes"
YES_NO = ((NONE, pgettext_lazy("explicitly", "none")), (SOME, pgettext_lazy("explicitly", "there is")))
AMOUNT = re.compile(r"amount-(\d{1,18})$")


DAILY = declare(
    "daily_report", gettext_lazy("Daily report"), least=0, most=11, path="/daily-reports/",
    purpose=gettext_lazy("to know each working day how a project goes and what it is stuck at"),
    basis=gettext_lazy("measures of the district on reporting from key projects"),
    reuse=gettext_lazy("figures, lights, coordination slips, inspections, the monthly bulletin"),
)  # fmt: skip


NO_CHANGE = declare(
    "no_change", gettext_lazy("No change today"), least=0, most=0, path="/daily-reports/",
    purpose=gettext_lazy("to say in one tap that nothing changed"),
    basis=gettext_lazy("measures of the district on reporting from key projects"),
    reuse=gettext_lazy("the day's report; the next form offers the last text"),
)  # fmt: skip


class AmountField(forms.DecimalField):
    """What was done of a target today."""

    def __init__(self, **words):
        super().__init__(
            min_value=0, max_digits=14, decimal_places=2, required=False,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}), **words,
        )  # fmt: skip


def area(rows, length):
    return forms.Textarea(attrs={"rows": rows, "maxlength": length})


class ReportForm(forms.Form):
    """A report. `amount-<target>` fields are made from what was sent, or from the `targets` to be shown."""

    no_change = forms.BooleanField(label=gettext_lazy("no change today"), required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=gettext_lazy("Progress today"), required=False, max_length=2000, widget=area(4, 2000))
    milestone = forms.IntegerField(
        label=gettext_lazy("Milestone in work"), required=False, min_value=1, widget=forms.Select
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Of it done (%)"), required=False, min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "0", "max": "100"}),
    )  # fmt: skip
    invested = forms.DecimalField(
        label=gettext_lazy("Invested today (10,000 yuan)"), required=False, min_value=0, max_digits=14,
        decimal_places=2, widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}),
    )  # fmt: skip
    has_problem = forms.ChoiceField(
        label=gettext_lazy("Problems"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )
    problem = forms.CharField(
        label=gettext_lazy("Which problem"), required=False, max_length=1000, widget=area(2, 1000)
    )
    needs_coordination = forms.ChoiceField(
        label=gettext_lazy("Matters to coordinate"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )
    coordination = forms.CharField(
        label=gettext_lazy("Which matter"), required=False, max_length=1000, widget=area(2, 1000)
    )
    coordination_with = forms.ChoiceField(
        label=gettext_lazy("Addressed to"), required=False,
        choices=[("", gettext_lazy("please choose")), *Addressee.choices],
    )  # fmt: skip
    plan = forms.CharField(
        label=gettext_lazy("Plan for tomorrow"), required=False, max_length=1000, widget=area(2, 1000)
    )
    place = forms.CharField(
        label=gettext_lazy("Place"), required=False, max_length=60,
        help_text=gettext_lazy("Only if you wish to say it."),
    )  # fmt: skip
    photos_expected = forms.IntegerField(required=False, min_value=0, max_value=30, widget=forms.HiddenInput)

    def __init__(self, *args, targets=(), milestones=(), **words):
        super().__init__(*args, **words)
        self.targets = list(targets)
        for target in self.targets:
            self.fields[f"amount-{target.pk}"] = AmountField(label=target.name)
        for name in self.data if self.is_bound else ():
            mark = AMOUNT.search(name)
            if mark and self.add_prefix(mark.group()) == name and mark.group() not in self.fields:
                self.fields[mark.group()] = AmountField()
        self.fields["milestone"].widget.choices = [
            ("", _("none")), *((milestone.pk, milestone.name) for milestone in milestones)
        ]  # fmt: skip

    def dressed(self, targets, milestones):
        """This form, refused, as it is shown again: with the targets and milestones of its project."""
        again = ReportForm(self.data, prefix=self.prefix, targets=targets, milestones=milestones)
        again._errors, again.cleaned_data = self.errors, getattr(self, "cleaned_data", {})
        return again

    def amounts(self):
        """(target, bound field) of the targets to be shown."""
        return [(target, self[f"amount-{target.pk}"]) for target in self.targets]

    def clean(self):
        said = super().clean()
        amounts = self._amounts(said)
        blank = not (said.get("text") or amounts)
        if said.get("no_change"):
            if not blank:
                self.add_error("no_change", _("Either “no change today” or what was done, not both."))
            said["has_problem"] = said.get("has_problem") or NONE
            said["needs_coordination"] = said.get("needs_coordination") or NONE
        elif blank and "text" not in self.errors:
            self.add_error("text", _("Say what was done today, or choose “no change today” on the list."))
        for name in ("has_problem", "needs_coordination"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Choose “none” or “there is”: an empty answer could mean either."))
        if said.get("has_problem") == SOME and not said.get("problem"):
            self.add_error("problem", _("Say which problem there is, or choose “none”."))
        if said.get("needs_coordination") == SOME:
            if not said.get("coordination"):
                self.add_error("coordination", _("Say what is to be coordinated, or choose “none”."))
            if not said.get("coordination_with"):
                self.add_error("coordination_with", _("Choose whom the matter is addressed to."))
        if said.get("percent") is not None and not said.get("milestone"):
            self.add_error("milestone", _("Choose the milestone that the percentage belongs to."))
        return said

    @staticmethod
    def _amounts(said):
        return {
            int(AMOUNT.match(name).group(1)): value.quantize(Decimal("0.01"))
            for name, value in said.items()
            if AMOUNT.match(name) and value
        }

    def content(self):
        """What was sent, as `transitions.day` takes it: a dict without anything that was not asked for."""
        said = self.cleaned_data
        problem, matter = said["has_problem"] == SOME, said["needs_coordination"] == SOME
        return {
            "no_change": said["no_change"], "text": said["text"], "percent": said["percent"],
            "invested": said["invested"], "has_problem": problem, "problem": said["problem"] if problem else "",
            "needs_coordination": matter, "coordination": said["coordination"] if matter else "",
            "coordination_with": said["coordination_with"] if matter else "", "plan": said["plan"],
            "place": said["place"], "photos_expected": said["photos_expected"] or 0, "milestone": said["milestone"],
            "amounts": self._amounts(said),
        }  # fmt: skip

    def refuse(self, wrong):
        """Put a ValidationError of the move beside the fields it names."""
        for name, sentences in wrong.message_dict.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def as_sent(data):
    """What a program sent as JSON, in the shape of a form: booleans as choices, amounts as fields of their own."""
    if not isinstance(data, dict):
        raise ValidationError(_("Send an object with the fields of a report."))
    sent = {name: value for name, value in data.items() if name in ReportForm.base_fields and value is not None}
    for name in ("has_problem", "needs_coordination"):
        if isinstance(sent.get(name), bool):
            sent[name] = SOME if sent[name] else NONE
    amounts = data.get("amounts") or []
    if not isinstance(amounts, list):
        raise ValidationError({"amounts": _("Send a list of objects with “target” and “amount”.")})
    for row in amounts:
        if not isinstance(row, dict) or not str(row.get("target", "")).isdigit() or "amount" not in row:
            raise ValidationError({"amounts": _("Send a list of objects with “target” and “amount”.")})
        sent[f"amount-{int(row['target'])}"] = row["amount"]
    return sent


def initial_of(report, amounts=()):
    """The fields of a form that shows what `report` says now."""
    words = {
        name: getattr(report, name)
        for name in ("text", "percent", "invested", "problem", "coordination", "coordination_with", "plan", "place")
    }
    words |= {f"amount-{target}": amount for target, amount in amounts}
    words["milestone"] = report.milestone_id
    if report.version:
        words["has_problem"] = SOME if report.has_problem else NONE
        words["needs_coordination"] = SOME if report.needs_coordination else NONE
    return words


class ReasonForm(forms.Form):
    """A reason, as returning and excusing need it."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=area(3, 400))


class PasteForm(forms.Form):
    """A block of text as it stands in the group chat."""

    block = forms.CharField(
        label=gettext_lazy("Text from the group chat"), max_length=20000, widget=area(10, 20000),
        help_text=gettext_lazy("Several projects may stand in one block. Nothing is stored before you confirm."),
    )  # fmt: skip
