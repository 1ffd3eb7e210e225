"""What is typed into the moves of a card."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.models import Cadre, Unit
from cases.forms.common import ReasonForm, ServeForm, StatementForm, area
from cases.models import Circumstance
from cases.queries.cards import earlier_rungs, of_light
from cases.queries.evidence import Evidence
from cases.states.cards import Colour
from evaluations.models import Order
from projects.models import Light
from projects.states import LightColour, LightState
from zhangdian.calendar.rules import add_months

NONE, OTHER = "none", "other"
LIGHT_MONTHS = 6


class LightField(forms.ModelChoiceField):
    """A project's light of a month, in words."""

    def label_from_instance(self, light):
        return of_light(light).title


class NewCardForm(forms.Form):
    """One fact, one person or unit."""

    cadre = forms.ModelChoiceField(
        label=_("Person"), queryset=None, required=False, empty_label=_("no person: the unit as such"),
        help_text=_("Choose a person, or below a unit."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False, empty_label=_("no unit: the person"))
    colour = forms.ChoiceField(label=_("Card"), choices=Colour.choices, initial=Colour.YELLOW, widget=forms.RadioSelect)
    circumstance = forms.ModelChoiceField(
        label=_("Circumstance"), queryset=None, required=False, empty_label=_("none of the catalogue")
    )
    facts = forms.CharField(
        label=_("Facts"), max_length=4000, widget=area(6, 4000),
        help_text=_("When, where, what was to be done, what was not done. It is served on the person as you write it."),
    )  # fmt: skip
    order = forms.CharField(
        label=_("Order that it rests on"),
        max_length=40,
        required=False,
        help_text=_("Its number, for example 张督〔2017〕3号."),
    )
    light = LightField(label=_("Light that it rests on"), queryset=None, required=False, empty_label=_("no light"))

    def __init__(self, *args, user, day, rule_set, **words):
        super().__init__(*args, **words)
        self.user, self.day = user, day
        people = Cadre.objects.visible_to(user, day).exclude(user=user).filter(is_assessed=True)
        self.fields["cadre"].queryset = people.select_related("unit")
        self.fields["unit"].queryset = Unit.objects.active()
        self.fields["circumstance"].queryset = Circumstance.objects.filter(rule_set=rule_set, is_active=True)
        self.fields["light"].queryset = (
            Light.objects.visible_to(user, day)
            .filter(state=LightState.CONFIRMED, confirmed__in=[LightColour.YELLOW, LightColour.RED])
            .filter(month__gte=add_months(day.replace(day=1), -LIGHT_MONTHS))
            .select_related("project")
        )

    def clean_order(self):
        number = self.cleaned_data["order"].strip()
        if not number:
            return None
        found = Order.objects.visible_to(self.user, self.day).filter(number_text=number).first()
        if found is None:
            raise forms.ValidationError(_("No order that you may see has this number."))
        return found

    def clean(self):
        given = super().clean()
        if bool(given.get("cadre")) == bool(given.get("unit")) and not {"cadre", "unit"} & set(self.errors):
            self.add_error("unit", _("Choose a person or a unit, not both."))
        if given.get("order") and given.get("light"):
            self.add_error("light", _("One fact, one source: the order or the light."))
        return given

    @property
    def content(self):
        """What `transitions.cards.open_card` takes."""
        given = self.cleaned_data
        source = of_light(given["light"]) if given.get("light") else Evidence.of(given.get("order"))
        return {name: given[name] for name in ("cadre", "unit", "colour", "circumstance", "facts")} | {"source": source}


class ProposalForm(forms.Form):
    proposal = forms.CharField(label=_("Reasoned proposal"), max_length=4000, widget=area(6, 4000))


class RedProposalForm(ProposalForm):
    """A red card comes after an earlier recorded step: one of those offered, another, or why there was none."""

    rung = forms.ChoiceField(label=_("Earlier step recorded"), widget=forms.RadioSelect)
    earlier_rung = forms.CharField(
        label=_("Another earlier step, with its day"), max_length=200, required=False,
        help_text=_("Only where you chose “another”."),
    )  # fmt: skip
    no_rung_why = forms.CharField(
        label=_("Why there was no earlier step"), max_length=400, required=False, widget=area(2, 400),
        help_text=_("Only where you chose “none”. It stands in the decision."),
    )  # fmt: skip

    def __init__(self, *args, rungs=(), **words):
        super().__init__(*args, **words)
        self.fields["rung"].choices = [
            *((rung, rung) for rung in rungs), (OTHER, _("another")), (NONE, _("none: I say why")),
        ]  # fmt: skip
        self.fields["rung"].initial = rungs[0] if rungs else None

    def clean(self):
        given = super().clean()
        rung = given.pop("rung", None)
        if rung == OTHER and not given.get("earlier_rung"):
            self.add_error("earlier_rung", _("Name the earlier step and its day."))
        elif rung == NONE and not given.get("no_rung_why"):
            self.add_error("no_rung_why", _("A red card without an earlier step needs a written reason."))
        if rung == NONE:
            given["earlier_rung"] = ""
        else:
            given["no_rung_why"] = ""
            given["earlier_rung"] = given.get("earlier_rung", "") if rung in (OTHER, None) else rung
        return given


def proposal_form(card):
    """The form class of a card's proposal: a red one asks for the step before it."""
    if card.colour != Colour.RED:
        return ProposalForm
    rungs = earlier_rungs(card, timezone.localdate())
    if card.earlier_rung:
        rungs = list(dict.fromkeys([card.earlier_rung, *rungs]))

    class OfCard(RedProposalForm):
        def __init__(self, *args, **words):
            super().__init__(*args, rungs=rungs, **words)

    return OfCard


class RedForm(forms.Form):
    """What the red card that follows a yellow one rests on."""

    facts = forms.CharField(label=_("Facts"), max_length=4000, widget=area(5, 4000))


class RectificationForm(forms.Form):
    rectification = forms.CharField(
        label=_("What was put right"), max_length=2000, widget=area(6, 2000),
        help_text=_("What was done, by whom, when, and where it can be seen. The case officer verifies it."),
    )  # fmt: skip


class VerdictForm(forms.Form):
    verdict = forms.CharField(label=_("What was verified"), max_length=400, widget=area(3, 400))


FORMS = {
    "serve-facts": ServeForm, "deliver": ServeForm, "state": StatementForm, "propose": proposal_form,
    "report": RectificationForm, "lift": VerdictForm, "send-back": ReasonForm, "drop": ReasonForm,
}  # fmt: skip
