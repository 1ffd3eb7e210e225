"""Error tolerance in every state, by the real moves: people, words and numbers are invented."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.states import Role
from cadres.models import Cadre
from cases.models import Tolerance
from cases.queries import tolerance as queries
from cases.services import decisions
from cases.services import tolerance as services
from cases.states.tolerance import Distinction, Look
from cases.transitions import cards
from cases.transitions import tolerance as moves
from cases.transitions.decisions import confirm
from zhangdian.calendar.queries import calendar
from zhangdian.demo import rulesets
from zhangdian.demo.clock import instant
from zhangdian.demo.district import headed

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ROAD = (
    "LODGED", "ACCEPTING", "INQUIRY", "JOINT", "MEETING", "DECIDED", "FED_BACK", "FILED", "CORRECTING", "CORRECTED",
    "FOLLOWED", "CLOSED",
)  # fmt: skip
# Each matter: facts of the card, course of events, basis, error, remedy.
MATTERS = (
    ("钢板桩围护改用新工艺后工期延误十二天，两次催办未报结。",
     "汛期临近，原放坡开挖方案有塌方风险。经班子集体研究，改用钢板桩围护，首次使用，设备进场和打桩用时超出预计。",
     "班子会议纪要第3号，专家论证意见一份。", "工期延误十二天，增加机械费用，未造成安全事故和质量问题。",
     "已增加一套设备，夜间错峰施工，追回七天。"),
    ("先行组织部分清表，早于用地手续批复四天。",
     "上游来水预报提前，为保护已开挖沟槽，经会商决定先行清表排水，同日书面报告主管部门。",
     "现场会商记录，汛情预警单。", "手续批复前施工四天，未占用耕地，无群众异议。", "已补齐手续并作书面说明。"),
    ("征迁安置协议文本变更未按时上报，影响节点八天。",
     "两户老人行动不便，工作组改为上门签约并分期搬迁，协议文本因此变更，上报时间推迟。",
     "工作组会议记录，村民代表会议记录。", "节点推迟八天，两户群众平稳搬迁。", "已补报，并统一了上门签约的文本。"),
    ("管线迁改交叉施工组织不当，返工一处。",
     "首次采用多家管线同沟同步迁改，配合经验不足，一处标高冲突，发现后当日返工。",
     "管线迁改联席会议纪要。", "返工一处，费用三万余元由施工方承担，总工期未受影响。",
     "已建立每日碰头和标高复核制度。"),
)  # fmt: skip
WHY = {
    "pioneer": "首次采用，区内没有先例，事前作了论证，不是明知故犯。",
    "explore": "当时没有禁止性规定，主管部门提出要求后立即按要求办理。",
    "develop": "为抢汛期、保工期，没有任何个人利益。",
}
LOOKS = {
    "motive": "出于推进项目、防范汛期风险的公心，态度诚恳。", "condition": "汛期临近，工期紧，无成熟经验可循。",
    "procedure": "经集体研究和专家论证，有会议纪要。", "nature": "属工作失误，情节轻微，不涉及违纪违法。",
    "consequence": "未造成安全事故，群众没有不良反映。", "remedy": "主动补救，大部分延误已经追回。",
}  # fmt: skip
POINTS = {code: (True, WHY[code]) for code in Distinction.values}
FOUND = POINTS | {f"look_{code}": (None, LOOKS[code]) for code in Look.values}
CONCLUSION = "经调查核实，动机为公，程序完备，没有谋取私利，后果轻微并已主动补救，三个区分均属可以容错的情形。"
LESSON = (
    "某镇负责的工程为抢在汛期前完成基坑，经集体研究和专家论证，首次采用一种新的围护方法，因经验不足延误十余天。调查认为：动机为公，"
    "程序完备，没有私利，主动补救，未造成安全事故。认定免责，有关亮牌撤销。可以借鉴的是：事前论证和集体研究都有书面记录；应当改进的是："
    "新方法应先作小段试验，并把可能的延误提前报告。"
)


class Walker:
    """Walks cases along their road; each step on a working day after the one before."""

    def __init__(self, people, day):
        self.day, self.working, self.number = day, calendar(), 0
        self.office, self.director, self.discipline = (
            people.users[name] for name in ("office", "director", "discipline")
        )
        self.team = _investigators(people)

    def on(self, ago, after=0, hour=9.5):
        """The instant `after` working days after `ago` days before the demo's day."""
        return instant(self.working.add(self.day - timedelta(days=ago), 1 + after), hour)

    def card(self, cadre, ago, facts, colour="yellow", state="NOTIFIED"):
        """A card that somebody is to answer for, on the way or in force."""
        when = self.on(ago)
        row = cards.open_card(colour=colour, facts=facts, cadre=cadre, actor=self.office, at=when)
        row = cards.serve_facts(row, manner="signed", actor=self.office, at=when)
        if state == "NOTIFIED":
            return row
        row = cards.state(row, statement="情况属实，已申请容错。", actor=self.office, at=when)
        more = {"earlier_rung": "此前已作提醒谈话"} if colour == "red" else {}
        row = cards.propose(row, proposal="事实清楚，建议亮牌。", actor=self.office, at=when, **more)
        meeting = "joint" if colour == "red" else "department"
        self.decide(row, "give", when, meeting, "同意亮牌。")
        return cards.deliver(type(row).objects.get(pk=row.pk), manner="signed", actor=self.office, at=when)

    def decide(self, case, outcome, when, meeting, words):
        self.number += 1
        content = {
            "meeting": meeting, "held_on": when.date(), "expected": 9, "present": 8, "agreed": 8, "words": words,
            "document_no": f"张组会〔{when.year}〕容错{self.number}号",
        }  # fmt: skip
        row = decisions.enter(content, items=[(case, outcome, "")], actor=self.office, at=when)
        file = SimpleUploadedFile("会议纪要.pdf", PDF, content_type="application/pdf")
        decisions.attach(row, file, not_secret=True, actor=self.office, at=when)
        confirm(row, actor=self.director, at=when)

    def lodge(self, card, ago, matter):
        """The organ opens it on the word of the person, or the person does where there is an account."""
        actor = card.cadre.user if card.cadre.user_id and card.cadre.user.is_active else self.office
        when = self.on(ago, 1)
        about = queries.about_case(actor, when.date(), "card", card.pk)
        _facts, course, basis, error, remedy = matter
        content = {
            "post": str(card.cadre.unit), "course": course, "basis": basis, "error": error, "remedy": remedy,
            "no_gain": True,
        }  # fmt: skip
        case = services.lodge(about, content, points=POINTS, actor=actor, at=when)
        file = SimpleUploadedFile("班子会议纪要.pdf", PDF, content_type="application/pdf")
        services.add_evidence(case, file=file, not_secret=True, actor=actor, at=when)
        return case

    def investigate(self, case, ago, proposed):
        when = self.on(ago, 3)
        first, second = self.team
        for user in self.team:
            services.name_investigator(case, user=user, actor=self.discipline, at=when)
        heard = (
            ("person", str(case.whom), "说明了改用新方法的经过和补救情况，愿意承担责任。"),
            ("unit", f"{case.unit}班子成员", "此事经班子集体研究，本人没有私利，平时工作积极。"),
            ("masses", "施工方和村民代表三人", "工地一直有人值守，没有影响出行，对处理没有意见。"),
        )  # fmt: skip
        for party, name, words in heard:
            services.record_hearing(
                case, party=party, name=name, held_on=when.date(), words=words, actor=first, at=when
            )
        services.write_findings(case, points=FOUND, proposed=proposed, proposal=CONCLUSION, actor=first, at=when)
        services.sign_findings(case, actor=second, at=when)

    def walk(self, case, ago, state, outcome="exempt"):
        """On to `state`, a working day or two a step."""
        steps = {
            "ACCEPTING": self._accept, "INQUIRY": self._countersign, "JOINT": self._report, "MEETING": self._opine,
            "DECIDED": self._find, "FED_BACK": self._feed_back, "FILED": self._file, "CORRECTING": self._order,
            "CORRECTED": self._corrected, "FOLLOWED": self._approve, "CLOSED": self._close,
        }  # fmt: skip
        for stop in ROAD[1 : ROAD.index(state) + 1]:
            steps[stop](case, ago, outcome)
            case = Tolerance.objects.get(pk=case.pk)
        return case

    def _accept(self, case, ago, outcome):
        moves.accept(case, reason="符合容错的条件，材料齐全", actor=self.office, at=self.on(ago, 1, 15))

    def _countersign(self, case, ago, outcome):
        moves.countersign(case, manner="system", actor=self.discipline, at=self.on(ago, 2))

    def _report(self, case, ago, outcome):
        self.investigate(case, ago, outcome)
        moves.report(case, actor=self.team[0], at=self.on(ago, 4))

    def _opine(self, case, ago, outcome):
        moves.give_opinion(
            case, opinion="经会商，同意调查组意见。", agrees="yes", actor=self.discipline, at=self.on(ago, 5)
        )

    def _find(self, case, ago, outcome):
        self.decide(case, outcome, self.on(ago, 6, 16), "joint", "会议听取了调查核实情况，同意认定意见。")

    def _feed_back(self, case, ago, outcome):
        moves.feed_back(case, party_org=f"{case.unit}党组织", manner="signed", actor=self.office, at=self.on(ago, 7))

    def _file(self, case, ago, outcome):
        number = f"容错备〔{self.day.year}〕{case.number}号"
        moves.file(case, filing_no=number, actor=self.office, at=self.on(ago, 8))

    def _order(self, case, ago, outcome):
        when = self.on(ago, 9)
        moves.order_correction(
            case, correction="补充新工艺专项方案和应急措施，组织一次业务培训。", actor=self.office, at=when,
            correct_by=when.date() + timedelta(days=20), manner="signed",
        )  # fmt: skip

    def _corrected(self, case, ago, outcome):
        actor = case.cadre.user
        moves.report_correction(case, corrected="专项方案已论证通过，培训已组织。", actor=actor, at=self.on(ago, 11))

    def _approve(self, case, ago, outcome):
        moves.approve_correction(case, verdict="查阅方案和培训记录，属实", actor=self.office, at=self.on(ago, 12))

    def _close(self, case, ago, outcome):
        if outcome == "exempt":
            services.consent(case, scope="meeting", actor=case.cadre.user, at=self.on(ago, 13))
            when = self.on(ago, 14)
            services.clear_name(
                case, cleared_on=when.date(), clearing="单位干部大会上宣读认定结果", actor=self.office, at=when
            )
        moves.visit_again(
            case,
            revisit="当面谈话，思想稳定，仍负责该项目并继续试用改进后的方法。",
            actor=self.office,
            at=self.on(ago, 30),
        )


