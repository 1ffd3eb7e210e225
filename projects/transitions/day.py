"""The moves of the day's report.

What a person hands in is `content`, a plain dict as `forms.day.ReportForm` cleans it; `snapshot` gives the form in
which versions keep it.
"""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cadres.models import in_force
from projects import options
from projects.models import DailyReport, Milestone, Progress, ReportVersion, StageSpan, Target
from projects.permissions.day import may_exempt, may_report, may_review
from projects.rules import day as rules
from projects.rules import reminders as keys
from projects.states import Channel, Stage
from projects.states import ReportState as S
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.options import queries as settings
from zhangdian.prepared import Prepared, insert
from zhangdian.workflow import Move, MoveRefused, make

SUBMIT = Move("submit", frozenset({S.OPEN, S.RETURNED}), S.SUBMITTED, may_report, gettext_lazy("Hand in"))
REVISE = Move("revise", frozenset({S.SUBMITTED}), S.SUBMITTED, may_report, gettext_lazy("Take back to change"))
READ = Move("read", frozenset({S.SUBMITTED}), S.SUBMITTED, may_review, gettext_lazy("Mark as read"))
RETURN = Move(
    "return", frozenset({S.SUBMITTED}), S.RETURNED, may_review, gettext_lazy("Return"), needs=("reason",),
    warns=gettext_lazy("The report goes back to the liaison, who hands in a new version."),
)  # fmt: skip
EXEMPT = Move(
    "exempt", frozenset({S.OPEN}), S.EXEMPT, may_exempt, gettext_lazy("Excuse"), needs=("reason",), by_system=True,
    warns=gettext_lazy("No report is due for this day; it leaves the figures of what was expected."),
)  # fmt: skip
REOPEN = Move("reopen", frozenset({S.EXEMPT}), S.OPEN, may_exempt, gettext_lazy("Ask for it again"), needs=("reason",))
MOVES = (SUBMIT, REVISE, READ, RETURN, EXEMPT, REOPEN)

IDLE_BACK, IDLE_BATCH = timedelta(days=45), 500
SAID = (
    "no_change", "text", "percent", "invested", "has_problem", "problem", "needs_coordination", "coordination",
    "coordination_with", "plan", "place", "photos_expected",
)  # fmt: skip


class AlreadyStored(MoveRefused):
    """The very same content stands there already, handed in by the same person: nothing was changed."""

    def __init__(self, report):
        super().__init__(_("This report has been handed in already, word for word."), "stored")
        self.report = report


class OtherwiseStored(MoveRefused):
    """Another version stands there already; what was typed may follow it as a version of its own."""

    def __init__(self, report):
        super().__init__(
            _("Version %(now)s by %(who)s has been stored meanwhile. Look at it first; what you typed is still here. "
              "Hand in once more to put it after that one.")
            % {"now": report.version, "who": report.reporter}, MoveRefused.WRONG_STATE,
        )  # fmt: skip
        self.report = report


def snapshot(content):
    """`content` in the JSON form of a version."""
    kept = {name: content[name] for name in SAID}
    kept["invested"] = None if content["invested"] is None else str(content["invested"])
    kept["milestone"] = content["milestone"]
    kept["amounts"] = {str(target): str(amount) for target, amount in sorted(content["amounts"].items())}
    return kept


def rows_for(user, day):
    """What a move on a report locks: the row, its project and how `user` stands to it."""
    return DailyReport.objects.standing(user, day).select_related("project")


def rows_to_write(user, day):
    """What handing in locks: the row, its project, whether `user` speaks for it, and the limit of its text."""
    rows = DailyReport.objects.speaking(user, day).select_related("project")
    return rows.annotate(text_limit=settings.stored(options.TEXT_LIMIT, "day"))


# Walked by everybody in the minutes before the cut-off: the SQL of this lock is written once.
_LOCK = Prepared(
    lambda asker, day, pk: rows_to_write(User(pk=asker), day).filter(pk=pk).order_by().select_for_update(of=("self",))
)


