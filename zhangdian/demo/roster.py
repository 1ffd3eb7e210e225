"""The demo's programme: projects with units, people, branches, stages, milestones, plans and targets."""

import calendar as gregorian
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from projects.models import (
    Milestone,
    MonthlyPlan,
    Programme,
    Project,
    ProjectUnit,
    StageSpan,
    Target,
)
from projects.states import Nature, ProgrammeState, Stage, UnitRole
from zhangdian.demo import staffing, stirs, words
from zhangdian.demo.clock import instant, months
from zhangdian.trail import services as trail

# How work goes along the year (January to December): slow in winter, a dent in the rain.
SEASON = (0.4, 0.3, 0.9, 1.2, 1.3, 1.2, 1.0, 0.9, 1.2, 1.3, 1.2, 0.8)
OLD_PROJECTS = (
    ("迎宾广场改造", "公用设施"),
    ("松涛街道便民服务中心", "教育医疗"),
    ("白鹭河下游清淤", "水利治污"),
    ("桐荫路大修", "道路交通"),
    ("星河口袋公园", "生态绿化"),
    ("友谊新村二期改造", "老旧小区"),
)


@dataclass
class Work:
    """One project of the demo with what the later steps must know about it."""

    project: Project
    kind: str
    pace: float  # 1 = exactly on plan
    habit: float  # how reliably it is reported
    unit: object = None  # responsible
    head: object = None
    liaison: object = None
    liaisons: list = field(default_factory=list)  # their rows, with dates
    spans: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    milestones: list = field(default_factory=list)
    plans: dict = field(default_factory=dict)  # month → planned
    # (first day, last day) in which it was under construction
    building: list = field(default_factory=list)


def build(district, day, first, count):
    """The programmes and `count` projects of the running one; returns (programme, [Work], trail lines)."""
    rng = Random("zhangdian-roster")
    year = day.year if day.month > 2 else day.year - 1
    running = Programme(
        name=f"{year}年区级重点项目",
        year=year,
        reporting_from=first,
        reporting_until=max(date(year, 12, 31), day + timedelta(days=45)),
        state=ProgrammeState.RUNNING,
    )
    before = Programme(
        name=f"{year - 1}年区级重点项目",
        year=year - 1,
        reporting_from=date(year - 1, 1, 4),
        reporting_until=date(year - 1, 12, 31),
        state=ProgrammeState.CLOSED,
    )
    coming = Programme(
        name=f"{year + 1}年区级重点项目",
        year=year + 1,
        reporting_from=date(year + 1, 1, 4),
        reporting_until=date(year + 1, 12, 31),
        state=ProgrammeState.DRAFT,
    )
    Programme.objects.bulk_create([before, running, coming])
    planner = district.users["planner"]
    lines = [
        trail.line(
            before, "start", actor=planner, at=instant(before.reporting_from, 9), from_state="DRAFT", to_state="RUNNING"
        ),
        trail.line(
            before,
            "close",
            actor=planner,
            at=instant(before.reporting_until, 17),
            from_state="RUNNING",
            to_state="CLOSED",
        ),
        trail.line(running, "start", actor=planner, at=instant(first, 8.5), from_state="DRAFT", to_state="RUNNING"),
    ]
    works = _projects(district, rng, running, year, day, first, count)
    _old(district, rng, before, planner, lines)
    staffing.build(district, rng, works, first)
    _milestones(rng, works, day, planner, lines)
    _plans(rng, works, day, first, running.reporting_until)
    _stages(district, works, planner, lines, first, day)
    return running, works, lines


