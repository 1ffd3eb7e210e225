"""What is typed into batches of honours."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.common import NothingForm, ReasonForm, area
from cases.models import Honouree
from cases.queries import honours as queries
from cases.services.honours import assessed
from cases.states.honours import HonoureeState, Opinion, Sort
from evaluations.models import Batch
from evaluations.states.bulletins import BatchState


class DrawForm(forms.Form):
    """By which criteria a batch is drawn."""

    sort = forms.ChoiceField(label=gettext_lazy("Kind of honour"), choices=Sort.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    scoring = forms.ModelChoiceField(label=gettext_lazy("Frozen quarter"), queryset=None)
    places = forms.IntegerField(
        label=gettext_lazy("At most this place in the peer group"), min_value=1, max_value=99, initial=3
    )
    minimum = forms.DecimalField(
        label=gettext_lazy("At least so many points"), min_value=0, max_value=100, decimal_places=2, initial=80
    )
    facts = forms.IntegerField(
        label=gettext_lazy("At least so many verified facts in the quarter"), min_value=0, max_value=99, initial=1
    )
    faster = forms.ModelChoiceField(
        label=gettext_lazy("Published list of faster projects"), queryset=None, required=False,
        help_text=gettext_lazy("Only who carried one of its projects in the quarter; needed for the second kind."),
    )  # fmt: skip

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.fields["scoring"].queryset = queries.frozen()
        self.fields["faster"].queryset = Batch.objects.filter(state=BatchState.PUBLISHED)


def candidates(honour):
    return Honouree.objects.filter(honour=honour, state=HonoureeState.CANDIDATE)


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"{row.name}（{row.unit}）"


def about(*given):
    """(request, batch) of the desk or (batch) of the page -> the batch."""
    return given[-1]


def take_out_form(*given):
    honour = about(*given)

    class TakeOutForm(ReasonForm):
        person = PersonChoice(label=gettext_lazy("Who"), queryset=candidates(honour).select_related("unit"))
        field_order = ("person", "reason")

    return TakeOutForm


class AddForm(ReasonForm):
    """Somebody added by hand."""

    cadre = PersonChoice(label=gettext_lazy("Who"), queryset=None)
    deeds = forms.CharField(label=gettext_lazy("Deeds"), max_length=500, required=False, widget=area(5, 500))
    field_order = ("cadre", "reason", "deeds")

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.fields["cadre"].queryset = assessed()


def deeds_form(*given):
    """A field a candidate, filled with what is there."""
    rows = list(candidates(about(*given)).select_related("unit"))
    fields = {
        f"deeds_{row.pk}": forms.CharField(
            label=f"{row.name}（{row.unit}）", max_length=500, required=False, widget=area(4, 500), initial=row.deeds
        )
        for row in rows
    }  # fmt: skip

    def clean(self):
        said = forms.Form.clean(self)
        return {"deeds": {row.pk: said.get(f"deeds_{row.pk}", "") for row in rows}}

    return type("DeedsForm", (forms.Form,), fields | {"clean": clean})


def opinion_form(*given):
    """The opinion of the commission: a choice and a note a candidate. What is left open is said to be clear by one
    tick, never by silence."""
    rows = list(candidates(about(*given)).select_related("unit"))
    choices = [("", "—"), *[pair for pair in Opinion.choices if pair[0]]]
    fields = {}
    for row in rows:
        name = f"{row.name}（{row.unit}）"
        fields[f"opinion_{row.pk}"] = forms.ChoiceField(label=name, choices=choices, required=False)
        fields[f"note_{row.pk}"] = forms.CharField(
            label=_("Note on %(name)s") % {"name": row.name}, max_length=200, required=False
        )
    fields["rest_clear"] = forms.BooleanField(
        label=gettext_lazy("Nothing is known against all those left open above"), required=False
    )

    def clean(self):
        said, found = forms.Form.clean(self), {}
        for row in rows:
            opinion = said.get(f"opinion_{row.pk}") or (Opinion.CLEAR if said.get("rest_clear") else "")
            note = said.get(f"note_{row.pk}", "")
            if not opinion:
                self.add_error(f"opinion_{row.pk}", _("Say something of %(name)s too.") % {"name": row.name})
            if opinion == Opinion.ADVERSE and not note.strip():
                self.add_error(
                    f"note_{row.pk}", _("Say why %(name)s should not be honoured.") % {"name": row.name}
                )  # fmt: skip
            found[row.pk] = (opinion, note)
        return {"opinions": found}

    return type("OpinionForm", (forms.Form,), fields | {"clean": clean})


def objection_form(*given):
    honour = about(*given)

    class ObjectionForm(forms.Form):
        about = PersonChoice(
            label=gettext_lazy("About whom"), queryset=candidates(honour).select_related("unit"), required=False,
            empty_label=gettext_lazy("the list as a whole"),
        )  # fmt: skip
        claim = forms.CharField(
            label=gettext_lazy("Objection"), max_length=1000, widget=area(6, 1000),
            help_text=gettext_lazy("What is wrong, and how it can be checked. Your name is seen by the cadre section."),
        )  # fmt: skip

    return ObjectionForm


class ObjectionChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"#{row.pk} {row.about.name if row.about_id else _('the list as a whole')}: {row.claim[:60]}"


def answer_form(*given):
    honour = about(*given)

    class AnswerForm(forms.Form):
        objection = ObjectionChoice(
            label=gettext_lazy("Objection"), queryset=queries.open_objections(honour).select_related("about")
        )
        verdict = forms.ChoiceField(
            label=gettext_lazy("What was found"),
            choices=[
                ("", "—"), ("reject", gettext_lazy("not right: the list stays")),
                ("uphold", gettext_lazy("right: whom it is about is taken out")),
            ],
        )  # fmt: skip
        answer = forms.CharField(label=gettext_lazy("Answer"), max_length=500, widget=area(4, 500))

    return AnswerForm


class ProposalForm(forms.Form):
    proposal = forms.CharField(label=gettext_lazy("Reasoned proposal"), max_length=4000, widget=area(6, 4000))


FORMS = {
    "opine": opinion_form, "propose": ProposalForm, "drop": ReasonForm,
    "ask-opinion": NothingForm, "show": NothingForm, "publish": NothingForm,
}  # fmt: skip
