"""The four evaluation teams of the demo: seats, projects, recusals, evaluations in every state, sealed notes, facts."""

from datetime import timedelta
from random import Random

from evaluations.models import (
    Check,
    Examination,
    ExaminationProject,
    ExaminedCadre,
    Fact,
    Material,
    MaterialVersion,
    Recusal,
    Talk,
    Team,
    TeamMember,
    TeamProject,
)
from evaluations.queries.materials import drafted
from evaluations.rules.talks import SECTIONS
from evaluations.states.facts import FactState
from evaluations.states.teams import CheckKind, Finding, Leaning, Outcome, Relation, TalkKind, TalkState
from evaluations.states.teams import ExaminationState as S
from projects.models import Milestone, Responsibility
from projects.states import PersonRole, Stage
from zhangdian import vault
from zhangdian.demo.clock import instant
from zhangdian.trail import services as trail

ROAD = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.FORMED, S.ON_SITE, S.VERIFYING, S.MATERIAL, S.JUDGED, S.ARCHIVED)
VERBS = {
    S.SUBMITTED: "submit", S.APPROVED: "approve", S.FORMED: "form", S.ON_SITE: "begin", S.VERIFYING: "extend",
    S.MATERIAL: "write-up", S.JUDGED: "judge", S.ARCHIVED: "archive",
}  # fmt: skip
# (team, where it stands, days since the plan)
PLANS = (
    (0, S.ARCHIVED, 210), (1, S.ARCHIVED, 150), (2, S.ARCHIVED, 120), (0, S.JUDGED, 60), (1, S.MATERIAL, 40),
    (2, S.VERIFYING, 24), (0, S.ON_SITE, 9), (3, S.FORMED, 6), (3, S.APPROVED, 4), (1, S.SUBMITTED, 2),
    (2, S.DRAFT, 1), (3, S.ABANDONED, 90),
)  # fmt: skip
EXAMPLES = (
    "带队驻点半个月, 逐户走访, 协调完成最后几户签约", "牵头会商管线迁改, 将原定三周的手续压缩到三天",
    "雨季连夜组织排水, 未误工期",
    "主动协调两个单位的交叉施工, 避免返工", "把群众反映的扬尘问题当天解决并回访",
)  # fmt: skip
SHORT = ("有时急于求成, 与群众沟通方法可再细", "统筹多个工地时精力分散", "书面总结不够及时")
POINTS = ("作风扎实, 遇事先到现场", "熟悉政策, 敢于拍板", "要求严格, 团队服气", "肯听意见, 说话算数")


def build(district, day, at):
    """Four teams with a history; returns the trail lines."""
    rng, lines = Random("zhangdian-teams"), []
    teams = _teams(district, day)
    lines += _facts(district, day)
    for number, (which, state, ago) in enumerate(PLANS):
        lines += _examination(district, teams[which], state, day - timedelta(days=ago), at, rng, number)
    return lines


def _teams(district, day):
    since = day - timedelta(days=360)
    teams = Team.objects.bulk_create(Team(name=f"第{name}考察组") for name in "一二三四")
    followed = [[] for _team in teams]
    rows = Responsibility.objects.filter(role=PersonRole.TEAM).select_related("project").order_by("project_id", "pk")
    leaders = {cadres[0].pk: number for number, cadres in enumerate(district.teams)}
    for row in rows:
        if row.cadre_id in leaders and row.project.state != Stage.WITHDRAWN:
            followed[leaders[row.cadre_id]].append(row.project)
    TeamMember.objects.bulk_create(
        TeamMember(team=team, cadre=cadre, is_leader=place == 0, from_on=since)
        for team, cadres in zip(teams, district.teams, strict=True)
        for place, cadre in enumerate(cadres)
    )
    TeamProject.objects.bulk_create(
        TeamProject(team=team, project=project, from_on=since)
        for team, projects in zip(teams, followed, strict=True)
        for project in projects
    )
    Recusal.objects.create(
        person=district.teams[3][2], project=followed[3][-1], reason="曾任该项目负责人", from_on=since
    )
    for team, projects, cadres in zip(teams, followed, district.teams, strict=True):
        team.projects, team.cadres = projects, cadres
    return teams


