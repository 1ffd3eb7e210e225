"""A year of monthly bulletins in the demo district: archived ones, one being checked, corrections at every step."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random

from accounts.models import User
from accounts.states import Role
from evaluations import options
from evaluations.models import Batch, BatchLine, BulletinLine, BulletinParty, Objection
from evaluations.rules import bulletins as rules
from evaluations.services import bulletin_copy, bulletins
from evaluations.services.bulletin_paper import docx
from evaluations.states.bulletins import BulletinKind, BulletinState, ObjectionState
from projects.models import Light
from projects.rules import periods
from projects.states import LightState
from zhangdian.calendar.queries import calendar
from zhangdian.calendar.rules import end_of
from zhangdian.demo.clock import SHANGHAI, instant, months
from zhangdian.options.models import Option
from zhangdian.papers.models import Series
from zhangdian.trail import services as trail
from zhangdian.trail.models import Seal

CLAIM = "本月完成投资少计，已入库的设备款未计入。"
EVIDENCE = "投资台账第3页及付款凭证"
ACCEPTED = "经核对台账属实，已更正。"
REJECTED = "经核对，设备款于次月入库，按口径计入次月，维持原数。"
WHY = "项目累计完成投资录入有误"
# Corrections that are not out yet, one at every step: (how far it has come, why it was begun).
ON_THE_WAY = (
    (BulletinState.SIGNED, "责任单位名称录入有误"), (BulletinState.SIGNING, "节点完成情况录入有误"),
    (BulletinState.REVIEWING, "年度计划投资调整未更新"), (BulletinState.DRAFT, "亮灯原因表述不准"),
    (BulletinState.DISCARDED, "个别项目完成率疑似有误"),
)  # fmt: skip


class _Year:
    """What is made on the way: trail lines, and the papers to be published when the trail is sealed."""

    def __init__(self, people, at):
        self.at, self.today = at, at.astimezone(SHANGHAI).date()
        self.working, self.rng = calendar(), Random("zhangdian-bulletins")
        self.office = people.users["planner"]
        self.second = _second(people, self.office)
        self.leader = people.users["leader"]
        self.heads = {unit: cadre.user for unit, cadre in people.heads.items() if cadre.user_id}
        self.lines, self.ready, self.numbers = [], [], {}

    def say(self, thing, verb, actor, at, source, target, reason="", **words):
        line = trail.line(thing, verb, actor=actor, at=at, from_state=source, to_state=target, reason=reason, **words)
        self.lines.append(line)

    def after(self, day, count, hour):
        return instant(self.working.add(day, count), hour)


def build(people, first, at):
    """Bulletins of the closed months since `first`; returns the trail lines and the papers for `publish`."""
    year = _Year(people, at)
    _criteria(year, first)
    rows = []
    for month in months(first, year.today)[:-1]:
        if bulletin_copy.projects_of(month).exists():
            rows.append(_monthly(year, month, newest=periods.add_months(month, 1) == year.today.replace(day=1)))
    out = [row for row in rows if row in year.ready]
    if out:
        _batches(year, out)
        _correction(year, out[-1])
        for number, (target, why) in enumerate(ON_THE_WAY):
            _on_the_way(year, out[-1 - (number + 1) % len(out)], target, why)
    Series.objects.bulk_create(
        Series(name="bulletin", year=number, last=last) for number, last in year.numbers.items()
    )  # fmt: skip
    return year.lines, year.ready


def publish(ready):
    """Give the papers the newest seal before their publication and the digest of what is printed from then on."""
    seals = list(Seal.objects.order_by("number"))
    for row in ready:
        row.state = row.target
        seal = next((one for one in reversed(seals) if one.at <= row.published_at), None)
        if seal:
            row.seal_number, row.seal_hash = seal.number, seal.hash
        row.digest = sha256(docx(row)).hexdigest()
        row.save()


def _criteria(year, first):
    """This district asks a point ahead of schedule: its projects keep close to their plans."""
    begin = first - timedelta(days=7)
    row = Option.objects.create(
        key=options.bulletins.AHEAD, value="1", effective_from=begin, reason="按年度计划执行情况确定",
        set_by=year.office,
    )  # fmt: skip
    year.say(row, "add", year.office, instant(begin, 10), "", "", row.reason, after={"value": row.value})


def _second(people, office):
    """A second person of the key project office, who reviews."""
    unit = people.units["D21"]
    cadres = [*people.deputies[unit.pk], *people.staff[unit.pk]]
    user = next(cadre.user for cadre in cadres if cadre.user_id and cadre.user_id != office.pk and not cadre.user.roles)
    user.roles = f",{Role.PLANNER},"
    User.objects.bulk_update([user], ["roles"])
    return user


def _monthly(year, month, newest):
    """One month's bulletin, as far as its time has come: the newest is with the units since yesterday."""
    end = periods.last_day(periods.MONTH, month)
    drafted = instant(end + timedelta(days=1), 0.4)
    row = bulletins.blank(month, BulletinKind.MONTHLY, drafted)
    row.save()
    bulletins.copy_lines(row)
    year.say(row, "draft", None, drafted, "", "DRAFT")
    opened = year.after(end + timedelta(days=3), 1, 10)
    if newest:
        waiting = Light.objects.filter(month=month).exclude(state=LightState.CONFIRMED).exists()
        days = year.working.between(opened.date(), year.today - timedelta(days=1))
        if waiting or not days:
            return row
        opened = instant(days[-1], 10)
    reason = "灯已核定"
    year.say(row, "recopy", year.office, opened - timedelta(minutes=30), "DRAFT", "DRAFT", reason)
    _check(year, row, opened, newest)
    if not newest:
        _sign(year, row, opened, BulletinState.ARCHIVED)
    return row