def _projects(district, rng, programme, year, day, first, count):
    drafts = []
    for kind, about in words.KINDS.items():
        drafts += [(kind, name) for name in about["names"][: about["count"]]]
    rng.shuffle(drafts)
    # The liaison of the demo reports two projects that have something to tell: a road and a resettlement.
    for place, kind in enumerate(("道路交通", "征迁安置")):
        at = next(i for i, draft in enumerate(drafts) if draft[0] == kind and i >= place)
        drafts[place], drafts[at] = drafts[at], drafts[place]
    works = []
    for number, (kind, name) in enumerate(drafts[:count], 1):
        total = (
            Decimal(rng.choice([3200, 4800, 6500, 8600, 12000, 18000, 26000, 45000, 82000])) * rng.randint(8, 13) / 10
        )
        start = first - timedelta(days=rng.randint(-50, 260))
        length = rng.randint(430, 800)
        draw = rng.random()
        pace = (
            rng.uniform(0.96, 1.05)
            if draw < 0.76
            else rng.uniform(0.74, 0.86)
            if draw < 0.93
            else rng.uniform(0.48, 0.6)
        )
        project = Project(
            programme=programme,
            code=f"{year}-{number:03}",
            name=name,
            kind=kind,
            nature=Nature.CONTINUED if start < first else Nature.NEW if rng.random() < 0.8 else Nature.REBUILT,
            content=_content(rng, kind, name),
            location=rng.choice(words.TOWNS),
            funding=rng.choice(words.FUNDING),
            total_investment=total.quantize(Decimal("0.01")),
            starts_on=start,
            ends_on=start + timedelta(days=length),
            entry_document=f"青政办〔{year}〕{2 + number % 3}号",
            state=Stage.BUILDING,
        )
        works.append(Work(project, kind, pace, rng.choice([0.995, 0.985, 0.98, 0.97, 0.93])))
    for work in works[:2]:
        work.pace = 0.99
    works[2 % len(works)].pace, works[3 % len(works)].pace = 0.8, 0.55  # both kinds of lag, however few projects
    _set_stages(works, rng, first, day)
    Project.objects.bulk_create(work.project for work in works)
    return works


