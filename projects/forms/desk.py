"""Forms of the acts on the desk of projects."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Cadre
from projects.models import Milestone, Programme, Responsibility
from projects.states import ProgrammeState


class _OfProject(forms.Form):
    """A form whose choices are rows of one project."""

    project = None

    @classmethod
    def of(cls, request, project):
        """The form class for a project: what the desk asks for."""
        return type(cls.__name__, (cls,), {"project": project})


class _OfPost(_OfProject):
    """Asks which post of the project it is about; who stands in for somebody holds none."""

    responsibility = forms.ModelChoiceField(label=_("post"), queryset=Responsibility.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsibility"].queryset = Responsibility.objects.filter(
            project=self.project, stands_in_for__isnull=True
        ).select_related("cadre")


class HandOverForm(_OfPost):
    """Which post, to whom, from when."""

    cadre = forms.ModelChoiceField(label=_("successor"), queryset=Cadre.objects.serving())
    on = forms.DateField(label=_("from"))
    reason = forms.CharField(label=_("reason"), max_length=400, required=False)


class StandInForm(_OfPost):
    """Who stands in for whom, on which days."""

    cadre = forms.ModelChoiceField(label=_("stand-in"), queryset=Cadre.objects.serving())
    from_on = forms.DateField(label=_("from"))
    until_on = forms.DateField(label=_("until"))
    reason = forms.CharField(label=_("reason"), max_length=400, required=False)


class ReachForm(_OfProject):
    """Which milestone was reached, on which day, and what shows it."""

    milestone = forms.ModelChoiceField(label=_("milestone"), queryset=Milestone.objects.none())
    on = forms.DateField(label=_("reached on"))
    evidence = forms.CharField(label=_("evidence"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.filter(project=self.project, done_on__isnull=True)


class ExcuseForm(_OfProject):
    """For which milestone, and which reason is accepted."""

    milestone = forms.ModelChoiceField(label=_("milestone"), queryset=Milestone.objects.none())
    excuse = forms.CharField(label=_("accepted reason for delay"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.filter(project=self.project)


class RollOverForm(forms.Form):
    """Into which programme."""

    new = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.exclude(state=ProgrammeState.CLOSED).order_by("-year")
    )