def submit(report, content, *, actor, at, channel=Channel.WEB, written_at=None, then=None):
    """Hand in a day's report. The first receipt, `at` against `due_at`, settles lateness for ever.

    written_at: when the sender's device says it was written without a signal. then: called with the row as it will be
    stored, inside the transaction. Raises MoveRefused, ValidationError by field, or AlreadyStored.
    """

    def fill(row):
        notices.settle(keys.KIND, [keys.key_of(row)], at=at)
        if row.received_at is None:
            _still_open(row, at)
            claim = _receive(row, at=at, channel=channel, written_at=written_at)
        else:
            claim = ""
        _write(row, content, actor=actor, at=at, channel=channel, claim=claim, written_at=written_at)
        if then is not None:
            then(row)

    return _make(SUBMIT, report, content, actor=actor, at=at, fill=fill)


def revise(report, content, *, actor, at, base=None, channel=Channel.WEB, then=None):
    """Change a report that was handed in, until its cut-off: a new version, the earlier ones stay readable.

    base: the version that was in front of the writer; another one in between is not overwritten.
    """

    def fill(row):
        if at >= rules.open_until(row.due_at, row.return_due_at):
            raise MoveRefused(
                _("It could be changed until %(until)s. Ask the reviewer to return it if something is wrong.")
                % {"until": _instant(rules.open_until(row.due_at, row.return_due_at))},
                MoveRefused.WRONG_STATE,
            )
        if base is not None and base != row.version:
            raise OtherwiseStored(row)
        _write(row, content, actor=actor, at=at, channel=channel)
        if then is not None:
            then(row)

    return _make(REVISE, report, content, actor=actor, at=at, fill=fill)


def _make(move, report, content, *, actor, at, fill):
    day = timezone.localdate(at)

    def locked(pk):
        return _LOCK.get(asker=actor.pk, day=day, pk=pk)

    try:
        return make(move, report, actor=actor, at=at, then=fill, rows=locked)
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_STATE:
            newest = ReportVersion.objects.filter(report=report.pk).select_related("report__reporter").first()
            if newest and newest.by_id == actor.pk and _same(newest.content, content):
                raise AlreadyStored(newest.report) from None
            if newest and _takes_another(newest.report, content, at):
                raise OtherwiseStored(newest.report) from None
        raise


def _takes_another(report, content, at):
    """May words typed over a report that stands there already still follow it as a new version?"""
    still = at < rules.open_until(report.due_at, report.return_due_at)
    return report.state == S.SUBMITTED and still and not content["no_change"]


def _same(kept, content):
    return {name: value for name, value in kept.items() if name != "claim"} == snapshot(content)


def _still_open(row, at):
    """Refuse a report of a day that can no longer be caught up."""
    if at < row.due_at:
        return
    last = rules.catch_up_day(row.day, settings.value(options.CATCH_UP, row.day))
    if timezone.localdate(at) > last:
        raise MoveRefused(
            _("The report of this day could be handed in until the end of %(day)s. Ask the key project office.")
            % {"day": date_format(last, "DATE_FORMAT")},
            MoveRefused.WRONG_STATE,
        )


def _receive(row, *, at, channel, written_at):
    """Fix lateness on the row; returns why the sender's own time was ignored, if it was."""
    tolerance = timedelta(0)
    if written_at is not None:
        tolerance = timedelta(minutes=settings.value(options.OFFLINE_TOLERANCE, row.day))
    judged = rules.judge(
        due_at=row.due_at,
        received_at=at,
        written_at=written_at,
        begins_at=timezone.make_aware(datetime.combine(row.day, time.min)),
        tolerance=tolerance,
    )
    row.received_at, row.is_late = at, judged.is_late
    row.channel = Channel.OFFLINE if judged.is_offline else channel
    row.written_at = written_at if judged.is_offline else None
    return judged.ignored


def _write(row, content, *, actor, at, channel, claim="", written_at=None):
    """Put `content` on the locked row, its amounts beside it, and a version of both into the record."""
    _check(row, content)
    for name in SAID:
        setattr(row, name, content[name])
    row.milestone_id = content["milestone"]
    row.version += 1
    row.reporter = actor
    row.read_at = row.read_by = None
    if row.version > 1:
        Progress.objects.filter(report=row).delete()
    if content["amounts"]:
        Progress.objects.bulk_create(
            Progress(report=row, target_id=target, amount=amount) for target, amount in content["amounts"].items()
        )
    kept = snapshot(content)
    if claim:
        kept["claim"] = {"why": claim, "written_at": written_at.isoformat()}
    version = ReportVersion(
        report=row, number=row.version, at=at, by=actor, channel=row.channel if row.version == 1 else channel,
        content=kept,
    )  # fmt: skip
    insert(version, keyless=True)


