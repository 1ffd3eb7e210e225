"""The acts by which the people and the milestones of a project are settled: who may, what is asked, what is done.

The desk shows them as buttons; the heads of responsible units have a page of their own for them.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.forms import desk as forms
from projects.forms.plans import PlanForm, as_stored
from projects.permissions.roster import keeps_roster, settles_people
from projects.services import milestones, plans, responsibilities
from zhangdian.desk.moves import Act


def hand_over(project, *, responsibility, cadre, **words):
    return responsibilities.hand_over(responsibility, cadre, **words)


def stand_in(project, *, responsibility, cadre, **words):
    return responsibilities.stand_in(responsibility, cadre, **words)


def end_stand_in(project, *, stand_in, **words):
    return responsibilities.end_stand_in(stand_in, **words)


def reach(project, *, milestone, **words):
    return milestones.reach(milestone, **words)


def not_reached(project, *, milestone, **words):
    return milestones.take_back(milestone, **words)


def accept_excuse(project, *, milestone, **words):
    return milestones.accept_excuse(milestone, **words)


HAND_OVER = Act(
    "hand-over", gettext_lazy("Hand over"), settles_people, forms.HandOverForm.of, hand_over,
    says=lambda project: _("A post on “%(thing)s” passes to a successor from a day on.") % {"thing": project},
    initial=lambda project: {"on": timezone.localdate()},
)  # fmt: skip
STAND_IN = Act(
    "stand-in", gettext_lazy("Stand in"), settles_people, forms.StandInForm.of, stand_in,
    says=lambda project: _("Somebody carries a post on “%(thing)s” for some days.") % {"thing": project},
    initial=lambda project: {"from_on": timezone.localdate()},
)  # fmt: skip
END_STAND_IN = Act(
    "end-stand-in", gettext_lazy("End a standing-in early"), settles_people, forms.EndStandInForm.of, end_stand_in,
    says=lambda project: _("Who stands in on “%(thing)s” does so up to an earlier day.") % {"thing": project},
    initial=lambda project: {"on": timezone.localdate()},
)  # fmt: skip
REACH = Act(
    "reach", gettext_lazy("Milestone reached"), settles_people, forms.ReachForm.of, reach,
    says=lambda project: _("A milestone of “%(thing)s” is noted as reached.") % {"thing": project},
    initial=lambda project: {"on": timezone.localdate()},
)  # fmt: skip
NOT_REACHED = Act(
    "not-reached", gettext_lazy("Milestone not reached after all"), settles_people, forms.NotReachedForm.of,
    not_reached,
    says=lambda project: _("A milestone of “%(thing)s” was noted as reached by mistake.") % {"thing": project},
)  # fmt: skip
ACCEPT_EXCUSE = Act(
    "accept-excuse", gettext_lazy("Accept the reason for delay"), keeps_roster, forms.ExcuseForm.of, accept_excuse,
    says=lambda project: _("A milestone of “%(thing)s” turns no light while the reason holds.") % {"thing": project},
)  # fmt: skip
PLAN = Act(
    "plan", gettext_lazy("Plan of the year"), keeps_roster, PlanForm.of, plans.set_year,
    says=lambda project: _("The plan of “%(thing)s” for %(year)s, month by month.")
    % {"thing": project, "year": project.programme.year},
    initial=as_stored,
)  # fmt: skip
ACTS = (HAND_OVER, STAND_IN, END_STAND_IN, REACH, NOT_REACHED, ACCEPT_EXCUSE)
