"""What waits for a person on the home page; a constant number of statements by role."""

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.states import Role
from cadres.models import Unit, in_force
from projects.models import BranchMember, DailyReport, Light, Project, ProjectUnit, Responsibility, Standing
from projects.queries.cockpit import dress, summary
from projects.queries.scope import sees_district
from projects.rules import periods
from projects.states import LightState, PersonRole, ReportState, UnitRole
from zhangdian import gathered
from zhangdian.waiting import Wait

MOST_OWN = 60


def own_standings(user, day):
    """The standings of the projects that concern `user`, written out; none for the offices, who see all of them."""
    if sees_district(user):
        return []
    return dress(list(Standing.objects.visible_to(user, day)[:MOST_OWN]), day)


HEADS = {UnitRole.RESPONSIBLE: PersonRole.UNIT_HEAD, UnitRole.SUPPORT: PersonRole.SUPPORT_HEAD}


def stands_as(user, day):
    """(person roles, is secretary of a site branch) in which projects concern `user` on `day`; one statement."""
    headed = Unit.objects.headed_by(user, day).values("pk")
    found = gathered.rows(
        carried=Responsibility.objects.filter(in_force(day), cadre__user=user).values_list("role").distinct(),
        headed=ProjectUnit.objects.filter(in_force(day), unit__in=headed).values_list("role").distinct(),
        kept=BranchMember.objects.filter(in_force(day), cadre__user=user, is_secretary=True).values_list("pk")[:1],
    )
    roles = {role for (role,) in found["carried"]} | {HEADS[role] for (role,) in found["headed"] if role in HEADS}
    return [role for role in PersonRole if role in roles], bool(found["kept"])


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
    return Wait(rows, _("reports to read and approve"), f"/daily-reports/review/?since={since}&unread=1")


def for_planner(day, at):
    """What waits for the key project office: lights of closed months, what is missing today."""
    last = periods.add_months(periods.first_day(periods.MONTH, day), -1)
    return [
        Wait(
            Light.objects.filter(month=last, state=LightState.COMPUTED), _("lights of last month to confirm"),
            f"/lights/?of={periods.name(periods.MONTH, last)}&state={LightState.COMPUTED}", urgent=True, stays=True,
        ),
        missing_today(day, at),
    ]  # fmt: skip


def missing_today(day, at):
    """What has not come in today though its cut-off has passed."""
    rows = DailyReport.objects.filter(day=day, state=ReportState.OPEN, due_at__lte=at)
    return Wait(rows, _("reports missing today"), f"/daily-reports/review/?day={day}", urgent=True, stays=True)


def for_leader(user, day):
    """What changed on the projects that `user` carries as supporting leader."""
    mine = Project.objects.carried_by(user, day, PersonRole.LEADER).order_by().values("pk")
    worse = Standing.objects.filter(project__in=mine).exclude(week_colour="").exclude(week_colour=F("colour"))
    return [Wait(worse, _("lights changed on projects you support"), "/cockpit/?only=changed", stays=True)]


def district(user, day):
    """(tallies by light, number of projects) of what `user` may see; one statement."""
    tallies, total, _changed = summary(Standing.objects.visible_to(user, day))
    return tallies, total


def waits(user, day, at):
    """What may wait for `user` by the roles held: [Wait]."""
    found = []
    if user.has_role(Role.LEADER):
        found += for_leader(user, day)
    if user.has_role(Role.PLANNER):
        found += for_planner(day, at)
    elif user.has_role(Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR):
        found.append(missing_today(day, at))
    return found