def _check(year, row, opened, newest, rejected=False):
    """The units look at their lines; one in a while objects. rejected: one does, and is told that it is wrong."""
    year.say(row, "open-check", year.office, opened, "DRAFT", "CHECKING")
    row.drafted_by, row.state = year.office, BulletinState.CHECKING
    row.check_due_at = end_of(year.working.add(opened.date(), 2), SHANGHAI)
    parties = list(row.parties.select_related("unit"))
    speaking = [party for party in parties if party.unit_id in year.heads]
    asked = newest or rejected or row.month.month % 3 == 0
    objecting = year.rng.choice(speaking) if speaking and asked else None
    if newest:
        own = [party for party in speaking if year.heads[party.unit_id].username == "unit"]
        objecting = own[0] if own else objecting
    for party in speaking:
        when = opened + timedelta(hours=year.rng.uniform(1, 26))
        if party is objecting or when > year.at or year.rng.random() < (0.4 if newest else 0.1):
            continue
        party.agreed_at, party.agreed_by = when, year.heads[party.unit_id]
        year.say(row, "agree", party.agreed_by, when, "", "", after={"unit": party.unit_name})
    BulletinParty.objects.bulk_update(parties, ["agreed_at", "agreed_by"])
    if objecting:
        _object(year, row, objecting, opened, newest, rejected)
    row.save()


def _object(year, row, party, opened, newest, rejected):
    line = party.lines.order_by("pk").first()
    head, raised = year.heads[party.unit_id], opened + timedelta(hours=2)
    thing = Objection(party=party, line=line, claim=CLAIM, evidence=EVIDENCE, raised_at=raised, raised_by=head)
    if newest:
        thing.save()
        year.say(thing, "object", head, raised, "", "RAISED", CLAIM)
        return
    answered = raised + timedelta(hours=3)
    thing.state, thing.answer = ObjectionState.ACCEPTED, ACCEPTED
    if rejected:
        thing.state, thing.answer = ObjectionState.REJECTED, REJECTED
    thing.answered_at, thing.answered_by = answered, year.office
    thing.save()
    year.say(thing, "object", head, raised, "", "RAISED", CLAIM)
    if rejected:
        year.say(thing, "reject", year.office, answered, "RAISED", "REJECTED", REJECTED)
        return
    year.say(thing, "accept", year.office, answered, "RAISED", "ACCEPTED", ACCEPTED)
    _change(year, row, line, "month_invested", "本月完成投资", line.month_invested + 12, ACCEPTED, answered)


def _change(year, row, line, name, label, value, reason, at):
    """Change a figure of a line of the draft, with what was before."""
    was, now = str(getattr(line, name)), str(value)
    setattr(line, name, value)
    line.changes = [
        *line.changes,
        {"label": label, "from": was, "to": now, "reason": reason, "on": at.astimezone(SHANGHAI).date().isoformat()},
    ]
    line.save()
    row.editors = [year.office.pk]
    row.save()
    at += timedelta(minutes=5)
    year.say(row, "edit_line", year.office, at, "", "", f"{line.name}：{reason}", before={name: was}, after={name: now})
    bulletins.recount(row)