def _examination(district, team, state, first, at, rng, number):
    office, director = district.users["office"], district.users["director"]
    project = team.projects[number % max(1, len(team.projects) - 1)]
    deputies = Responsibility.objects.filter(project=project, role=PersonRole.DEPUTY, until_on__isnull=True)
    cadre = deputies.select_related("cadre__unit").first().cadre
    reached = ROAD.index(state) if state in ROAD else ROAD.index(S.FORMED)
    step = max(1, min(12, ((at.date() - first).days - 1) // max(1, reached)))
    when = {one: instant(first + timedelta(days=step * place), 9.5) for place, one in enumerate(ROAD[: reached + 1])}
    leader, mate = team.cadres[0].user, team.cadres[1].user
    row = Examination(
        title=f"{project.name}一线考察", team=team, ways=["site", "forum", "talk", "opinion"], from_on=first,
        until_on=first + timedelta(days=20), drafted_by=office, state=state, trigger="progress",
    )  # fmt: skip
    if reached >= ROAD.index(S.APPROVED):
        row.approved_by, row.approved_at = director, when[S.APPROVED]
    if reached >= ROAD.index(S.FORMED):
        row.formed_on, row.formed_of = when[S.FORMED].date(), "、".join(member.name for member in team.cadres)
    if reached >= ROAD.index(S.JUDGED):
        row.met_on, row.meeting_no = when[S.JUDGED].date(), f"青组纪〔{first.year}〕{number + 3}号"
        row.due_present, row.present, row.agreed = 9, 8, 8
    row.save()
    outcome = Outcome.values[number % 3] if reached >= ROAD.index(S.JUDGED) else ""
    ExaminedCadre.objects.create(examination=row, cadre=cadre, outcome=outcome)
    ExaminationProject.objects.create(examination=row, project=project)
    lines = [trail.line(row, "create", actor=office, at=when[S.DRAFT])]
    actors = {
        S.SUBMITTED: office, S.APPROVED: director, S.FORMED: office, S.ON_SITE: mate, S.VERIFYING: leader,
        S.MATERIAL: leader, S.JUDGED: director, S.ARCHIVED: office,
    }  # fmt: skip
    before = S.DRAFT
    for one in ROAD[1 : reached + 1]:
        lines.append(
            trail.line(row, VERBS[one], actor=actors[one], at=when[one], from_state=before, to_state=one)
        )  # fmt: skip
        before = one
    if state == S.ABANDONED:
        over = instant(first + timedelta(days=40), 15)
        lines.append(
            trail.line(
                row, "call-off", actor=director, at=over, from_state=before, to_state=state, reason="项目停工, 另行安排"
            )
        )  # fmt: skip
    if reached >= ROAD.index(S.ON_SITE):
        lines += _notes(row, cadre, project, mate, when[S.ON_SITE] + timedelta(hours=1), state == S.ON_SITE, rng)
    if reached >= ROAD.index(S.ON_SITE) and cadre.user_id != district.users["discipline"].pk:
        lines += _check(row, cadre, district, when[S.ON_SITE] + timedelta(hours=2), reached >= ROAD.index(S.MATERIAL))
    if reached >= ROAD.index(S.MATERIAL):
        lines += _material(row, cadre, mate, leader, when[S.MATERIAL], reached >= ROAD.index(S.JUDGED))
    return lines


def _notes(row, cadre, project, mate, begins, still, rng):
    rows, lines = [], []
    for place, relation in enumerate((*Relation.values, "")):
        held = begins + timedelta(hours=place)
        kind = TalkKind.TALK if relation else TalkKind.SITE
        filed = not (still and place >= 3)
        talk = Talk(
            examination=row, kind=kind, cadre=cadre if relation else None, project=project, relation=relation,
            held_at=held, recorder=mate, state=TalkState.FILED if filed else TalkState.DRAFT,
            filed_at=held + timedelta(minutes=40) if filed else None,
        )  # fmt: skip
        words = {
            "person": f"某同志(谈话对象{place + 1})", "place": "项目部", "points": rng.choice(POINTS),
            "examples": rng.choice(EXAMPLES), "shortcomings": rng.choice(SHORT) if place % 2 else "",
            "leaning": rng.choice(Leaning.values[:2]) if relation else Leaning.UNSAID,
        }  # fmt: skip
        talk.sealed = vault.seal(words, talk)
        rows.append(talk)
    Talk.objects.bulk_create(rows)
    for talk in rows:
        lines.append(trail.line(talk, "create", actor=mate, at=talk.held_at + timedelta(minutes=30)))
        if talk.filed_at:
            lines.append(
                trail.line(talk, "file", actor=mate, at=talk.filed_at, from_state="DRAFT", to_state="FILED")
            )  # fmt: skip
    return lines


def _check(row, cadre, district, asked, answered):
    office, discipline = district.users["office"], district.users["discipline"]
    due = instant(asked.date() + timedelta(days=8), 0)
    check = Check(
        examination=row, cadre=cadre, kind=CheckKind.INTEGRITY, asked_by=office, asked_at=asked, due_at=due
    )  # fmt: skip
    if answered:
        check.state, check.replied_by, check.replied_at = "ANSWERED", discipline, asked + timedelta(hours=3)
        check.document_no = f"青纪函〔{asked.year}〕{row.pk}号"
        check.sealed = vault.seal({"finding": Finding.CLEAR, "words": "经查询, 未发现影响考察的问题线索"}, check)
    check.save()
    lines = [trail.line(check, "create", actor=office, at=asked)]
    if answered:
        lines.append(
            trail.line(
                check, "reply", actor=discipline, at=check.replied_at, from_state="ASKED", to_state="ANSWERED"
            )
        )  # fmt: skip
    return lines


def _material(row, cadre, mate, leader, begins, signed):
    material = Material.objects.create(
        examination=row, cadre=cadre, drafted_by=mate, version=1, state="SIGNED" if signed else "DRAFT",
        signed_by=leader if signed else None, signed_at=begins + timedelta(hours=3) if signed else None,
    )  # fmt: skip
    sections, _read = drafted(row, cadre, day=begins.date())
    sections |= {
        "virtue": "政治坚定, 服从大局, 急难任务面前不推诿。", "ability": "熟悉工程管理和征迁政策, 协调能力强。",
        "diligence": "长期驻守一线, 工作投入。", "integrity": "严于律己, 未收到不廉洁反映。",
        "opinion": "建议进入考察视野, 继续跟踪了解。" if signed else "",
    }  # fmt: skip
    version = MaterialVersion(material=material, number=1, at=begins + timedelta(hours=1), by=mate)
    version.sealed = vault.seal({name: sections.get(name, "") for name in SECTIONS}, version)
    version.save()
    lines = [trail.line(material, "create", actor=mate, at=version.at)]
    if signed:
        lines += [
            trail.line(
                material, "hand-up", actor=mate, at=begins + timedelta(hours=2), from_state="DRAFT",
                to_state="HANDED_UP",
            ),
            trail.line(
                material, "sign", actor=leader, at=material.signed_at, from_state="HANDED_UP", to_state="SIGNED"
            ),
        ]  # fmt: skip
    return lines


def _facts(district, day):
    """Drafts from the milestones of the last months; the older ones verified, a few borne out otherwise."""
    office, director = district.users["office"], district.users["director"]
    rows, lines = [], []
    stones = Milestone.objects.filter(done_on__gte=day - timedelta(days=100), done_on__lt=day).select_related("project")
    carried = {}
    for part in Responsibility.objects.filter(role=PersonRole.DEPUTY, until_on__isnull=True).select_related("cadre"):
        carried[part.project_id] = part.cadre
    for stone in stones.order_by("done_on", "pk")[:60]:
        cadre = carried.get(stone.project_id)
        if cadre is None:
            continue
        made = instant(stone.done_on, 18.7)
        row = Fact(
            cadre=cadre, project=stone.project, day=stone.done_on, kind="achievement", source="reports",
            what=f"“{stone.project.name}”项目完成节点“{stone.name}”(计划{stone.planned_on})",
            evidence=stone.evidence or "项目台账登记完成", from_label="projects.milestone", from_key=str(stone.pk),
            from_path=stone.project.get_absolute_url(), made_at=made,
        )  # fmt: skip
        place = len(rows)
        if place % 7 == 5:
            row.state = FactState.REJECTED
        elif (day - stone.done_on).days > 12 and cadre.user_id != director.pk:
            row.state, row.verified_by = FactState.VERIFIED, director
            row.verified_at = instant(stone.done_on + timedelta(days=3), 10.2)
        rows.append(row)
    disputed = [row for row in rows if row.state == FactState.VERIFIED]
    disputed = [row for row in disputed if row.cadre.user_id not in (None, office.pk)][:3]
    for row in disputed:
        row.objection, row.objected_at = "节点由前任完成，本人到岗在后，请核对日期", row.verified_at + timedelta(days=1)
    for row in disputed[1:]:
        row.answer = "经核对任职文件和验收单，日期无误" if row is not disputed[-1] else "情况属实，该条目予以撤回"
        row.answered_by, row.answered_at = office, row.objected_at + timedelta(days=2)
    for row in disputed[2:]:
        row.state = FactState.WITHDRAWN
    Fact.objects.bulk_create(rows)
    for row in rows:
        lines.append(trail.line(row, "create", actor=None, at=row.made_at))
        verb = {FactState.DRAFT: "", FactState.REJECTED: "reject"}.get(row.state, "verify")
        if verb:
            lines.append(
                trail.line(
                    row, verb, actor=director if verb == "verify" else office,
                    at=row.verified_at or row.made_at + timedelta(hours=15), from_state="DRAFT",
                    to_state="REJECTED" if verb == "reject" else "VERIFIED",
                    reason="" if verb == "verify" else "非本人主要承担",
                )
            )  # fmt: skip
    for row in disputed:
        lines += _dispute(row, office)
    return lines


def _dispute(row, office):
    """What a cadre objected to, what was answered, and what was withdrawn on it."""
    steps = [("object", row.cadre.user, row.objected_at, "VERIFIED", "")]
    if row.answered_at:
        steps.append(("answer", office, row.answered_at, "VERIFIED", ""))
    if row.state == FactState.WITHDRAWN:
        steps.append(("withdraw", office, row.answered_at + timedelta(minutes=5), "WITHDRAWN", "异议属实"))
    return [
        trail.line(row, verb, actor=actor, at=at, from_state="VERIFIED", to_state=state, reason=reason)
        for verb, actor, at, state, reason in steps
    ]
