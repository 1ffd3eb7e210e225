"""A year of weekly inspections and orders in the demo district: every state somewhere, drawn as the product draws."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from random import Random

from accounts.models import User
from accounts.states import Role
from evaluations.models import (
    Finding,
    Inspection,
    InspectionVersion,
    Mark,
    Observation,
    Order,
    Record,
    Seat,
    WeekPlan,
)
from evaluations.rules import inspections as draws
from evaluations.rules import orders as rules
from evaluations.states.inspections import Aspect, InspectionState, PlanState, RecordState, Speed
from evaluations.states.orders import Extension
from zhangdian.calendar.queries import calendar
from zhangdian.demo.clock import SHANGHAI, instant
from zhangdian.papers.models import Series
from zhangdian.trail import services as trail

BATCH = 500
FOUND = (
    ("东侧围挡破损约12米，未及时修复", Speed.AT_ONCE), ("基坑临边防护缺失两处", Speed.AT_ONCE),
    ("裸土未覆盖，洒水降尘不及时", Speed.AT_ONCE), ("日报形象进度与现场不符", Speed.ORDINARY),
    ("特种作业人员持证资料不全", Speed.ORDINARY), ("夜间施工扰民，群众有反映", Speed.ORDINARY),
    ("管线迁改滞后，影响主体施工", Speed.COMPLEX), ("征迁扫尾两户未签约", Speed.COMPLEX),
)  # fmt: skip
DAYS = {Speed.AT_ONCE: 3, Speed.ORDINARY: 7, Speed.COMPLEX: 20}
# What becomes of the orders of the last weeks, so that each state is there; the earlier ones are closed.
FATES = (
    "draft", "issued", "working", "asked", "reported", "overdue", "back", "closed", "late", "extended", "withdrawn",
    "reopened", "closed", "discarded", "refused", "closed",
)  # fmt: skip


@dataclass
class Made:
    """Rows and the lines that lead to them, before they are stored."""

    orders: list = field(default_factory=list)
    steps: list = field(default_factory=list)


def build(people, works, first, at):
    """Plans, visits and orders from `first` to the week after `at`; returns the trail lines."""
    rng, working = Random("zhangdian-orders"), calendar()
    today = at.astimezone(SHANGHAI).date()
    head = people.users["supervisor"]
    office = _office(people, head)
    sites = [work for work in works if work.building]
    last = {work.project.pk: work.building[0][0] for work in sites}
    week, lines, visits = first - timedelta(days=first.weekday()), [], []
    while week <= today + timedelta(days=7):
        days = working.between(week, week + timedelta(days=6))
        ready = [work for work in sites if any(begin <= min(week, today) <= end for begin, end in work.building)]
        if days and ready:
            lines += _week(rng, week, days, ready, last, visits, head, office, at)
        week += timedelta(days=7)
    made = Made()
    findings = _written(rng, visits, at, lines)
    recent = list(reversed(findings))
    for number, (finding, visit) in enumerate(recent):
        fate = FATES[number] if number < len(FATES) else rng.choice(("closed", "closed", "closed", "late", "extended"))
        _order(rng, made, finding, visit, fate, head, office, working, at)
    return lines + _numbered(made)


def _office(people, head):
    """Three of the inspection office who go: accounts of its unit, given the role."""
    unit = people.units["D20"]
    cadres = [*people.deputies[unit.pk], *people.staff[unit.pk]]
    users = [cadre.user for cadre in cadres if cadre.user_id and cadre.user != head][:4]
    for user in users:
        user.roles = f",{Role.SUPERVISOR},"
    User.objects.bulk_update(users, ["roles"])
    return users


def _week(rng, week, days, ready, last, visits, head, office, at):
    pool = [
        draws.Candidate(work.project.pk, max((week - last[work.project.pk]).days, 0), "green", 0) for work in ready
    ]  # fmt: skip
    basis = {
        "wanted": 4, "oldest": 2, "ceiling": 2, "factors": {"yellow": 2, "red": 3},
        "pool": [[one.key, one.unseen, one.colour, one.visits] for one in pool],
    }  # fmt: skip
    seed = str(int(sha256(f"demo-{week}".encode()).hexdigest(), 16))[:32]
    drawn_at, shown_at = instant(week - timedelta(days=4), 9.5), instant(week - timedelta(days=3), 10.2)
    if drawn_at > at:
        return []
    plan = WeekPlan(week_on=week, seed=seed, basis=basis, drawn_at=drawn_at, drawn_by=head)
    lines = []
    is_out = shown_at <= at and week <= at.date()
    if is_out:
        plan.state, plan.published_at, plan.published_by = PlanState.PUBLISHED, shown_at, head
    plan.save()
    lines.append(trail.line(plan, "draw", actor=head, at=drawn_at, after={"seed": seed}))
    if is_out:
        lines.append(
            trail.line(plan, "publish", actor=head, at=shown_at, from_state="DRAFT", to_state="PUBLISHED")
        )  # fmt: skip
    picks = draws.choose(pool, wanted=4, oldest=2, ceiling=2, factors=basis["factors"], seed=seed)
    names = {work.project.pk: work for work in ready}
    for turn, pick in enumerate(picks):
        visit = Inspection(
            plan=plan, project=names[pick.candidate.key].project, how=pick.how, unseen=pick.candidate.unseen,
            day=days[turn * len(days) // len(picks)],
        )  # fmt: skip
        pair = rng.sample(office, 2)
        visits.append((visit, pair))
        if visit.day <= at.date():
            last[pick.candidate.key] = visit.day
    return lines


def _written(rng, visits, at, lines):
    """Store visits, seats, records and results; [(finding, visit)] in the order of time."""
    newest = [number for number, (visit, _pair) in enumerate(visits) if instant(visit.day, 17) <= at]
    open_ones = {newest[-1]: "open", newest[-2]: "gathered"} if len(newest) > 2 else {}
    if len(newest) > 4:
        open_ones[newest[-4]] = "cancelled"
    told = {}
    for number, (visit, _pair) in enumerate(visits):
        begun = instant(visit.day, 9.2)
        fate = open_ones.get(number, "confirmed") if number in newest else "planned"
        told[number] = fate
        if fate == "cancelled":
            visit.state, visit.reason = InspectionState.CANCELLED, "暴雨红色预警，外业停止"
        elif fate != "planned":
            visit.begun_at = begun
            visit.state = {"open": InspectionState.OPEN, "gathered": InspectionState.GATHERED}.get(
                fate, InspectionState.CONFIRMED
            )
    seen = {}
    for number, (visit, pair) in enumerate(visits):
        seen[number] = [rng.choice(FOUND)] if told[number] != "planned" and rng.random() < 0.3 else []
        if told[number] == "confirmed":
            visit.version, visit.nothing_found = 1, not seen[number]
            visit.summary = "现场按计划施工，资料齐全。" if not seen[number] else "现场总体有序，发现问题已当场指出。"
            visit.confirmed_at, visit.confirmed_by = instant(visit.day, 16.1), pair[0]
    Inspection.objects.bulk_create([visit for visit, _pair in visits], batch_size=BATCH)
    seats, records, marks, observed, found, versions, results = [], [], [], [], [], [], []
    for number, (visit, pair) in enumerate(visits):
        seats += [Seat(inspection=visit, user=user, is_leader=user is pair[0]) for user in pair]
        fate = told[number]
        if fate == "cancelled":
            lines.append(_line(visit, "cancel", visit.plan.drawn_by, instant(visit.day, 8), "PLANNED", "CANCELLED"))
        if fate in ("planned", "cancelled"):
            continue
        lines.append(_line(visit, "begin", pair[0], visit.begun_at, "PLANNED", "OPEN"))
        for turn, user in enumerate(pair):
            record = Record(inspection=visit, author=user)
            records.append((record, turn, number))
            if fate != "open" or turn == 0:
                record.state, record.handed_in_at = RecordState.IN, instant(visit.day, 11 + turn)
                record.saved_at, record.nothing_found = record.handed_in_at, not seen[number]
                record.summary = "查看现场、资料和日报，与负责人交谈。"
        if fate != "open":
            lines.append(_line(visit, "gather", None, instant(visit.day, 12), "OPEN", "GATHERED"))
        if fate == "confirmed":
            lines.append(_line(visit, "confirm", pair[0], visit.confirmed_at, "GATHERED", "CONFIRMED"))
            results.append((number, visit, pair))
    Seat.objects.bulk_create(seats, batch_size=BATCH)
    Record.objects.bulk_create([record for record, _turn, _number in records], batch_size=BATCH)
    for record, _turn, number in records:
        if record.state != RecordState.IN:
            continue
        lines.append(_line(record, "hand-in", record.author, record.handed_in_at, "WRITING", "IN"))
        marks += [Mark(record=record, aspect=aspect, value=rng.choice(("good", "good", "fair"))) for aspect in Aspect]
        observed += [
            Observation(record=record, number=1, text=text, speed=speed) for text, speed in seen[number]
        ]  # fmt: skip
    Mark.objects.bulk_create(marks, batch_size=BATCH)
    Observation.objects.bulk_create(observed, batch_size=BATCH)
    for number, visit, _pair in results:
        found += [
            (Finding(inspection=visit, number=1, text=text, speed=speed), visit) for text, speed in seen[number]
        ]  # fmt: skip
    Finding.objects.bulk_create([finding for finding, _visit in found], batch_size=BATCH)
    by_visit = {visit.pk: finding for finding, visit in found}
    for _number, visit, pair in results:
        finding = by_visit.get(visit.pk)
        versions.append(
            InspectionVersion(
                inspection=visit, number=1, at=visit.confirmed_at, by=pair[0],
                content={
                    "summary": visit.summary, "nothing_found": visit.nothing_found, "records": [],
                    "findings": [[finding.pk, 1, finding.text, finding.speed]] if finding else [],
                },
            )
        )  # fmt: skip
    InspectionVersion.objects.bulk_create(versions, batch_size=BATCH)
    return found


def _line(thing, verb, actor, at, source, target, reason=""):
    return trail.line(thing, verb, actor=actor, at=at, from_state=source, to_state=target, reason=reason)


def _order(rng, made, finding, visit, fate, head, office, working, at):
    """One order on the road as far as its fate, and as far as time has come."""
    work_unit = visit.project.project_units.filter(role="responsible").select_related("unit").order_by("pk").first()
    unit = work_unit.unit
    post = unit.appointments.filter(is_head=True).select_related("cadre__user").first()
    chief = post.cadre.user if post else None
    if chief is None:
        return
    drafter, verifier = office[0], office[1]
    drafted = instant(visit.day, 16.6)
    days = DAYS[finding.speed]
    order = Order(
        finding=finding, project=visit.project, unit=unit, title=f"{visit.project.name}督查问题整改"[:100],
        problem=finding.text, demand="立即组织整改，举一反三，按期报结并附佐证。", speed=finding.speed, days=days,
        contact=drafter.name, drafted_at=drafted, drafted_by=drafter,
        issue_due_at=rules.end_of(working.add(visit.day, 1), SHANGHAI),
    )  # fmt: skip
    steps = [("draft", drafter, drafted, "", "DRAFT", "")]
    made.orders.append(order)
    made.steps.append(steps)

    def go(verb, actor, when, target, reason="", **changes):
        """Make the move unless its time has not come; says whether it was made."""
        if when > at or steps[-1][2] > when:
            return False
        steps.append((verb, actor, when, order.state, target, reason))
        order.state = target
        for name, value in changes.items():
            setattr(order, name, value)
        return True

    if fate == "discarded":
        go("discard", drafter, drafted + timedelta(minutes=20), "DISCARDED", "与前单重复", end_reason="与前单重复")
        return
    issued = drafted + timedelta(minutes=40)
    issue_day = issued.astimezone(SHANGHAI).date()
    due = rules.end_of(rules.last_day(working, issue_day, days), SHANGHAI)
    if fate == "draft" or not go(
        "issue", head, issued, "ISSUED", issued_at=issued, issued_by=head, year=issue_day.year, due_at=due,
        first_due_at=due, sign_due_at=rules.end_of(working.add(issue_day, 1), SHANGHAI),
    ):  # fmt: skip
        return
    if fate == "withdrawn":
        go("withdraw", head, issued + timedelta(hours=1), "WITHDRAWN", "情况与事实不符", end_reason="情况与事实不符")
        return
    signed = instant(working.add(issue_day, 1), 9.1)
    if fate == "issued" or not go("sign", chief, signed, "WORKING", signed_at=signed, signed_by=chief):
        return
    if fate in ("working", "overdue"):
        return
    if fate in ("asked", "extended", "refused"):
        until = rules.day_of(due, SHANGHAI) + timedelta(days=7)
        asked = signed + timedelta(hours=3)
        if not go(
            "ask-extension", chief, asked, "WORKING", "连续降雨影响施工", extension=Extension.ASKED,
            extension_asked_at=asked, extension_asked_by=chief, extension_until=until,
            extension_reason="连续降雨影响施工",
        ) or fate == "asked":  # fmt: skip
            return
        decided = asked + timedelta(hours=2)
        stamps = {"extension_decided_at": decided, "extension_decided_by": verifier}
        if fate == "refused":
            go("refuse", verifier, decided, "WORKING", "工作量不大", extension=Extension.REFUSED, **stamps)
        elif go("grant", verifier, decided, "WORKING", extension=Extension.GRANTED, **stamps):
            order.due_at = rules.end_of(until, SHANGHAI)
    reported = order.due_at + timedelta(hours=30) if fate == "late" else signed + timedelta(days=max(days - 2, 1))
    stamps = {"reported_at": reported, "reported_by": chief, "report": "已整改到位，现场照片和资料已存档。"}
    stamps["verify_due_at"] = rules.end_of(working.add(reported.astimezone(SHANGHAI).date(), 3), SHANGHAI)
    if not go("report-done", chief, reported, "REPORTED", **stamps) or fate == "reported":
        return
    checked = reported + timedelta(hours=20)
    if fate == "back":
        if go(
            "send-back",
            verifier,
            checked,
            "WORKING",
            "现场核验未修复到位",
            sent_back=1,
            back_reason="现场核验未修复到位",
        ):
            order.due_at = rules.stretched(order.due_at, reported, checked, SHANGHAI)
        return
    if not go(
        "close", verifier, checked, "CLOSED", closed_at=checked, closed_by=verifier, verdict="现场核验属实",
        in_time=reported < order.due_at,
    ):  # fmt: skip
        return
    if fate == "reopened":
        again = checked + timedelta(days=2)
        if go("reopen", head, again, "WORKING", "同一位置再次破损", reopened=1, back_reason="同一位置再次破损"):
            order.closed_at = order.closed_by = order.in_time = None
            order.verdict = ""
            order.due_at = rules.end_of(rules.last_day(working, again.astimezone(SHANGHAI).date(), days), SHANGHAI)


def _numbered(made):
    """Store the orders, numbered in the order of their issuing; returns their lines."""
    last = {}
    for order in sorted((one for one in made.orders if one.issued_at), key=lambda one: one.issued_at):
        last[order.year] = order.number = last.get(order.year, 0) + 1
        order.number_text = f"张督〔{order.year}〕{order.number}号"
    Order.objects.bulk_create(made.orders, batch_size=BATCH)
    Series.objects.bulk_create(Series(name="order", year=year, last=number) for year, number in last.items())
    return [
        _line(order, verb, actor, when, source, target, reason)
        for order, steps in zip(made.orders, made.steps, strict=True)
        for verb, actor, when, source, target, reason in steps
    ]
