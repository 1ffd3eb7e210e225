"""What waits for a person on the home page; a constant number of statements by role."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.states import Role
from cadres.models import Unit, in_force
from projects.models import BranchMember, DailyReport, Light, Project, ProjectUnit, Responsibility, Standing
from projects.queries.cockpit import dress, summary
from projects.queries.scope import sees_district
from projects.rules import periods
from projects.states import LightState, PersonRole, ReportState, UnitRole

MOST_OWN = 60


@dataclass(frozen=True)
class Line:
    """Something that waits: how much of it, in words, and the list behind it."""

    count: int
    words: str
    path: str
    is_urgent: bool = False


def own_standings(user, day):
    """The standings of the projects that concern `user`, written out; none for the offices, who see all of them."""
    if sees_district(user):
        return []
    return dress(list(Standing.objects.visible_to(user, day)[:MOST_OWN]), day)


HEADS = {UnitRole.RESPONSIBLE: PersonRole.UNIT_HEAD, UnitRole.SUPPORT: PersonRole.SUPPORT_HEAD}


def stands_as(user, day):
    """(person roles, is secretary of a site branch) in which projects concern `user` on `day`; three statements."""
    roles = set(Responsibility.objects.filter(in_force(day), cadre__user=user).values_list("role", flat=True))
    headed = ProjectUnit.objects.filter(in_force(day), unit__in=Unit.objects.headed_by(user, day).values("pk"))
    roles |= {HEADS[role] for role in headed.values_list("role", flat=True) if role in HEADS}
    secretary = BranchMember.objects.filter(in_force(day), cadre__user=user, is_secretary=True).exists()
    return [role for role in PersonRole if role in roles], secretary


def role_words(roles, is_secretary):
    """What `stands_as` says, as a person reads it."""
    words = [str(role.label) for role in roles]
    return words + [_("Site branch secretary")] if is_secretary else words


def to_review(user, day):
    """Reports of the last days that came in, are unread and stand before `user` as their reviewer."""
    since = periods.add_months(day, -1)
    rows = DailyReport.objects.standing(user, day).filter(
        state=ReportState.SUBMITTED, read_at__isnull=True, reviews=True, day__gte=since
    )
    return [Line(rows.count(), _("reports to read and approve"), f"/daily-reports/review/?since={since}&unread=1")]


def for_planner(user, day, at):
    """What waits for the key project office: lights of closed months, what is missing today."""
    month = periods.first_day(periods.MONTH, day)
    last = periods.add_months(month, -1)
    unconfirmed = Light.objects.filter(month=last, state=LightState.COMPUTED).count()
    return [
        Line(
            unconfirmed, _("lights of last month to confirm"),
            f"/lights/?of={periods.name(periods.MONTH, last)}&state={LightState.COMPUTED}", unconfirmed > 0,
        ),
        missing_today(day, at),
    ]  # fmt: skip


def missing_today(day, at):
    """What has not come in today though its cut-off has passed."""
    count = DailyReport.objects.filter(day=day, state=ReportState.OPEN, due_at__lte=at).count()
    return Line(count, _("reports missing today"), f"/daily-reports/review/?day={day}", count > 0)


def for_leader(user, day):
    """What changed on the projects that `user` carries as supporting leader."""
    mine = Project.objects.carried_by(user, day, PersonRole.LEADER).order_by().values("pk")
    worse = Standing.objects.filter(project__in=mine).exclude(week_colour="").exclude(week_colour=F("colour"))
    return [Line(worse.count(), _("lights changed on projects you support"), "/cockpit/?only=changed")]


def district(user, day):
    """(tallies by light, number of projects) of what `user` may see; one statement."""
    tallies, total, _changed = summary(Standing.objects.visible_to(user, day))
    return tallies, total


def lines_for(user, day, at):
    """The lines of every role that `user` holds; (lines, whether there is a review list)."""
    lines = []
    if user.has_role(Role.LEADER):
        lines += for_leader(user, day)
    if user.has_role(Role.PLANNER):
        lines += for_planner(user, day, at)
    elif user.has_role(Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR):
        lines.append(missing_today(day, at))
    return lines
