"""Who may do what with a day's report. How a person stands to it is read by `DailyReport.objects.standing`."""

from accounts.states import Role
from projects.models.roster import SEES_ALL, concerning
from projects.rules import day as rules
from projects.states import ReportState
from zhangdian.desk.permissions import allow, stands


def _stands(user, report, how):
    return stands(user, report, how, report.day)


def may_report(user, report):
    """The project's liaison, or who stands in for the liaison, hands in and revises."""
    return _stands(user, report, "speaks")


def may_fill(user, report, at):
    """Can `user` write in the report now: hand it in, or take it back for changes?"""
    if not may_report(user, report):
        return False
    if report.state in (ReportState.OPEN, ReportState.RETURNED):
        return True
    return report.state == ReportState.SUBMITTED and at < rules.open_until(report.due_at, report.return_due_at)


def may_review(user, report):
    """Head or leader in charge of the responsible unit; never of a report with an own version in it."""
    return report.reporter_id != user.pk and _stands(user, report, "reviews") and not _stands(user, report, "wrote")


def may_exempt(user, report):
    """The key project office excuses a day."""
    return user.has_role(Role.PLANNER)


def may_see_wall(user, day):
    """Every member of a project group, and the offices; none of the three administrators."""
    if user.administrator or not user.is_active:
        return False
    return bool(user.role_set) or bool(list(concerning(user, day)[:1]))


def may_see_missing(user):
    """Does `user` see what is missing everywhere? Others see it for what concerns them only."""
    return user.has_role(*SEES_ALL)


def reads_reports(user, report=None):
    """The offices that read every project look at the reports on the desk."""
    return user.has_role(*SEES_ALL)


allow("projects.dailyreport", view=reads_reports)
