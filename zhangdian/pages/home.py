"""Home, by role."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Feedback
from accounts.states import Administrator, FeedbackState, Role
from cadres import queries as cadres
from cases.queries import decisions
from cases.queries import lists as cases
from cases.queries.adjustment import posts_owed
from evaluations.queries import bulletins, reviews, scores, tally, teams, week
from evaluations.queries import coordination as slips
from projects.queries import day as days
from projects.queries import home as queries
from projects.queries.scope import sees_district
from projects.views.day import left
from zhangdian import waiting
from zhangdian.calendar.rules import is_estimated
from zhangdian.engine import watch
from zhangdian.notices import queries as notices
from zhangdian.pages import nav
from zhangdian.waiting import Line, Wait

STAFF = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR)


@login_required
def home(request):
    """What the person must do or know today."""
    at = timezone.now()
    day = timezone.localdate(at)
    user = request.user
    if user.administrator:
        return render(request, "pages/home_administrator.html", {"day": day, **for_administrator(user, at)})
    parts = {"day": day, "warnings": [], "standings": queries.own_standings(user, day)}
    page = days.liaison_day(user, day=day, at=at)
    if page.today or page.owed:
        parts |= {"liaison": page, "left": left(page.due_at, at)}
    if parts["standings"]:
        parts["stands_as"] = queries.role_words(*queries.stands_as(user, day))
    if sees_district(user):
        parts["tallies"], parts["total"] = queries.district(user, day)
    is_on_projects, reports = bool(parts["standings"]), bool(parts.get("liaison"))
    parts["lines"] = waiting.lines(waits(user, day, at, is_on_projects=is_on_projects, reports=reports))
    if user.has_role(*STAFF):
        parts["warnings"] = warnings(day, at)
    nothing = not (user.role_set or is_on_projects or parts["lines"])
    parts["cadre"] = cadres.cadre_of(user) if nothing else None
    return render(request, "pages/home.html", parts)


def waits(user, day, at, *, is_on_projects, reports):
    """All that may wait for `user`, floor by floor: [Wait | Line]. is_on_projects: does one of them concern the user;
    reports: is a report of the own to be written."""
    found = queries.waits(user, day, at)
    if is_on_projects and not reports:
        found.append(queries.to_review(user, day))
    found += slips.lines_for(user, day, at)
    found += key_line(user)
    found += teams.waits(user, day, at)
    if user.has_role(Role.SUPERVISOR, Role.TEAM) or is_on_projects or not user.role_set:
        found += week.waits(user, day, at)
    if user.has_role(Role.OFFICE, Role.DIRECTOR):
        found.append(feedback_wait())
        words = _("reviews to count, check, decide or publish")
        found.append(Wait(tally.to_handle(user), words, "/reviews/"))
    if not reports:
        words = _("things not settled yet of which you were reminded")
        found.append(Wait(notices.open_things(user), words, "/notices/"))
    if user.has_role(Role.OFFICE):
        words = _("posts to settle after a revoked adjustment")
        found.append(Wait(posts_owed().filter(handler=user), words, "/cases/?kind=adjustment&state=REVOKED&mine=1"))
    # Not a heap of work but a matter of one's own: it presses until it is over.
    found.append(Wait(cases.concerning(user, day), _("cases that concern you"), "/cases/", urgent=True))
    return found + bulletins.waits(user, day) + scores.waits(user, day) + decisions.waits(user, day)


def key_line(user):
    """What waits for an officer of the discipline commission who keeps a key of a review's urns. The cadre section and
    its leaders are told by the bell and on /reviews/, where their other work on reviews stands."""
    keys = len(reviews.duties_of(user)) if user.has_role(Role.DISCIPLINE) else 0
    return [Line(keys, _("reviews that wait for your key"), "/reviews/")] if keys else []


def feedback_wait():
    """Complaints and suggestions that wait for an answer."""
    rows = Feedback.objects.filter(state__in=[FeedbackState.RECEIVED, FeedbackState.ACCEPTED])
    path = "/feedback/" if nav.leads_somewhere("/feedback/") else "/admin/accounts/feedback/"
    return Wait(rows, _("complaints and suggestions to answer"), path, stays=True)


def warnings(day, at):
    """Sentences about what is not as it should be: a silent engine, a calendar that is only estimated."""
    found = [*watch.engine(at), *watch.post(at)]
    for year in sorted({day.year, (day + timedelta(days=45)).year}):
        if is_estimated(year):
            found.append(
                _("The official calendar of %(year)d is not known yet: its days off are an estimate. "
                  "Enter the days of the official notice on the work desk when it is out.") % {"year": year}
            )  # fmt: skip
    return found


def for_administrator(user, at):
    """The administrators' ways: no business data, only what each of the three is there for."""
    system = user.administrator == Administrator.SYSTEM
    return {
        "warnings": [*watch.engine(at), *watch.post(at)] if system else [],
        "kind": user.get_administrator_display(),
    }
