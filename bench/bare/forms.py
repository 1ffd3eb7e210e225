"""The form of one row of the sheet."""

from django import forms

from bench.bare.models import Imported


class RowForm(forms.ModelForm):
    """Nine fields, checked one by one."""

    class Meta:
        model = Imported
        fields = ["code", "name", "nature", "content", "total", "year_plan", "starts_on", "unit", "liaison"]