def _check(row, content):
    """What only the stored project can tell: its targets, its milestones, the limit of its text."""
    wrong = {}
    limit = settings.read(options.TEXT_LIMIT, row.text_limit)
    if len(content["text"]) > limit:
        wrong["text"] = _("%(count)s characters; at most %(limit)s are allowed. Shorten it.") % {
            "count": len(content["text"]), "limit": limit,
        }  # fmt: skip
    if content["amounts"]:
        known = set(Target.objects.filter(project=row.project_id).values_list("pk", flat=True))
        for target in content["amounts"]:
            if target not in known:
                wrong[f"amount-{target}"] = _("This target does not belong to the project. Load the page again.")
    if content["milestone"] and not Milestone.objects.filter(project=row.project_id, pk=content["milestone"]).exists():
        wrong["milestone"] = _("This milestone does not belong to the project. Choose another.")
    if wrong:
        raise ValidationError(wrong)


def content_of(report):
    """What the newest version of a stored report says, as content that can be handed in again."""
    content = {name: getattr(report, name) for name in SAID}
    content["milestone"] = report.milestone_id
    content["amounts"] = dict(report.progress.values_list("target_id", "amount"))
    return content


def read(report, *, actor, at):
    """Stamp a report as read (已阅); a new version voids the stamp."""
    return make(
        READ, report, actor=actor, at=at, rows=rows_for(actor, timezone.localdate(at)), read_at=at, read_by=actor
    )


def return_(report, *, actor, at, reason):
    """Return a report with a reason; it is due again on the next working day."""
    day = timezone.localdate(at)
    due_day = calendar().add(day, 1)
    due_at = timezone.make_aware(datetime.combine(due_day, settings.value(options.RETURN_CUT_OFF, due_day)))

    def tell(row):
        notices.tell(
            [row.reporter], kind="report.returned", key=f"{row.pk}.{row.version}", at=at, path=row.get_absolute_url(),
            title=_("Returned: %(report)s. %(reason)s") % {"report": row, "reason": reason},
        )  # fmt: skip

    return make(
        RETURN, report, actor=actor, at=at, reason=reason, rows=rows_for(actor, day).select_related("reporter"),
        then=tell, returned_at=at, return_due_at=due_at, return_reason=reason,
    )  # fmt: skip


def exempt(report, *, actor, at, reason):
    """Excuse a day with a reason."""
    return make(
        EXEMPT, report, actor=actor, at=at, reason=reason, rows=DailyReport.objects.select_related("project"),
        then=lambda row: notices.settle(keys.KIND, [keys.key_of(row)], at=at), exempt_reason=reason,
    )  # fmt: skip


def reopen(report, *, actor, at, reason):
    """Take an excuse back: the report is due as it was; reminding begins anew."""
    return make(
        REOPEN, report, actor=actor, at=at, reason=reason, rows=DailyReport.objects.select_related("project"),
        exempt_reason="", asked_again_at=at,
    )  # fmt: skip


def _instant(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def nothing_changed():
    """The content of 今日无变化: no change, no problem, nothing to coordinate."""
    return {
        "no_change": True, "text": "", "percent": None, "invested": None, "has_problem": False, "problem": "",
        "needs_coordination": False, "coordination": "", "coordination_with": "", "plan": "", "place": "",
        "photos_expected": 0, "milestone": None, "amounts": {},
    }  # fmt: skip


def exempt_idle(at):
    """Excuse the open days on which a project turns out not to have been in construction: a stage entered late.

    Returns how many. Safe to run twice: an excused day is no longer open. Made by the system, a line each.
    """
    today = timezone.localdate(at)
    spans = StageSpan.objects.filter(in_force(OuterRef("day")), project=OuterRef("project"))
    rows = DailyReport.objects.filter(
        ~Exists(spans.filter(stage=Stage.BUILDING)),
        state=S.OPEN,
        day__gt=today - IDLE_BACK,
        day__lte=today,
    ).annotate(stage=Subquery(spans.values("stage")[:1]))
    done = 0
    for row in rows.exclude(stage=None)[:IDLE_BATCH]:
        reason = _("Not in construction on this day: %(stage)s.") % {"stage": Stage(row.stage).label}
        try:
            exempt(row, actor=None, at=at, reason=reason)
            done += 1
        except MoveRefused:
            # Handed in meanwhile: that stands.
            continue
    return done