def _set_stages(works, rng, first, day):
    """Mostly in construction; some not begun, suspended, finished, accepted, withdrawn."""
    tail = works[4:]
    ends = [Stage.PREPARING, Stage.SUSPENDED, Stage.COMPLETED, Stage.ACCEPTED, Stage.WITHDRAWN, Stage.RESERVE]
    if len(works) > 40:
        ends += [Stage.PREPARING] * 3 + [Stage.SUSPENDED] * 2 + [Stage.COMPLETED] * 4 + [Stage.ACCEPTED]
    for work, stage in zip(reversed(tail), ends, strict=False):
        work.project.state = stage
    span = (day - first).days
    for work in works:
        begin = max(first, work.project.starts_on)
        state = work.project.state
        if state in (Stage.PREPARING, Stage.RESERVE):
            work.project.starts_on = day + timedelta(days=rng.randint(20, 90))
            work.project.ends_on = work.project.starts_on + timedelta(days=500)
            work.spans = [(state, first, None, "")]
            continue
        work.spans = (
            [(Stage.PREPARING, begin - timedelta(days=30), begin - timedelta(days=1), "")] if begin > first else []
        )
        if state == Stage.BUILDING and rng.random() < 0.06 and (day - begin).days > 90:
            pause = begin + timedelta(days=rng.randint(30, (day - begin).days - 40))
            back = pause + timedelta(days=rng.randint(10, 25))
            work.spans += [
                (Stage.BUILDING, begin, pause - timedelta(days=1), ""),
                (Stage.SUSPENDED, pause, back - timedelta(days=1), rng.choice(words.SUSPEND_REASONS)),
                (Stage.BUILDING, back, None, "手续补齐,复工"),
            ]
            work.building = [(begin, pause - timedelta(days=1)), (back, day)]
            continue
        if state == Stage.BUILDING:
            work.spans.append((Stage.BUILDING, begin, None, ""))
            work.building = [(begin, day)]
            continue
        work.project.starts_on = begin = min(begin, first)
        until = day - timedelta(days=max(1, rng.randint(span // 20, span // 5)))
        work.spans = [(Stage.BUILDING, begin, until - timedelta(days=1), "")]
        work.building = [(begin, until - timedelta(days=1))]
        if state == Stage.ACCEPTED:
            last = until + (day - until) // 2
            work.spans += [
                (Stage.COMPLETED, until, last - timedelta(days=1), "") if last > until else None,
                (state, last, None, ""),
            ]
            work.spans = [item for item in work.spans if item]
        else:
            reason = {Stage.SUSPENDED: words.SUSPEND_REASONS[0], Stage.WITHDRAWN: "规划调整,经区政府常务会研究退出清单"}
            work.spans.append((state, until, None, reason.get(state, "")))
        if state in (Stage.COMPLETED, Stage.ACCEPTED):
            work.project.ends_on, work.pace = until, 1.0
        if state == Stage.WITHDRAWN:
            work.project.exit_document = f"青政办〔{day.year}〕{rng.randint(20, 60)}号"


def _content(rng, kind, name):
    about = words.KINDS[kind]
    target = about["targets"][0]
    amount = rng.randint(target[2] // 100, target[3] // 100 + 1) * 100 or target[2]
    beside = rng.choice(["道路与管网", "绿化与亮化", "消防与安防", "停车与充电设施"])
    return f"{name}:{target[0]}约{amount}{target[1]},配套{beside}。"


def _old(district, rng, programme, planner, lines):
    """What last year's list left: accepted, for the archive."""
    made = Project.objects.bulk_create(
        Project(
            programme=programme,
            code=f"{programme.year}-{number:03}",
            name=name,
            kind=kind,
            nature=Nature.FINISHING,
            location=rng.choice(words.TOWNS),
            total_investment=Decimal(rng.randint(12, 90) * 100),
            state=Stage.ACCEPTED,
            year_plan=Decimal(1000),
            starts_on=date(programme.year - 1, 3, 1),
            ends_on=date(programme.year, 10, 31),
            funding=rng.choice(words.FUNDING),
        )
        for number, (name, kind) in enumerate(OLD_PROJECTS, 1)
    )
    StageSpan.objects.bulk_create(
        StageSpan(project=project, stage=stage, from_on=begin, until_on=end)
        for project in made
        for stage, begin, end in (
            (Stage.BUILDING, date(programme.year - 1, 3, 1), date(programme.year, 10, 31)),
            (Stage.COMPLETED, date(programme.year, 11, 1), date(programme.year, 12, 14)),
            (Stage.ACCEPTED, date(programme.year, 12, 15), None),
        )
    )
    ProjectUnit.objects.bulk_create(
        ProjectUnit(
            project=project,
            unit=district.short[rng.choice(words.KINDS[project.kind]["units"])],
            role=UnitRole.RESPONSIBLE,
            from_on=date(programme.year - 1, 3, 1),
            until_on=None,
        )
        for project in made
    )
    for project in made:
        begun = instant(date(programme.year, 11, 1), 9)
        done = instant(date(programme.year, 12, 15), 9)
        lines.append(
            trail.line(project, "complete", actor=planner, at=begun, from_state="BUILDING", to_state="COMPLETED")
        )
        lines.append(trail.line(project, "accept", actor=planner, at=done, from_state="COMPLETED", to_state="ACCEPTED"))


def _milestones(rng, works, day, planner, lines):
    """Reached, reached late, missed, excused, to come; in keeping with the project's pace."""
    rows, targets = [], []
    stirring = stirs.chosen(works)
    for work in works:
        project = work.project
        way = (project.ends_on - project.starts_on).days
        due = []
        for name, place, weight in words.KINDS[work.kind]["milestones"]:
            planned = project.starts_on + timedelta(days=round(way * place))
            milestone = Milestone(project=project, name=name, planned_on=planned, weight=Decimal(weight))
            if planned < day and project.state not in (Stage.PREPARING, Stage.RESERVE):
                late = rng.randint(-12, 4) if work.pace > 0.9 else rng.randint(5, 40)
                reached = planned + timedelta(days=late)
                if reached <= day:
                    milestone.done_on = reached
                    milestone.evidence = rng.choice(["监理验收记录", "现场核查表", "会议纪要", "主管部门批复"])
                due.append(milestone)
            work.milestones.append(milestone)
        if project.state in (Stage.COMPLETED, Stage.ACCEPTED):
            for milestone in work.milestones:
                milestone.done_on = milestone.done_on or min(milestone.planned_on, project.ends_on)
                milestone.evidence = milestone.evidence or "竣工资料"
        elif work.pace < 0.9 and due:
            last = due[-1]
            last.done_on, last.evidence = None, ""
            # Somewhat behind: a month over; far behind: beyond three months.
            last.planned_on = day - timedelta(days=rng.randint(15, 60) if work.pace > 0.65 else rng.randint(100, 150))
            if work.pace > 0.8:
                last.excuse, last.excused_by = rng.choice(words.EXCUSES), planner
        if work in stirring:
            stirs.stir(stirring.index(work), work, due, day)
        rows += work.milestones
        for position, (name, measure, low, high) in enumerate(words.KINDS[work.kind]["targets"]):
            step = 10 if high < 2000 else 500
            target = Target(
                project=project,
                name=name,
                measure=measure,
                position=position,
                total=Decimal(rng.randint(low // step, high // step) * step),
            )
            if project.starts_on and project.nature == Nature.CONTINUED:
                target.done_before = Decimal(int(target.total * rng.randint(5, 20) / 100))
            work.targets.append(target)
            targets.append(target)
    Milestone.objects.bulk_create(rows)
    Target.objects.bulk_create(targets)
    for milestone in rows:
        if milestone.excuse:
            lines.append(
                trail.line(
                    milestone.project,
                    "accept_excuse",
                    actor=planner,
                    at=instant(day - timedelta(days=9), 10.2),
                    before={"milestone": milestone.name, "excuse": ""},
                    after={"milestone": milestone.name, "excuse": milestone.excuse},
                )
            )


def _plans(rng, works, day, first, until):
    """Investment by month; what is done follows the pace (days.py fills it in and confirms past months)."""
    for work in works:
        project = work.project
        begin = max(first, project.starts_on)
        end = min(until, max(project.ends_on, begin))
        year = project.programme.year
        weights = {}
        for month in months(begin, end):
            length = gregorian.monthrange(month.year, month.month)[1]
            share = (min(end, month + timedelta(days=length - 1)) - max(begin, month)).days + 1
            weights[month] = SEASON[month.month - 1] * share / length * rng.uniform(0.9, 1.1)
        wanted = float(project.total_investment) * rng.uniform(0.4, 0.7)
        scale = wanted / (sum(weights.values()) or 1)
        for month, weight in weights.items():
            work.plans[month] = Decimal(max(1, round(weight * scale / 5) * 5))
        # What was planned before the year began belongs to the list before this one.
        project.year_plan = sum((planned for month, planned in work.plans.items() if month.year == year), Decimal(0))
    Project.objects.bulk_update([work.project for work in works], ["year_plan"], batch_size=100)


def save_plans(works, done, day):
    """The plan rows, past months confirmed with what came in. `done`: {(project pk, month): amount}."""
    this_month = day.replace(day=1)
    MonthlyPlan.objects.bulk_create(
        MonthlyPlan(
            project=work.project,
            month=month,
            planned=planned,
            confirmed=done.get((work.project.pk, month), Decimal(0)) if month < this_month and work.building else None,
        )
        for work in works
        for month, planned in work.plans.items()
        if month.year == work.project.programme.year
    )


VERBS = {
    Stage.BUILDING: "start",
    Stage.SUSPENDED: "suspend",
    Stage.COMPLETED: "complete",
    Stage.ACCEPTED: "accept",
    Stage.WITHDRAWN: "withdraw",
}


def _stages(district, works, planner, lines, first, day):
    rows = []
    for work in works:
        before = ""
        lines.append(trail.line(work.project, "create", actor=planner, at=instant(first, 8.6), reason="年度清单导入"))
        for stage, begin, end, reason in work.spans:
            rows.append(StageSpan(project=work.project, stage=stage, from_on=begin, until_on=end, reason=reason))
            if before:
                verb = "resume" if before == Stage.SUSPENDED else VERBS[stage]
                lines.append(
                    trail.line(
                        work.project,
                        verb,
                        actor=planner,
                        at=instant(max(begin, first), 9, 60),
                        from_state=before,
                        to_state=stage,
                        reason=reason,
                    )
                )
            before = stage
    StageSpan.objects.bulk_create(rows)
