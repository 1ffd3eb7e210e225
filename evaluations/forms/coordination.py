"""What people type on a coordination slip."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from projects.states import Addressee, ProgrammeState, Stage
from zhangdian.burden.registry import declare

OVER = (Stage.ACCEPTED, Stage.WITHDRAWN)
# As many as a phone can bear in one list; for others the form is opened on the page of the project.
MOST = 300


COORDINATION = declare(
    "coordination", _("Coordination slip"), least=1, most=3, path="/coordination/raise/",
    purpose=_("to have somebody above the site loosen what is stuck"),
    basis=_("measures of the district on reporting from key projects"),
    reuse=_("cockpit, the week's page, the monthly bulletin"),
)  # fmt: skip


ANSWER = declare(
    "coordination.answer", _("Answer to a coordination slip"), least=1, most=1, path="/coordination/",
    purpose=_("to tell those who raised it what was loosened"),
    basis=_("measures of the district on reporting from key projects"),
    reuse=_("cockpit, the week's page"),
)  # fmt: skip


class RaiseForm(forms.Form):
    """Which project, what is to be coordinated, and by whom."""

    project = forms.ModelChoiceField(label=_("project"), queryset=Project.objects.none(), empty_label=_("choose"))
    matter = forms.CharField(
        label=_("matter to coordinate"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is stuck, who could loosen it, until when it is needed."),
    )  # fmt: skip
    addressed_to = forms.ChoiceField(
        label=_("addressed to"), choices=Addressee.choices, widget=forms.RadioSelect, initial=Addressee.UNIT,
        help_text=_("The responsible unit begins at level 1; the supporting leader is level 3."),
    )  # fmt: skip

    def __init__(self, *args, projects, **kwargs):
        super().__init__(*args, **kwargs)
        running = projects.filter(programme__state=ProgrammeState.RUNNING).exclude(state__in=OVER)
        keys = list(running.order_by("code", "pk").values_list("pk", flat=True)[:MOST])
        asked = (self.data.get("project") if self.is_bound else None) or self.initial.get("project")
        if str(asked or "").isdigit():
            keys.append(int(asked))
        self.fields["project"].queryset = projects.filter(pk__in=keys).order_by("code", "pk")
