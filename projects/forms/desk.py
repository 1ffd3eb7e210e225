"""Forms of the acts on the desk of projects."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.models import Cadre
from projects.models import Milestone, Programme, Responsibility
from projects.permissions.roster import keeps_roster, posts_settled_by
from projects.queries import people as queries
from projects.states import ProgrammeState


def day_field(label):
    """A day, picked on the device's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class _OfProject(forms.Form):
    """A form whose choices are rows of one project, as far as one person settles them."""

    project = user = day = None

    @classmethod
    def of(cls, request, project):
        """The form class for a project: what the desk asks for."""
        known = {"project": project, "user": request.user, "day": timezone.localdate()}
        return type(cls.__name__, (cls,), known)


class _OfPost(_OfProject):
    """Asks which post of the project it is about; who stands in for somebody holds none."""

    responsibility = forms.ModelChoiceField(label=_("post"), queryset=Responsibility.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsibility"].queryset = posts_settled_by(self.user, self.project).filter(
            stands_in_for__isnull=True
        )
        if not keeps_roster(self.user):
            self.fields["cadre"].queryset = queries.of_its_units(self.project, self.day)


class HandOverForm(_OfPost):
    """Which post, to whom, from when."""

    cadre = forms.ModelChoiceField(label=_("successor"), queryset=Cadre.objects.serving())
    on = day_field(_("from"))
    reason = forms.CharField(label=_("reason"), max_length=400, required=False)


class StandInForm(_OfPost):
    """Who stands in for whom, on which days."""

    cadre = forms.ModelChoiceField(label=_("stand-in"), queryset=Cadre.objects.serving())
    from_on = day_field(_("from"))
    until_on = day_field(_("until"))
    reason = forms.CharField(label=_("reason"), max_length=400, required=False)


class EndStandInForm(_OfProject):
    """Which standing-in ends, and with which day."""

    stand_in = forms.ModelChoiceField(label=_("stand-in"), queryset=Responsibility.objects.none())
    on = day_field(_("last day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = posts_settled_by(self.user, self.project).filter(
            stands_in_for__isnull=False, until_on__gte=self.day
        )


class ReachForm(_OfProject):
    """Which milestone was reached, on which day, and what shows it."""

    milestone = forms.ModelChoiceField(label=_("milestone"), queryset=Milestone.objects.none())
    on = day_field(_("reached on"))
    evidence = forms.CharField(label=_("evidence"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.filter(project=self.project, done_on__isnull=True)


class NotReachedForm(_OfProject):
    """Which milestone was noted as reached by mistake, and why."""

    milestone = forms.ModelChoiceField(label=_("milestone"), queryset=Milestone.objects.none())
    reason = forms.CharField(label=_("reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.filter(project=self.project, done_on__isnull=False)


class ExcuseForm(_OfProject):
    """For which milestone, which reason is accepted, and who gave it."""

    milestone = forms.ModelChoiceField(label=_("milestone"), queryset=Milestone.objects.none())
    excuse = forms.CharField(label=_("accepted reason for delay"), max_length=200)
    asked_by = forms.ModelChoiceField(label=_("asked for by"), queryset=Cadre.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.filter(project=self.project, done_on__isnull=True)
        self.fields["asked_by"].queryset = queries.of_its_units(self.project, self.day)


class RollOverForm(forms.Form):
    """Into which programme."""

    new = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.exclude(state=ProgrammeState.CLOSED).order_by("-year")
    )
