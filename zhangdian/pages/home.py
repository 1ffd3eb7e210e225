"""Home, by role."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Feedback
from accounts.states import Administrator, FeedbackState, Role
from cadres import queries as cadres
from evaluations.queries import bulletins, reviews, tally, teams, week
from evaluations.queries import coordination as slips
from projects.queries import day as days
from projects.queries import home as queries
from projects.queries.home import Line
from projects.queries.scope import sees_district
from projects.views.day import left
from zhangdian.calendar.rules import is_estimated
from zhangdian.engine import watch
from zhangdian.notices import queries as notices
from zhangdian.pages import nav

STAFF = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR)


@login_required
def home(request):
    """What the person must do or know today."""
    at = timezone.now()
    day = timezone.localdate(at)
    user = request.user
    if user.administrator:
        return render(request, "pages/home_administrator.html", {"day": day, **for_administrator(user, at)})
    parts = {"day": day, "warnings": [], "lines": queries.lines_for(user, day, at)}
    page = days.liaison_day(user, day=day, at=at)
    if page.today or page.owed:
        parts |= {"liaison": page, "left": left(page.due_at, at)}
    parts["standings"] = queries.own_standings(user, day)
    if parts["standings"]:
        roles, is_secretary = queries.stands_as(user, day)
        parts["stands_as"] = queries.role_words(roles, is_secretary)
    if parts["standings"] and not parts.get("liaison"):
        parts["lines"] += [line for line in queries.to_review(user, day) if line.count]
    parts["lines"] += slips.lines_for(user, day, at)
    parts["lines"] += key_line(user)
    if sees_district(user):
        parts["tallies"], parts["total"] = queries.district(user, day)
    parts["lines"] += teams.lines_for(user, day, at)
    if user.has_role(Role.SUPERVISOR, Role.TEAM) or parts["standings"] or not user.role_set:
        parts["lines"] += week.lines(user, day, at)
    if user.has_role(Role.OFFICE, Role.DIRECTOR):
        parts["lines"].append(feedback_line())
        parts["lines"] += [line for line in [reviews_line(user)] if line.count]
    reminded = notices.open_count(user)
    if reminded and not parts.get("liaison"):
        parts["lines"].append(Line(reminded, _("things not settled yet of which you were reminded"), "/notices/"))
    parts["lines"] += [Line(*found) for found in bulletins.waiting(user, day)]
    if user.has_role(*STAFF):
        parts["warnings"] = warnings(day, at)
    parts["cadre"] = None if user.role_set or parts["standings"] else cadres.cadre_of(user)
    return render(request, "pages/home.html", parts)


def key_line(user):
    """What waits for an officer of the discipline commission who keeps a key of a review's urns. The cadre section and
    its leaders are told by the bell and on /reviews/, where their other work on reviews stands."""
    waiting = len(reviews.duties_of(user)) if user.has_role(Role.DISCIPLINE) else 0
    return [Line(waiting, _("reviews that wait for your key"), "/reviews/")] if waiting else []


def feedback_line():
    """Complaints and suggestions that wait for an answer."""
    waiting = Feedback.objects.filter(state__in=[FeedbackState.RECEIVED, FeedbackState.ACCEPTED]).count()
    path = "/feedback/" if nav.leads_somewhere("/feedback/") else "/admin/accounts/feedback/"
    return Line(waiting, _("complaints and suggestions to answer"), path)


def reviews_line(user):
    """Reviews whose urns are open and whose results are not out yet."""
    return Line(tally.to_handle(user), _("reviews to count, check, decide or publish"), "/reviews/")


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
