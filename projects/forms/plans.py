"""The twelve months of a project's plan as one grid."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import MonthlyPlan
from projects.rules import periods
from zhangdian.desk.stale import SEEN, refuse_stale
from zhangdian.trail.queries import newest_change

ROWS = (
    ("planned", gettext_lazy("planned (10,000 yuan)")),
    ("confirmed", gettext_lazy("done, confirmed (10,000 yuan)")),
)


class PlanForm(forms.Form):
    """Two rows of twelve amounts: `planned-4`, `confirmed-4` for April. `grid` is for the page that shows them so."""

    project = None
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("reason for the change"), max_length=400, required=False)

    @classmethod
    def of(cls, request, project):
        """The form class for a project."""
        return type(cls.__name__, (cls,), {"project": project})

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.months = periods.months_of(self.project.programme.year)
        for row, label in ROWS:
            for month in self.months:
                self.fields[f"{row}-{month.month}"] = forms.DecimalField(
                    label=f"{_('%(month)d') % {'month': month.month}} {label}", required=False, min_value=0,
                    max_digits=14, decimal_places=2,
                )  # fmt: skip

    @property
    def grid(self):
        """(words of the columns, [(words of the row, bound fields)]); fields outside it are shown as ever."""
        heads = [_("%(month)d") % {"month": month.month} for month in self.months]
        return heads, [(label, [self[f"{row}-{month.month}"] for month in self.months]) for row, label in ROWS]

    @property
    def beside(self):
        """The fields that stand under the grid."""
        return [self["reason"], self["seen"]]

    def clean(self):
        said = super().clean()
        if said.get(SEEN) is not None:
            try:
                refuse_stale(self.project, said[SEEN])
            except ValidationError as stale:
                # Shown again with what was typed, and with a number that lets it be stored on top.
                self.data = self.data.copy()
                self.data[self.add_prefix(SEEN)] = str(newest_change(self.project))
                raise stale
        amounts = {}
        for row, _label in ROWS:
            amounts[row] = {month: said.get(f"{row}-{month.month}") for month in self.months}
        return amounts | {"reason": said.get("reason", "")}


def as_stored(project):
    """What the grid shows: the stored amounts, and up to which change of the project they were read."""
    shown = {SEEN: newest_change(project)}
    for plan in MonthlyPlan.objects.filter(project=project, month__year=project.programme.year):
        shown[f"planned-{plan.month.month}"] = plan.planned
        shown[f"confirmed-{plan.month.month}"] = plan.confirmed
    return shown