def _sign(year, row, opened, target):
    """From the check to the archive, or to the units that still sign for it. Published when the trail is sealed."""
    day = opened.date()
    closed, reviewed, signed = (year.after(day, 3, hour) for hour in (9.1, 10.3, 14.5))
    published = year.after(day, 3, 16.2)
    year.say(row, "close-check", year.office, closed, "CHECKING", "REVIEWING")
    year.say(row, "review", year.second, reviewed, "REVIEWING", "SIGNING")
    year.say(row, "sign", year.leader, signed, "SIGNING", "SIGNED")
    row.reviewed_at, row.reviewed_by, row.signed_at, row.signed_by = reviewed, year.second, signed, year.leader
    row.state, row.target = BulletinState.SIGNED, target
    row.save()
    row.year = published.year
    row.number = year.numbers[row.year] = year.numbers.get(row.year, 0) + 1
    row.number_text = f"张项通〔{row.year}〕{row.number}号"
    row.published_at, row.published_by, row.published_on = published, year.office, published.date()
    row.receipt_due_at = end_of(year.working.add(row.published_on, 2), SHANGHAI)
    year.say(row, "publish", year.office, published, "SIGNED", "PUBLISHED")
    parties, last = list(row.parties.all()), published
    for party in parties:
        head = year.heads.get(party.unit_id)
        when = published + timedelta(hours=year.rng.uniform(0.5, 42))
        own = head is not None and head.username == "unit" and target == BulletinState.PUBLISHED
        if head is None or own or when > year.at:
            continue
        party.received_at, party.received_by, last = when, head, max(last, when)
        year.say(row, "receive", head, when, "", "", after={"unit": party.unit_name})
    BulletinParty.objects.bulk_update(parties, ["received_at", "received_by"])
    if target == BulletinState.ARCHIVED:
        silent = any(party.received_at is None for party in parties)
        reason = "单位负责人空缺，已另行送达" if silent else ""
        year.say(row, "archive", year.office, year.after(last.date(), 2, 9), "PUBLISHED", "ARCHIVED", reason)
    year.ready.append(row)


def _correction(year, wrong):
    """The newest published bulletin is corrected: checked last week, published the day before yesterday."""
    days = year.working.between(year.today - timedelta(days=30), year.today - timedelta(days=1))
    opened = instant(days[-5], 9.5)
    if opened < wrong.published_at + timedelta(days=7):
        return
    row = _begun(year, wrong, opened - timedelta(hours=1), WHY)
    line = row.lines.filter(year_plan__gt=0).order_by("-invested", "pk").first()
    _change(
        year, row, line, "invested", "年内累计完成投资", line.invested - Decimal(30), WHY,
        row.drafted_at + timedelta(minutes=10),
    )  # fmt: skip
    _check(year, row, opened, newest=False)
    _sign(year, row, opened, BulletinState.PUBLISHED)


def _begun(year, wrong, at, why):
    """The draft of a correction: the same lines."""
    row = bulletins.blank(wrong.month, BulletinKind.CORRECTION, at)
    row.corrects, row.why, row.drafted_by, row.criteria = wrong, why, year.office, wrong.criteria
    row.save()
    year.say(row, "draft", year.office, row.drafted_at, "", "DRAFT", why)
    parties = {
        party.pk: BulletinParty(bulletin=row, unit_id=party.unit_id, unit_name=party.unit_name, track=party.track)
        for party in wrong.parties.all()
    }
    BulletinParty.objects.bulk_create(parties.values())
    lines = list(wrong.lines.all())
    for line in lines:
        line.pk, line.bulletin, line.party, line.changes = None, row, parties.get(line.party_id), []
        line._state.adding = True
    BulletinLine.objects.bulk_create(lines, batch_size=200)
    bulletins.recount(row)
    return row


