"""The ladder of the daily report: what is owed, and to whom it is told."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.models import Appointment, in_force
from projects import options
from projects.models import DailyReport, ProjectUnit, Responsibility
from projects.rules.day import catch_up_day
from projects.rules.reminders import KIND, key_of, owed_from, project_key
from projects.states import PersonRole, ProgrammeState, ReportState, UnitRole
from zhangdian.calendar.queries import calendar
from zhangdian.notices import queries as notice_queries
from zhangdian.notices import registry
from zhangdian.notices import services as notices
from zhangdian.notices.rules import Owed
from zhangdian.options import queries as settings

LIAISON, HEAD, PLANNER, LEADER = "liaison", "unit_head", "planner", "leader"
# Days after which a report that never came is no longer reminded of; the figures keep it as missing.
LOOK_BACK = timedelta(days=30)


def declare():
    """The ladder of the field's rules: liaison an hour before and at due, then 1, 2 and 3 working days up."""
    registry.declare(
        KIND,
        gettext_lazy("Daily report"),
        who={
            LIAISON: PersonRole.LIAISON.label,
            HEAD: PersonRole.UNIT_HEAD.label,
            PLANNER: Role.PLANNER.label,
            LEADER: PersonRole.LEADER.label,
        },
        rungs=[(0, LIAISON, -60), (0, LIAISON), (1, HEAD), (2, PLANNER), (3, LEADER)],
        settled=settled,
    )


def owed_reports(at):
    """Reports still to be handed in, or handed in again, of running programmes, within LOOK_BACK."""
    return (
        DailyReport.objects.owed()
        .filter(
            day__gte=timezone.localdate(at) - LOOK_BACK,
            project__programme__state=ProgrammeState.RUNNING,
        )
        .select_related("project")
        .order_by("due_at", "pk")
    )


def settled(keys):
    """The keys among `keys` that are no longer owed: handed in, excused, returned or asked for anew."""
    reports = {int(key.partition(".")[0]): key for key in keys}
    rows = DailyReport.objects.owed().filter(pk__in=reports)
    still = {key_of(row) for row in rows.only("pk", "version", "asked_again_at")}
    return set(keys) - still


def title_of(report):
    """What is said inside the house."""
    words = {"project": report.project, "day": date_format(report.day, "MONTH_DAY_FORMAT")}
    if report.state == ReportState.RETURNED:
        return _("%(project)s: the report of %(day)s was returned and is to be handed in again") % words
    return _("%(project)s: the report of %(day)s is to be handed in") % words


def climb_reports(at):
    """Remind of every report that is owed; returns what `climb` did."""
    rows = _within_reach(list(owed_reports(at)), at)
    project_of = {key_of(row): row.project_id for row in rows}
    owed = [
        Owed(
            key_of(row), owed_from(row), title_of(row), row.get_absolute_url(), (project_key(row.project_id),),
        )
        for row in rows
    ]  # fmt: skip
    day = timezone.localdate(at)

    def people(who, keys):
        found = people_of(who, {project_of[key] for key in keys}, day)
        return {key: found.get(project_of[key], []) for key in keys}

    result = notices.climb(KIND, owed, people, at=at)
    notices.reconcile(KIND, project_of, at=at)
    return result


def _within_reach(rows, at):
    """`rows` without those that can no longer be handed in and whose ladder has come to its end: nobody can do more
    about them by being reminded. What was held is kept, as its ladder came later."""
    day, working = timezone.localdate(at), calendar()
    weekday = settings.value(options.CATCH_UP, day)
    steps = notice_queries.longest(KIND) + 1
    holds = notice_queries.holds(KIND, at - LOOK_BACK)

    def reachable(row):
        if row.state == ReportState.RETURNED or day <= catch_up_day(row.day, weekday):
            return True
        under = (key_of(row), project_key(row.project_id), "")
        begun = max(row.day, timezone.localdate(owed_from(row)))
        return day <= working.add(begun, steps) or any(held.key in under and held.last >= row.day for held in holds)

    return [row for row in rows if reachable(row)]


def people_of(who, projects, day):
    """{project key: [user, …]} of those who are told on `day`; one or two statements whatever the number."""
    if who == PLANNER:
        office = list(User.objects.with_role(Role.PLANNER))
        return dict.fromkeys(projects, office)
    role = {LIAISON: PersonRole.LIAISON, HEAD: PersonRole.UNIT_HEAD, LEADER: PersonRole.LEADER}[who]
    found = defaultdict(list)
    rows = Responsibility.objects.filter(in_force(day), project__in=projects, role=role, cadre__user__is_active=True)
    for row in rows.select_related("cadre__user"):
        found[row.project_id].append(row.cadre.user)
    if who == HEAD:
        _add_heads(found, set(projects) - set(found), day)
    return found


def _add_heads(found, projects, day):
    """Where nobody is named head on the project: who leads its responsible unit."""
    if not projects:
        return
    units = dict(
        ProjectUnit.objects.filter(in_force(day), project__in=projects, role=UnitRole.RESPONSIBLE).values_list(
            "project", "unit"
        )
    )
    heads = defaultdict(list)
    rows = Appointment.objects.filter(
        in_force(day), unit__in=set(units.values()), is_head=True, cadre__user__is_active=True
    )
    for row in rows.select_related("cadre__user"):
        heads[row.unit_id].append(row.cadre.user)
    for project, unit in units.items():
        found[project] = heads[unit]