def _investigators(people):
    """Two of a team; they are given the role of a team where they have none."""
    found = [cadre.user for team in people.teams for cadre in team if cadre.user_id][:2]
    for user in found:
        if not user.has_role(Role.TEAM):
            user.roles = f"{user.roles or ','}{Role.TEAM},"
    User.objects.bulk_update(found, ["roles"])
    return found


def build(people, at):
    """A tolerance case in every state. `at`: the instant at which the demo ends."""
    day = at.date()
    rulesets.lay(people)
    road = Walker(people, day)
    subject = Cadre.objects.select_related("user", "unit").get(user=people.users["cadre"])
    # Whoever has an account can apply and report himself; for the others the organ opens it.
    barred = {user.pk for user in (*road.team, road.office, road.director, road.discipline)} | {subject.user_id}
    able = Cadre.objects.filter(user__isnull=False, unit__in=people.assessed_units()).exclude(user__in=barred)
    able = able.exclude(unit__in=headed(day, road.office, road.director, road.discipline))
    able = able.select_related("user", "unit")
    others = iter([cadre for cadre in able.order_by("pk") if not cadre.user.roles][:20])
    number = 0

    def case(ago, *, cadre=None, **words):
        nonlocal number
        matter = MATTERS[number % len(MATTERS)]
        number += 1
        card = road.card(cadre or next(others), ago, matter[0], **words)
        return road.lodge(card, ago, matter)

    case(4)
    road.walk(case(5), 5, "ACCEPTING")
    road.walk(case(8, cadre=subject), 8, "INQUIRY")
    road.walk(case(9), 9, "JOINT")
    road.walk(case(11), 11, "MEETING")
    road.walk(case(13), 13, "DECIDED")
    road.walk(case(15, colour="red"), 15, "FED_BACK", "lighter")
    road.walk(case(17), 17, "FILED", "reduced")
    road.walk(case(19), 19, "CORRECTING")
    road.walk(case(21), 21, "CORRECTED")
    road.walk(case(25), 25, "FOLLOWED", "denied")
    closed = road.walk(case(120, cadre=subject, state="VALID", colour="red"), 120, "CLOSED")
    services.release_lesson(
        closed, topic="site", title="抢汛期采用新方法延误工期", text=LESSON, actor=road.director, at=road.on(120, 35)
    )
    for state in ("REFUSING", "REFUSED"):
        row = case(6 if state == "REFUSING" else 30)
        ago = 6 if state == "REFUSING" else 30
        moves.refuse(
            row, ground="procedure", reason="未经班子会议研究，个人决定变更方案，属未经程序擅自决策。",
            actor=road.office, at=road.on(ago, 1, 15),
        )  # fmt: skip
        if state == "REFUSED":
            row.refresh_from_db()
            moves.confirm_refusal(row, manner="signed", actor=road.discipline, at=road.on(ago, 2))
    row = case(28)
    moves.withdraw(row, reason="已与单位沟通，自愿接受处理", actor=row.opened_by, at=road.on(28, 1, 16))
    row = road.walk(case(40), 40, "INQUIRY")
    moves.dismiss(row, reason="亮牌事实经核已不成立，无需容错", actor=road.director, at=road.on(40, 4))
    row = road.walk(case(60), 60, "FILED", "denied")
    moves.revoke(row, reason="复核决定撤销原认定", at=road.on(60, 20))
