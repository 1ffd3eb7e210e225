"""Adjustments (能下) and proposals for promotion (能上) of the demo: one at every stop, by the real moves."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from cadres.models import Cadre
from cases.models import Circumstance
from cases.queries import rulesets as rules_of
from cases.services import adjustment as services
from cases.services import decisions
from cases.states.rulesets import Category, MeasureKind
from cases.transitions import adjustment, promotion
from cases.transitions.decisions import confirm
from zhangdian.demo import rulesets
from zhangdian.demo.clock import instant
from zhangdian.papers.gongwen import Paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Days after the clue on which each step is made.
PACE = {
    "VERIFYING": 1, "VERIFIED": 9, "NOTIFIED": 10, "HEARD": 12, "PROPOSED": 14, "CONSULTING": 15, "FORWARDED": 20,
    "DECIDED": 26, "TALKED": 28, "DELIVERED": 29, "FOLLOW_UP": 32,
}  # fmt: skip
# (where it stands, days since the clue or None for the newest that fits, measure, trigger, what it is about)
PLANS = (
    ("CLUE", None, "lateral", "annual", "年度考核测评中“不称职”票占31%，班子成员反映其分管工作长期滞后。"),
    ("CLUE", None, "lateral", "petition", "群众来信反映其包保的征迁片区三个月未入户。"),
    ("VERIFYING", None, "lateral", "supervision", "区委督查室连续两次专项督查，其牵头事项均未销号。"),
    ("VERIFIED", None, "lateral", "inspection", "巡察反馈：分管的招投标资料长期缺项。"),
    ("NOTIFIED", None, "lateral", "supervision", "三个项目节点逾期，两次督办未完成。"),
    ("HEARD", None, "rank", "special", "专项考察：主持工作期间班子内耗，重点工作排名靠后。"),
    ("PROPOSED", None, "lateral", "annual", "连续两年年度考核基本称职。"),
    ("CONSULTING", None, "removal", "audit", "审计移交：专项资金闲置一年以上，多次催办未整改。"),
    ("FORWARDED", None, "lateral", "supervision", "牵头的管线迁改延误工期百余日。"),
    ("DECIDED", None, "removal", "special", "不能正常履行职责，单位工作长期落后。"),
    ("TALKED", None, "lateral", "annual", "测评满意率低，群众工作能力不足。"),
    ("DELIVERED", None, "removal", "inspection", "落实整改不力，同类问题反复出现。"),
    ("FOLLOW_UP", 150, "lateral", "supervision", "项目推进缓慢，服务企业意识不强。"),
    ("FOLLOW_UP", 95, "removal", "annual", "年度考核不称职。"),
    ("FOLLOW_UP", 60, "rank", "special", "岗位适应性不足，本人多次提出难以胜任。"),
    ("CLOSED", 410, "lateral", "special", "专项考察认定不适宜担任现职。"),
    ("REVOKED", 120, "lateral", "supervision", "节点逾期，后查明系规划调整所致。"),
    ("DISMISSED", 75, "lateral", "petition", "来信反映吃拿卡要，经核实查无实据。"),
    ("DECLINED", 88, "lateral", "annual", "测评票偏低，会议认为任职时间尚短，继续观察。"),
)  # fmt: skip
RISES = (
    ("DRAFT", "promotion", "副局长"), ("CONSULTING", "promotion", "党委委员"), ("ADVISED", "rank", "四级调研员"),
    ("FORWARDED", "promotion", "副主任"), ("DECIDED", "promotion", "副局长"), ("APPOINTED", "promotion", "党委副书记"),
    ("DECLINED", "rank", "四级调研员"), ("DROPPED", "promotion", "副主任"),
)  # fmt: skip


class Staff:
    """Who runs the cases, and the rules that they run by."""

    def __init__(self, district, day):
        users = district.users
        self.day, self.count = day, 0
        self.office, self.director, self.discipline = users["office"], users["director"], users["discipline"]
        rulesets.lay(district)
        self.rules = rules_of.in_force(day)
        self.circumstances = list(Circumstance.objects.filter(rule_set=self.rules, is_active=True, category="duty")[:8])
        if not self.circumstances:
            made = Circumstance.objects.create(
                rule_set=self.rules, code="B01", category=Category.DUTY, text="工作长期落后，完不成任务", is_sample=True
            )
            self.circumstances = [made]

    def measure(self, code):
        return rules_of.measures(self.rules.pk, MeasureKind.ADJUSTMENT).get(code=code)

    def meets(self, case, outcome, on):
        """The standing committee decides; the minutes are attached, a leader confirms. Returns the case."""
        self.count += 1
        number = f"青常纪〔{on.year}〕{self.count + 20}号"
        content = {
            "meeting": "standing", "held_on": on, "document_no": number, "expected": 11, "present": 10, "agreed": 10,
            "words": f"会议研究了{case}事项。",
        }  # fmt: skip
        entered = instant(on, 16.5)
        row = decisions.enter(content, items=[(case, outcome, "")], actor=self.office, at=entered)
        minutes = Paper("常委会会议纪要（摘录）", number=number).text(content["words"]).bytes()
        file = SimpleUploadedFile("会议纪要.docx", minutes, content_type=DOCX)
        decisions.attach(row, file, not_secret=True, actor=self.office, at=entered)
        confirm(row, actor=self.director, at=instant(on, 17.5))
        return type(case).objects.get(pk=case.pk)


def build(district, day):
    """Adjustments and proposals for promotion in every state, about deputies of units; the log-in “cadre” has facts to
    answer."""
    staff = Staff(district, day)
    people = _people(district)
    for number, plan in enumerate(PLANS):
        cadre = district.users["cadre"] if plan[0] == "NOTIFIED" else None
        _adjust(staff, district, next(people) if cadre is None else _cadre_of(cadre), number, *plan)
    for number, (state, target, post) in enumerate(RISES):
        _rise(staff, next(people), state, target, post, number)


def _people(district):
    """Deputies, one after another, of units from the end of the list; nobody who has an office of the district."""
    busy = {"D00", "D01", "D02", "D03", "D04", "D20", "D21"}
    known = {user.pk for user in district.users.values() if user.password != "!demo"}
    for unit in reversed(district.assessed_units()):
        for cadre in district.deputies.get(unit.pk, [])[:1]:
            if unit.code not in busy and cadre.user_id and cadre.user_id not in known:
                yield cadre


def _cadre_of(user):
    return Cadre.objects.get(user=user)


def _adjust(staff, district, cadre, number, state, ago, code, trigger, clue):
    end = {"CLOSED": "FOLLOW_UP", "REVOKED": "FOLLOW_UP", "DISMISSED": "HEARD", "DECLINED": "FORWARDED"}.get(
        state, state
    )
    if ago is None:
        ago = PACE.get(end, 0) + (1 if end == "NOTIFIED" else 2)
    first = staff.day - timedelta(days=ago)
    office = staff.office

    def on(step, hour=9.5):
        return instant(first + timedelta(days=PACE[step]), hour + number % 5 / 10)

    def day_of(step):
        return first + timedelta(days=PACE[step])

    row = adjustment.open_clue(cadre=cadre, trigger=trigger, clue=clue, actor=office, at=instant(first, 10))
    circumstance = staff.circumstances[number % len(staff.circumstances)]
    where = {"destination_unit": cadre.unit, "destination_post": "四级主任科员"} if code != "removal" else {}

    def conclude(case):
        for text, origin in (("督办单及回执两份", "区委督查室"), ("分管工作台账和会议记录", "所在单位")):
            services.note_evidence(case, text=text, origin=origin, actor=office, at=on("VERIFYING", 14))
        return adjustment.conclude(
            case, facts=f"经核实：{clue}相关情况有督办单、台账和谈话印证。", tolerance="no", actor=office,
            tolerance_why="不属于先行先试中的失误，无容错情形", at=on("VERIFIED"),
        )  # fmt: skip

    def propose(case):
        services.record_talk(
            case, held_on=day_of("HEARD"), held_by=f"{staff.director.name}、{office.name}", place="组织部谈话室",
            words="谈了存在的问题和组织的考虑，本人认识到不足，表示服从安排。", actor=office, at=on("PROPOSED", 9),
        )  # fmt: skip
        return adjustment.propose(
            case, proposal="长期不能完成承担任务，经提醒仍无改进，不适宜继续担任现职。", measure=staff.measure(code),
            way="免去现职，另行安排" if code == "removal" else "平职交流，不再分管项目", actor=office,
            at=on("PROPOSED", 15), **where,
        )  # fmt: skip

    def forward(case):
        services.give_opinion(
            case, stance="agree", words="未发现影响调整的问题线索。",
            document_no=f"青纪函〔{first.year}〕{number + 30}号", actor=staff.discipline, at=on("FORWARDED", 9),
        )  # fmt: skip
        services.enter_opinion(
            case, stance="reserved" if number % 3 else "agree", words="同意调整，建议做好思想工作。",
            document_no=f"青政函〔{first.year}〕{number + 12}号", actor=office, at=on("FORWARDED", 10),
        )  # fmt: skip
        return adjustment.forward(case, actor=office, at=on("FORWARDED", 15))

    def heard(case):
        if number % 4 == 3:
            return adjustment.waive(case, actor=cadre.user, at=on("HEARD"))
        words = "任务重、人手少是事实，但我抓得不紧，接受批评，请组织考虑前期征迁的客观困难。"
        return adjustment.state(case, statement=words, actor=cadre.user, at=on("HEARD"))

    road = {
        "VERIFYING": lambda case: adjustment.verify(case, circumstance=circumstance, actor=office, at=on("VERIFYING")),
        "VERIFIED": conclude,
        "NOTIFIED": lambda case: adjustment.serve_facts(case, manner="signed", actor=office, at=on("NOTIFIED")),
        "HEARD": heard,
        "PROPOSED": propose,
        "CONSULTING": lambda case: adjustment.consult(
            case, leader=district.leaders[number % 6].name, actor=office, at=on("CONSULTING")
        ),
        "FORWARDED": forward,
        "DECIDED": lambda case: staff.meets(case, "adjust", day_of("DECIDED")),
        "TALKED": lambda case: adjustment.talk(
            case, held_on=day_of("TALKED"), held_by=staff.director.name, place="组织部",
            words="宣布区委决定，告知复核和申诉途径，本人表示服从。", actor=office, at=on("TALKED", 15),
        ),
        "DELIVERED": lambda case: adjustment.deliver(case, manner="signed", actor=office, at=on("DELIVERED")),
        "FOLLOW_UP": lambda case: adjustment.appoint(
            case, document_no=f"青任〔{first.year}〕{number + 40}号", post_from_on=day_of("FOLLOW_UP"), actor=office,
            at=on("FOLLOW_UP"),
        ),
    }  # fmt: skip
    for walk in road.values():
        if row.state == end:
            break
        row = walk(row)
    if state == "CLOSED":
        adjustment.evaluate(
            row, verdict="excellent", actor=office, at=instant(row.follow_until + timedelta(days=2), 10),
            evaluation="影响期内驻点服务企业，完成包保任务，群众评价明显好转。",
        )  # fmt: skip
    elif state == "REVOKED":
        adjustment.revoke(
            row, reason="复核认定：规划调整致逾期，撤销原决定", actor=staff.director, at=on("FOLLOW_UP", 17)
        )
    elif state == "DISMISSED":
        adjustment.dismiss(row, reason="查无实据，予以澄清", actor=office, at=on("HEARD", 16))
    elif state == "DECLINED":
        staff.meets(row, "decline", day_of("DECIDED"))


def _rise(staff, cadre, state, target, post, number):
    end = {"DECLINED": "FORWARDED", "DROPPED": "ADVISED"}.get(state, state)
    first = staff.day - timedelta(days=40 - number)
    office = staff.office

    def on(after, hour=10):
        return instant(first + timedelta(days=after), hour)

    row = promotion.open_promotion(
        cadre=cadre, target=target, to_unit=cadre.unit, to_post=post, actor=office, at=on(0),
        grounds="一线考察中实绩突出，承担的项目节点全部按期完成。",
    )  # fmt: skip
    road = {
        "CONSULTING": lambda case: promotion.ask_opinion(case, actor=office, at=on(1)),
        "ADVISED": lambda case: promotion.advise(
            case, stance="agree", opinion="廉洁自律方面未收到反映。", actor=staff.discipline, at=on(8)
        ),
        "FORWARDED": lambda case: promotion.forward(
            case, proposal="德才表现和工作实绩突出，建议提任。", actor=office, at=on(10)
        ),
        "DECIDED": lambda case: staff.meets(case, "promote", first + timedelta(days=18)),
        "APPOINTED": lambda case: promotion.appoint(
            case, document_no=f"青任〔{first.year}〕{number + 60}号", post_from_on=first + timedelta(days=21),
            actor=office, at=on(22),
        ),
    }  # fmt: skip
    for walk in road.values():
        if row.state == end:
            break
        row = walk(row)
    if state == "DECLINED":
        staff.meets(row, "decline", first + timedelta(days=18))
    elif state == "DROPPED":
        promotion.drop(row, reason="本人另有任用", actor=office, at=on(12))
