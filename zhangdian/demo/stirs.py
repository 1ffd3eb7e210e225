"""Lights that change in the demo's last week, so that pages have a change to tell."""

from datetime import timedelta

from projects.rules.periods import add_months
from projects.states import Stage

STIRS = ("missed", "reached", "overdue", "missed")


def chosen(works):
    """The works whose light changes: in construction and on their plan otherwise."""
    steady = [work for work in works[4:] if work.project.state == Stage.BUILDING and work.pace > 0.9]
    return steady[3::11][: len(STIRS)]


def stir(number, work, due, day):
    """Let a project's light change this week: one milestone just missed, just reached late, or missed for too long."""
    milestone = due[-1] if due else work.milestones[0]
    for earlier in due[:-1]:
        earlier.done_on = earlier.done_on or earlier.planned_on
    sunday = day - timedelta(days=day.weekday() + 1)  # last week's lights are those of its last day
    fresh = max(sunday + timedelta(days=1), day - timedelta(days=1))
    milestone.done_on, milestone.evidence = None, ""
    match STIRS[number]:
        case "missed":
            milestone.planned_on = max(sunday, day - timedelta(days=2))
        case "reached":
            milestone.planned_on = sunday - timedelta(days=17)
            milestone.done_on, milestone.evidence = fresh, "现场核查表"
        case "overdue":
            milestone.planned_on = add_months(fresh, -3)
