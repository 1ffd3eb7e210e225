"""Input shapes of the notices."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhangdian.notices.models import Cadence
from zhangdian.notices.states import Pace


def clock(label, help_text=""):
    return forms.TimeField(
        label=label, help_text=help_text, required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip


class CadenceForm(forms.ModelForm):
    """How a person wants to be reminded, within what the office allows."""

    pace = forms.ChoiceField(label=gettext_lazy("How often"), choices=Pace.choices, widget=forms.RadioSelect)
    daily_at = clock(gettext_lazy("Time of the daily digest"), gettext_lazy("Needed only for once a day."))
    quiet_from = clock(gettext_lazy("Quiet from"))
    quiet_until = clock(
        gettext_lazy("Quiet until"),
        gettext_lazy("Leave both empty to keep the hours of the district. What comes up meanwhile is told afterwards."),
    )

    class Meta:
        model = Cadence
        fields = ["pace", "daily_at", "quiet_from", "quiet_until", "feishu_id"]
        labels = {"feishu_id": gettext_lazy("Feishu number (open_id)")}
        help_texts = {"feishu_id": gettext_lazy("Only where the district uses a Feishu group and calls people there.")}

    def __init__(self, *args, allowed, **words):
        super().__init__(*args, **words)
        self.allowed = allowed
        if not allowed.daily:
            self.fields["pace"].choices = [(Pace.AT_ONCE.value, Pace.AT_ONCE.label)]
            del self.fields["daily_at"]

    def clean_feishu_id(self):
        value = self.cleaned_data["feishu_id"].strip()
        if value and not value.replace("_", "").replace("-", "").isalnum():
            raise forms.ValidationError(_("Letters, digits, - and _ only."))
        return value

    def clean(self):
        given = super().clean()
        if given.get("pace") == Pace.DAILY and not given.get("daily_at") and "daily_at" not in self.errors:
            self.add_error("daily_at", _("Say at what time of day."))
        start, end = given.get("quiet_from"), given.get("quiet_until")
        if (start is None) != (end is None) and not {"quiet_from", "quiet_until"} & set(self.errors):
            self.add_error("quiet_until" if start else "quiet_from", _("Give both times, or leave both empty."))
        if start and end and length(start, end) > timedelta(hours=self.allowed.quiet_hours):
            self.add_error(
                "quiet_until",
                _("The office allows at most %(hours)d quiet hours a day.") % {"hours": self.allowed.quiet_hours},
            )
        return given


def length(start, end):
    """How long a stretch of the day is, over midnight if need be."""
    day = datetime(2017, 1, 1)
    gap = datetime.combine(day, end) - datetime.combine(day, start)
    return gap if gap > timedelta(0) else gap + timedelta(days=1)
