"""Input of the roster: the upload, the correction of columns, the filters of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Unit
from cadres.states import Track
from projects.models import Programme
from projects.roster import columns
from projects.states import Nature, ProgrammeState, Stage

MOST = 20 * 1024 * 1024


def day_input():
    """A field for a day that a browser shows its calendar for."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UploadForm(forms.Form):
    """A list and the programme it is for: one that is there, or a new one."""

    file = forms.FileField(
        label=_("List of projects"), help_text=_("An Excel workbook (.xlsx) or a text list (.csv), as it is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )  # fmt: skip
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False, empty_label=_("A new programme")
    )
    name = forms.CharField(label=_("Name of the new programme"), max_length=60, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    reporting_from = forms.DateField(label=_("Reports are due from"), required=False, widget=day_input())
    reporting_until = forms.DateField(label=_("Reports are due until"), required=False, widget=day_input())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.exclude(state=ProgrammeState.CLOSED)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Keep the list alone in a workbook and save it again.")
            )
        return file

    def clean(self):
        given = super().clean()
        if given.get("programme"):
            return given
        for name in ("name", "year", "reporting_from", "reporting_until"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("A new programme needs this."))
        first, last = given.get("reporting_from"), given.get("reporting_until")
        if first and last and last < first:
            self.add_error("reporting_until", _("The last day lies before the first one."))
        if given.get("name") and Programme.objects.filter(name=given["name"]).exists():
            self.add_error("name", _("A programme of this name is there already. Choose it, or take another name."))
        return given

    def draft(self):
        """What the confirmation will make a programme of, or None where one was chosen."""
        if self.cleaned_data.get("programme"):
            return None
        return {name: self.cleaned_data[name] for name in ("name", "year", "reporting_from", "reporting_until")}


def column_choices():
    """(key, words) of every field that a column may be, for the select of the preview."""
    return [("", _("left aside")), *((field.key, field.heading) for field in columns.FIELDS.values())]


def read_columns(data):
    """{sheet: {column index: field key}} of the selects `column-<sheet number>-<index>`; names by `sheet-<number>`."""
    chosen = {}
    for name, value in data.items():
        parts = name.split("-")
        if len(parts) == 3 and parts[0] == "column" and (value == "" or value in columns.FIELDS):
            sheet = data.get(f"sheet-{parts[1]}")
            if sheet is not None and parts[2].isdigit():
                chosen.setdefault(sheet, {})[parts[2]] = value
    return chosen


class FilterForm(forms.Form):
    """The filters of the list, kept in the address. What is not understood is no filter."""

    q = forms.CharField(label=_("Name, number or place"), max_length=60, required=False)
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.all(), required=False, empty_label=_("all")
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", _("all")), *Stage.choices], required=False)
    nature = forms.ChoiceField(label=_("Nature"), choices=[("", _("all")), *Nature.choices], required=False)
    unit = forms.ModelChoiceField(
        label=_("Responsible unit"), queryset=Unit.objects.none(), required=False, empty_label=_("all")
    )
    track = forms.ChoiceField(label=_("Track"), choices=[("", _("all")), *Track.choices], required=False)

    def __init__(self, *args, units=None, programmes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units if units is not None else Unit.objects.all()
        if programmes is not None:
            self.fields["programme"].queryset = programmes

    def chosen(self):
        """The filters that were given and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