def _on_the_way(year, wrong, target, why):
    """A correction of an older bulletin that has come as far as `target`."""
    days = year.working.between(year.today - timedelta(days=30), year.today - timedelta(days=1))
    if target in (BulletinState.DRAFT, BulletinState.DISCARDED):
        row = _begun(year, wrong, instant(days[-2], 15), why)
        if target == BulletinState.DISCARDED:
            row.state = target
            year.say(row, "discard", year.office, instant(days[-1], 9), "DRAFT", target, "经核对原数无误")
            row.save()
        return
    opened = instant(days[-4], 9.5)
    row = _begun(year, wrong, opened - timedelta(hours=1), why)
    _check(year, row, opened, newest=False, rejected=target == BulletinState.SIGNED)
    row.state = target
    year.say(row, "close-check", year.office, year.after(opened.date(), 3, 9.1), "CHECKING", "REVIEWING")
    if target != BulletinState.REVIEWING:
        row.reviewed_at, row.reviewed_by = year.after(opened.date(), 3, 10.3), year.second
        year.say(row, "review", year.second, row.reviewed_at, "REVIEWING", "SIGNING")
    if target == BulletinState.SIGNED:
        row.signed_at, row.signed_by = year.after(opened.date(), 3, 14.5), year.leader
        year.say(row, "sign", year.leader, row.signed_at, "SIGNING", "SIGNED")
    row.save()


def _batches(year, out):
    """Lists of faster projects: an older one decided by a meeting, one thrown away, the newest still a draft."""
    half = len(out) // 2
    parts = [part for part in (out[:half], out[half:]) if part]
    for number, part in enumerate(parts, 1):
        drawn = instant(year.working.add(part[-1].published_on, 3), 10)
        if drawn < year.at:
            if number == len(parts):
                _batch(year, part, drawn - timedelta(hours=1), is_decided=False, why="月份选择有误，重新拟定")
            _batch(year, part, drawn, is_decided=number < len(parts))


def _batch(year, part, drawn, is_decided, why=""):
    """A list drawn from `part`; decided by a meeting, or thrown away for the reason `why`, or still a draft."""
    first, last = part[0].month, part[-1].month
    words = [f"{month.year}年{month.month}月" for month in (first, last)]
    needed = min(2, len(part))
    by_project, faster = {}, {}
    for line in BulletinLine.objects.filter(bulletin__in=[row.pk for row in part]).order_by("bulletin__month", "pk"):
        by_project[line.project_id] = line
        faster[line.project_id] = faster.get(line.project_id, 0) + line.is_faster
    found = [
        rules.Candidate(key, faster[key], line.deviation, line.colour)
        for key, line in by_project.items() if faster[key]
    ]  # fmt: skip
    listed = rules.proposed(found, months=needed)
    batch = Batch(
        first_month=first, last_month=last, drafted_at=drawn, drafted_by=year.office,
        title=f"{'至'.join(dict.fromkeys(words))}进度较快项目",
        criteria={"months": needed, "of": len(part), "by_month": part[-1].criteria},
        sources=[{"pk": row.pk, "number": row.number_text, "title": row.title} for row in part],
    )  # fmt: skip
    added = set()
    if is_decided and not listed and found:
        # Nobody meets the criteria: the one who comes nearest is put on it, with the reason.
        added = {max(found, key=lambda one: (one.months, one.deviation or 0, -one.project)).project}
    decided = year.after(drawn.date(), 3, 15)
    is_out = is_decided and bool(listed | added) and decided < year.at
    batch.save()
    BatchLine.objects.bulk_create(
        BatchLine(
            batch=batch, project_id=one.project, code=by_project[one.project].code, name=by_project[one.project].name,
            unit_names=by_project[one.project].unit_names, track=by_project[one.project].track, months=one.months,
            deviation=one.deviation, is_proposed=one.project in listed, is_listed=one.project in listed | added,
            reason="连续攻坚、按期投产，经会议研究列入" if one.project in added else "",
        )
        for one in found
    )  # fmt: skip
    year.say(batch, "draft", year.office, drawn, "", "DRAFT")
    if why:
        batch.state, batch.end_reason = "DISCARDED", why
        batch.save()
        year.say(batch, "discard", year.office, drawn + timedelta(minutes=20), "DRAFT", "DISCARDED", why)
    if is_out:
        batch.state, batch.meeting, batch.decided_on = "PUBLISHED", "区重点项目推进专题会议", decided.date()
        batch.year, batch.number, batch.number_text = decided.year, 1, "第1批"
        batch.document_no = f"区专题会议纪要〔{decided.year}〕{decided.month}号"
        batch.recorded_at, batch.recorded_by = decided, year.second
        batch.save()
        Series.objects.create(name="batch", year=decided.year, last=1)
        year.say(batch, "publish", year.second, decided, "DRAFT", "PUBLISHED")
