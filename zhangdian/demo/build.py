"""Building the demo district, step by step, and saying where it stands."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cadres.models import Unit
from projects.models import Project
from zhangdian.calendar.queries import calendar
from zhangdian.demo import (
    adjustment,
    appeals,
    bulletins,
    burden,
    cards,
    coordination,
    days,
    district,
    figures,
    honours,
    margins,
    meetings,
    orders,
    pictures,
    reminders,
    rest,
    roster,
    rulesets,
    scores,
    teams,
    tolerance,
    voting,
    withdrawals,
)
from zhangdian.demo.clock import instant
from zhangdian.trail import services as trail
from zhangdian.trail.titles import numbered


def is_empty():
    """Is there nothing yet that a demo could stand in the way of?"""
    return not (User.objects.exists() or Unit.objects.exists() or Project.objects.exists())


@transaction.atomic
def load(*, at, length=365, projects=82, photos=24, say=lambda done, words: None):
    """Fill an empty database with `length` days of history that end at the instant `at`; returns what was made.

    say(share done, words) is called as it goes on.
    """
    day = timezone.localdate(at)
    first = day - timedelta(days=length)
    say(0.0, "单位与干部")
    margins.days_off(day)
    people = district.build(day)
    programme, works, lines = roster.build(people, day, first, projects)
    lines += [
        trail.line(
            thing,
            "begin_influence",
            actor=people.users["discipline"],
            at=instant(period.from_on, 9),
            reason=period.reason,
            title=numbered(thing),
        )
        for period in district.influence(people, day)
        for thing in (period, period.cadre)
    ]
    told, done, told_lines = days.build(
        people, works, calendar(), first, at, lambda ready: say(0.05 + 0.45 * ready / len(works), "每日报告")
    )
    say(0.6, "计划与反馈")
    roster.save_plans(works, done, day)
    lines += told_lines + margins.feedback(people, day)
    margins.notices(people, told, day, at)
    say(0.65, "照片")
    shots = pictures.build(told, photos, at)
    say(0.7, "数字与亮灯")
    lines += figures.build(people, first, at)
    say(0.75, "协调单")
    lines += coordination.build(told, at)
    lines += reminders.build(people, works, day, at)
    burden.build(day)
    say(0.77, "督查与督办")
    lines += orders.build(people, works, first, at)
    say(0.775, "月通报")
    told_months, papers = bulletins.build(people, first, at)
    lines += told_months
    say(0.78, "评议与计票")
    lines += voting.build(people, works, day)
    lines += teams.build(people, day, at)
    lines += rest.build(people, day)
    say(0.79, "计分")
    lines += scores.build(people, first, at)
    _record(lines, at, say)
    bulletins.publish(papers)
    rulesets.lay(people)
    cards.build(people, at)
    adjustment.build(people, day)
    honours.build(people, at)
    tolerance.build(people, at)
    appeals.build(people, day)
    withdrawals.build(people, at)
    rulesets.prepare_next(people, at)
    meetings.build(people, at)
    # What the moves of the cases wrote stands after the lines of the years before them.
    trail.seal(at=at)
    return {
        "units": len(people.units),
        "people": len(people.users),
        "projects": len(works),
        "reports": len(told),
        "photos": shots,
        "programme": programme,
    }


def _record(lines, at, say):
    """Write the trail in the order of time, sealed month by month."""
    lines = sorted((line for line in lines if line[0].at <= at), key=lambda line: line[0].at)
    parts = [list(group) for _month, group in groupby(lines, key=lambda line: (line[0].at.year, line[0].at.month))]
    for number, part in enumerate(parts, 1):
        trail.record_many(part)
        trail.seal(at=part[-1][0].at)
        say(0.8 + 0.2 * number / len(parts), "留痕与封存")
