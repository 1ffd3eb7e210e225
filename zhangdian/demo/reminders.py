"""Reminders of the demo: rungs, what is owed and was told, holds of every kind, ways out, a message that failed."""

from datetime import timedelta

from projects.rules.reminders import KIND, project_key
from projects.services.reminders import climb_reports
from projects.states import Stage
from zhangdian.calendar.queries import calendar
from zhangdian.demo.clock import instant
from zhangdian.notices import sealing, services
from zhangdian.notices.models import Cadence, Channel, Delivery, Hold, Rung
from zhangdian.notices.states import Cause, ChannelKind, Pace
from zhangdian.trail import services as trail

# Days of history that the ladder is climbed for again; what came in since is no longer owed.
DAYS = 4
HOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-0000-0000-000000000000"


def build(people, works, day, at):
    """Climb the last days' ladders and lay the rows beside them; returns trail lines."""
    services.lay_rungs()
    lines = holds(people, works, day)
    post = ways_out(people, at)
    # In a demo nothing leaves the house; afterwards the rungs name the way out that is not in use yet.
    for moment in moments(day, at):
        climb_reports(moment)
        services.tell_owed(moment + timedelta(minutes=5))
    Rung.objects.filter(kind=KIND, number__in=(2, 3, 4, 5)).update(channels=post.code)
    Cadence.objects.bulk_create(
        [
            Cadence(user=people.users["leader"], pace=Pace.DAILY, daily_at=instant(day, 8.5).time()),
            Cadence(
                user=people.users["unit"], pace=Pace.AT_ONCE, quiet_from=instant(day, 20).time(),
                quiet_until=instant(day, 7.5).time(),
            ),
        ]
    )  # fmt: skip
    return lines


def moments(day, at):
    """The wakes at the cut-offs of the last working days, and the last one before `at`."""
    working = calendar()
    found = [instant(working.add(day, -back), 18) for back in range(DAYS, 0, -1)]
    return [moment for moment in [*found, at - timedelta(minutes=6)] if moment < at]


def holds(people, works, day):
    """A hold that stands, one ended early, one long past over the whole district; returns their trail lines."""
    building = [work for work in works if work.project.state == Stage.BUILDING]
    planner, working = people.users["planner"], calendar()
    rows = []

    def hold(work, cause, reason, first, last, released_on=None):
        rows.append(
            Hold(
                kind=KIND, key=project_key(work.project.pk) if work else "", cause=cause, reason=reason, from_on=first,
                title=str(work.project) if work else "日报", until=last, at=instant(first, 8.3), by=planner,
                path=work.project.get_absolute_url() if work else "",
                released_at=instant(released_on, 9) if released_on else None,
                released_by=planner if released_on else None,
            )
        )  # fmt: skip

    autumn = day - timedelta(days=96)
    hold(None, Cause.WEATHER, "台风影响，全区在建项目停工两日", autumn, autumn + timedelta(days=1))
    if len(building) > 5:
        early = working.add(day, -12)
        hold(
            building[3],
            Cause.LEAVE,
            "联络员住院，接替人员到位前暂缓",
            early,
            working.add(early, 6),
            working.add(early, 3),
        )
        hold(building[5], Cause.ORDERED, "环保督查要求停工整改", working.add(day, -1), working.add(day, 4))
    Hold.objects.bulk_create(rows)
    lines = []
    for row in rows:
        lines.append(trail.line(row, "hold", actor=row.by, at=row.at, reason=row.reason))
        if row.released_at:
            lines.append(trail.line(row, "release", actor=row.released_by, at=row.released_at, reason="接替人员已到位"))
    return lines


def ways_out(people, at):
    """E-mail and a group, not in use: nothing of a demo leaves the house; and a message that could not be sent."""
    post = Channel.objects.create(code="email", name="电子邮件", kind=ChannelKind.EMAIL, is_active=False)
    Channel.objects.create(
        code="wecom", name="重点项目联络群", kind=ChannelKind.WECOM, address=sealing.seal(HOOK),
        host="https://qyapi.weixin.qq.com", mentions=True, is_active=False,
    )  # fmt: skip
    made = at - timedelta(days=2)
    Delivery.objects.bulk_create(
        [
            Delivery(
                channel=post, user=people.users["unit"], message_id="5d0c6d1e-0000-4000-8000-000000000001", at=made,
                items=2, attempts=8, next_at=made + timedelta(hours=4), failed_at=made + timedelta(hours=4),
                error="Connection refused",
            ),
            Delivery(
                channel=post, user=people.users["leader"], message_id="5d0c6d1e-0000-4000-8000-000000000002", at=made,
                items=1, attempts=1, next_at=made, sent_at=made,
            ),
        ]
    )  # fmt: skip
    return post
