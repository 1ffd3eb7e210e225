"""What stands beside the main road: days off, feedback in every state, notices."""

from datetime import timedelta

from accounts.models import Feedback
from accounts.states import FeedbackState
from projects.states import ReportState
from zhangdian.calendar.models import DayOff
from zhangdian.calendar.queries import calendar
from zhangdian.demo import words
from zhangdian.demo.clock import instant
from zhangdian.notices.models import Notice
from zhangdian.trail import services as trail


def days_off(day):
    """The district's own days: a stop for drill some months ago, and today a working day whatever the date."""
    official = calendar()
    drill = official.add(day - timedelta(days=100), 1)
    rows = [DayOff(day=drill, is_working=False, name="全区安全生产停工整训日")]
    if not official.is_working(day):
        rows.append(DayOff(day=day, is_working=True, name="重点项目集中攻坚日"))
    DayOff.objects.bulk_create(rows)


def feedback(district, day):
    """Complaints and suggestions: received, being handled, answered, closed; returns the trail lines."""
    office, authors = (
        district.users["office"],
        [district.users[name] for name in ("liaison", "unit", "branch", "cadre")],
    )
    states = [
        FeedbackState.CLOSED,
        FeedbackState.CLOSED,
        FeedbackState.ANSWERED,
        FeedbackState.ANSWERED,
        FeedbackState.CLOSED,
        FeedbackState.ACCEPTED,
        FeedbackState.RECEIVED,
        FeedbackState.RECEIVED,
    ]
    working, rows, steps = calendar(), [], []
    for number, ((subject, text, answer), state) in enumerate(zip(words.FEEDBACK, states, strict=True)):
        written = day - timedelta(days=(90, 64, 16, 9, 40, 4, 1, 0)[number])
        row = Feedback(
            author=authors[number % len(authors)],
            subject=subject,
            text=text,
            created_at=instant(written, 6.5 + number / 9),
            due_on=working.add(written, 10),
            state=state,
        )
        moves = []
        if state != FeedbackState.RECEIVED:
            row.handler = office
            moves.append(("accept", office, instant(written + timedelta(days=1), 9.2), "RECEIVED", "ACCEPTED"))
        if state in (FeedbackState.ANSWERED, FeedbackState.CLOSED):
            row.answer, row.answered_at = answer, instant(written + timedelta(days=4), 15.4)
            moves.append(("answer", office, row.answered_at, "ACCEPTED", "ANSWERED"))
        if state == FeedbackState.CLOSED:
            moves.append(("close", row.author, instant(written + timedelta(days=6), 8.8), "ANSWERED", "CLOSED"))
        rows.append(row)
        steps.append(moves)
    Feedback.objects.bulk_create(rows)
    return [
        trail.line(row, verb, actor=actor, at=at, from_state=source, to_state=target)
        for row, moves in zip(rows, steps, strict=True)
        for verb, actor, at, source, target in moves
    ]


def notices(district, told, day, at):
    """What the bell shows: returned reports, reports to read, answers; a few of them unread."""
    rows = []

    def tell(user, kind, key, title, path, when, read=False):
        if when <= at:
            rows.append(
                Notice(
                    user=user,
                    kind=kind,
                    key=str(key),
                    title=title[:200],
                    path=path,
                    at=when,
                    read_at=min(at, when + timedelta(hours=2)) if read else None,
                )
            )

    for each in told:
        report = each.report
        if report.returned_at and report.day >= day - timedelta(days=60):
            key = f"{report.pk}.1"
            still = report.state == ReportState.RETURNED
            title = f"已退回:{report}。{report.return_reason}"
            tell(
                report.reporter, "report.returned", key, title, report.get_absolute_url(), report.returned_at, not still
            )
    for row in Feedback.objects.filter(answered_at__isnull=False):
        title = f"您的意见已答复:{row.subject}"
        tell(
            row.author,
            "feedback.answered",
            row.pk,
            title,
            row.get_absolute_url(),
            row.answered_at,
            row.state == "CLOSED",
        )
    welcome = instant(day, 6)
    for name, title in {
        "liaison": "本周五前请核对本月累计完成量",
        "unit": "本单位有日报待审阅",
        "support": "您挂包的项目本周有需协调事项",
        "branch": "项目党支部本月活动请及时登记",
        "planner": "本月计划投资请于月底前确认",
        "supervisor": "有项目节点已超期,请关注",
        "team": "本组项目清单已更新",
        "office": "有两条意见建议待处理",
        "director": "本月进展情况已汇总",
        "leader": "您挂包的项目有新的需协调事项",
        "discipline": "影响期台账有一条即将到期",
        "cadre": "您的任职信息已核对",
    }.items():
        tell(district.users[name], "demo", "1", title, "/", welcome)
    Notice.objects.bulk_create(rows, batch_size=500)
