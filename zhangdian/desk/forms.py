"""The desk's forms: the reason for an edit, what a move needs, all dressed in the theme's widgets."""

import copy

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _
from unfold import widgets

REASON = "trail_reason"
DRESS = (
    (forms.ModelMultipleChoiceField, widgets.UnfoldAdminSelectMultipleWidget),
    (forms.MultipleChoiceField, widgets.UnfoldAdminCheckboxSelectMultipleWidget),
    (forms.ChoiceField, widgets.UnfoldAdminSelectWidget),
    (forms.ModelChoiceField, widgets.UnfoldAdminSelectWidget),
    (forms.BooleanField, widgets.UnfoldBooleanWidget),
    (forms.DateField, widgets.UnfoldAdminSingleDateWidget),
    (forms.TimeField, widgets.UnfoldAdminSingleTimeWidget),
    (forms.FileField, widgets.UnfoldAdminFileFieldWidget),
    (forms.DecimalField, widgets.UnfoldAdminDecimalFieldWidget),
    (forms.IntegerField, widgets.UnfoldAdminIntegerFieldWidget),
    (forms.CharField, widgets.UnfoldAdminTextInputWidget),
)


def dress(form):
    """Give every field of a plain form the theme's widget; the form itself is returned."""
    for field in form.fields.values():
        if type(field.widget).__module__.startswith("unfold") or field.widget.is_hidden:
            continue
        if isinstance(field.widget, forms.Textarea):
            _put_on(field, widgets.UnfoldAdminTextareaWidget(attrs={"rows": 4}))
            continue
        for kind, widget in DRESS:
            if isinstance(field, kind):
                _put_on(field, widget())
                break
    return form


def _put_on(field, widget):
    widget.attrs = {**field.widget_attrs(widget), **widget.attrs}
    widget.is_required = field.required
    if hasattr(field, "choices"):
        widget.choices = field.choices
    if isinstance(field, forms.DateField):
        field.input_formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"]
    field.widget = widget


def reason_field(required=True):
    """The question why, as a field."""
    return forms.CharField(
        label=_("reason for the change"), required=required, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept on the trail with what was before and after."),
    )  # fmt: skip


def reasoned(form_class):
    """A model form class that also asks for the reason."""
    field = reason_field()
    field.widget = widgets.UnfoldAdminTextareaWidget(attrs={"rows": 2})
    return type(form_class)(form_class.__name__, (form_class,), {REASON: field})


class MoveForm(forms.Form):
    """What one move needs; built by `form_for`."""


def form_for(move, model):
    """The form class of a move: its declared fields, then a field for every other name it needs.

    A needed name that is a column of the model takes that column's form field, "reason" a few lines of text.
    """
    fields = {name: copy.deepcopy(field) for name, field in move.fields.items() if isinstance(field, forms.Field)}
    for name in move.needs:
        if name not in fields:
            fields[name] = _needed(name, model)
    return type("MoveForm", (MoveForm,), fields)


def _needed(name, model):
    if name == "reason":
        return forms.CharField(label=_("reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    try:
        field = model._meta.get_field(name).formfield(required=True)
    except FieldDoesNotExist:
        field = None
    return field or forms.CharField(label=name)


def blame(form, wrong):
    """Put the sentences of a ValidationError where they belong: on the form's field, else above the form."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong.messages)
        return
    for name, sentences in wrong.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
