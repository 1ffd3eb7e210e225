"""What is typed into an order and its moves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.forms.inspections import ReasonForm, area
from evaluations.states.inspections import Speed
from evaluations.states.orders import Urging
from zhangdian.burden.registry import declare

OF_ORDERS = _("measures of the district on inspections of key projects")
declare(
    "order.sign", _("Order signed for"), least=0, most=0, path="/orders/",
    purpose=_("to know that the unit has the order"), basis=OF_ORDERS, reuse=_("the ladder of reminders"),
)  # fmt: skip
declare(
    "order.report-done", _("Order reported done"), least=1, most=1, path="/orders/",
    purpose=_("to know what was put right, so that it can be verified"), basis=OF_ORDERS,
    reuse=_("verification on site, the monthly bulletin, drafts of facts"),
)  # fmt: skip
declare(
    "order.ask-extension", _("Extension of an order"), least=2, most=2, path="/orders/",
    purpose=_("to agree on a later day before the deadline"), basis=OF_ORDERS, reuse=_("the deadline of the order"),
)  # fmt: skip


def a_day(label, **words):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **words)


class OrderForm(forms.Form):
    """The words of an order. The choice of units is the project's."""

    title = forms.CharField(label=_("Matter"), max_length=100)
    unit = forms.ModelChoiceField(label=_("Responsible unit"), queryset=None)
    problem = forms.CharField(label=_("Problem found"), max_length=2000, widget=area(4, 2000))
    demand = forms.CharField(label=_("What is to be done"), max_length=2000, widget=area(4, 2000))
    speed = forms.ChoiceField(label=_("Kind of deadline"), choices=Speed.choices)
    days = forms.IntegerField(
        label=_("Days to put it right"), min_value=1, max_value=366,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
    )  # fmt: skip
    instructed_by = forms.CharField(
        label=_("Instructed by"), max_length=60, required=False,
        help_text=_("Needed where no finding of an inspection stands behind the order: who, and when."),
    )  # fmt: skip
    assisting = forms.CharField(label=_("Assisting units"), max_length=120, required=False)
    contact = forms.CharField(label=_("Contact at the office"), max_length=40, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def __init__(self, *args, units, ranges, **words):
        super().__init__(*args, **words)
        self.fields["unit"].queryset = units
        labels = dict(Speed.choices)
        self.fields["speed"].choices = [
            (code, f"{labels[code]} ({span.low}–{span.high})") for code, span in ranges.items()
        ]


class ExtensionForm(ReasonForm):
    """Until when, and why."""

    until = a_day(_("Until"))
    field_order = ["until", "reason"]


class GrantForm(forms.Form):
    """As asked, or shorter."""

    until = a_day(_("Until (as asked where left empty)"), required=False)


class DoneForm(forms.Form):
    """What was done."""

    report = forms.CharField(label=_("What was done"), max_length=2000, widget=area(5, 2000))


class VerdictForm(forms.Form):
    """What was verified."""

    verdict = forms.CharField(label=_("What was verified, and how"), max_length=400, widget=area(3, 400))


class UrgeForm(forms.Form):
    """What the office did about an overdue order."""

    how = forms.ChoiceField(label=_("What was done about it"), choices=Urging.choices)
    words = forms.CharField(label=_("In words (the unit is told)"), max_length=400, widget=area(3, 400))


# The form of each move that asks for something.
FORMS = {
    "discard": ReasonForm, "withdraw": ReasonForm, "reopen": ReasonForm, "refuse": ReasonForm, "send-back": ReasonForm,
    "ask-extension": ExtensionForm, "grant": GrantForm, "report-done": DoneForm, "close": VerdictForm,
}  # fmt: skip
