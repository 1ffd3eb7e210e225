"""Reviews and appeals of the demo, in every state, each about a card that was really given; one batch of disposal in
every state, and a legal hold. Through the real moves."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.states import Role
from cases.services import decisions, retention
from cases.states.retention import DisposalState
from cases.transitions import appeals, cards
from cases.transitions.decisions import confirm
from cases.transitions.retention import carry_out, discard
from zhangdian.demo import rulesets
from zhangdian.demo.clock import instant

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FACTS = (
    "督办事项逾期十二天未报结，两次书面催办未果。", "拆迁签约进度连续两周零推进，未按要求到场协调。",
    "日报数据与现场不符，经核实少报停工三天。",
)  # fmt: skip
CLAIM, GROUNDS = "请求撤销黄牌。", "逾期系供应商违约断供所致，已三次书面催告并报告，附催告函。"
FINDINGS = "调阅催告函三份、供应商回函一份；事实基本清楚，但未考虑不可归责的因素。"
PROPOSAL = "原决定对客观原因考虑不足，提请审理会议研究。"
# (state, remedy, outcome, colour of the card, days since the card was opened)
ROADS = (
    ("LODGED", "review", "", "yellow", 11), ("QUESTIONED", "review", "", "yellow", 52),
    ("ADMITTED", "review", "", "yellow", 14), ("INADMISSIBLE", "review", "", "yellow", 58),
    ("EXAMINED", "appeal", "", "red", 15), ("PROPOSED", "review", "", "yellow", 19),
    ("DECIDED", "review", "revoked", "yellow", 20), ("CLOSED", "review", "revoked", "yellow", 60),
    ("CLOSED", "appeal", "changed:yellow", "red", 64), ("CLOSED", "review", "confirmed", "yellow", 50),
    ("WITHDRAWN", "review", "", "yellow", 30),
)  # fmt: skip


class _Staff:
    """The officer and leader of the cards are the demo's log-ins; those of the appeals are further people of the
    organisation department."""

    def __init__(self, district):
        self.officer, self.leader = district.users["office"], district.users["director"]
        own = district.units["D04"].pk
        # The department's own people first, then clerks of other organs who sit on the panel.
        units = [own, *[unit for unit in district.staff if unit != own]]
        spare = [
            cadre.user
            for unit in units
            for cadre in [*district.deputies.get(unit, []), *district.staff.get(unit, [])[-1:]]
            if cadre.user_id and not cadre.user.roles and (unit == own or cadre in district.staff[unit])
        ]
        self.second, self.third, self.deputy = spare[:3]
        for user, role in ((self.second, Role.OFFICE), (self.third, Role.DIRECTOR), (self.deputy, Role.DIRECTOR)):
            user.roles = f",{role},"
            User.objects.filter(pk=user.pk).update(roles=user.roles)


def build(district, day):
    """Everything, through the moves."""
    rulesets.lay(district)
    staff = _Staff(district)
    subjects = [
        cadres[0]
        for unit, cadres in district.deputies.items()
        if cadres and cadres[0].user_id and not cadres[0].user.roles and unit != district.units["D04"].pk
    ]
    for number, (road, cadre) in enumerate(zip(ROADS, subjects, strict=False)):
        _walk(staff, cadre, number, day, *road)
    _disposals(district, staff, subjects, day)


def _walk(staff, cadre, number, day, state, remedy, outcome, colour, ago):
    def on(days, hour=9.0):
        return instant(day - timedelta(days=ago - days), hour, number)

    card = _card(staff, cadre, FACTS[number % len(FACTS)], colour, number, on)
    late = state in ("QUESTIONED", "INADMISSIBLE")
    row = appeals.lodge(
        card, remedy=remedy, claim=CLAIM if colour == "yellow" else "请求变更为较轻的处理。", grounds=GROUNDS,
        actor=cadre.user, at=on(48 if late else 10),
    )  # fmt: skip
    if state == "WITHDRAWN":
        return appeals.withdraw(row, actor=cadre.user, at=on(11))
    if state == "INADMISSIBLE":
        return appeals.refuse(
            row, ruling="收到时已过最后期限，未说明正当理由。", manner="signed", actor=staff.third, at=on(51)
        )
    for _stop, walk in (
        ("ADMITTED", lambda row: appeals.admit(row, actor=row.handler, at=on(12))),
        ("EXAMINED", lambda row: appeals.examine(row, findings=FINDINGS, actor=row.handler, at=on(14))),
        ("PROPOSED", lambda row: appeals.propose(row, proposal=PROPOSAL, actor=row.handler, at=on(15))),
        ("DECIDED", lambda row: _decided(row, outcome, "appeals", row.handler, staff.third, f"复{number}", on, 18)),
        ("CLOSED", lambda row: appeals.deliver(row, manner="signed", actor=row.handler, at=on(20))),
    ):  # fmt: skip
        if row.state == state:
            break
        row = walk(row)
    return row


def _card(staff, cadre, facts, colour, number, on):
    card = cards.open_card(colour=colour, facts=facts, cadre=cadre, actor=staff.officer, at=on(0))
    card = cards.serve_facts(card, manner="signed", actor=staff.officer, at=on(0, 10))
    card = cards.waive(card, actor=cadre.user, at=on(1))
    card = cards.propose(
        card, proposal="情节属实，建议亮牌。", earlier_rung="此前已提醒谈话" if colour == "red" else "",
        actor=staff.officer, at=on(2),
    )  # fmt: skip
    meeting = "joint" if colour == "red" else "department"
    card = _decided(card, "give", meeting, staff.officer, staff.deputy, f"牌{number}", on, 5)
    return cards.deliver(card, manner="signed", actor=staff.officer, at=on(6))


def _decided(case, outcome, meeting, officer, leader, number, on, days):
    content = {
        "meeting": meeting, "held_on": on(days).date(), "document_no": f"张组纪〔{on(days).year}〕{number}号",
        "expected": 9, "present": 8, "agreed": 8, "words": "会议研究同意。",
    }  # fmt: skip
    row = decisions.enter(content, items=[(case, outcome, "")], actor=officer, at=on(days, 15))
    minutes = SimpleUploadedFile("会议纪要.pdf", PDF, content_type="application/pdf")
    decisions.attach(row, minutes, not_secret=True, actor=officer, at=on(days, 15))
    confirm(row, actor=leader, at=on(days, 16))
    return type(case).objects.get(pk=case.pk)


def _disposals(district, staff, subjects, day):
    """Cards dropped eleven years ago, whose period is over: three batches, and one kept by a legal hold."""
    long_ago = instant(day - timedelta(days=11 * 366), 9)
    old = []
    for number, cadre in enumerate(subjects[:4]):
        when = long_ago + timedelta(hours=number)
        card = cards.open_card(
            colour="yellow", facts="早年事项，经核不属实。", cadre=cadre, actor=staff.officer, at=when
        )
        old.append(cards.drop(card, reason="经核不属实", actor=staff.officer, at=when))
    morning = instant(day - timedelta(days=3), 9)
    retention.set_hold(old[3], reason="相关诉讼未结，继续保全。", actor=district.users["discipline"], at=morning)
    for place, state in enumerate((DisposalState.DONE, DisposalState.DISCARDED, DisposalState.PROPOSED)):
        batch = retention.propose(
            [old[place]],
            why="保管期限已满，经干部科逐件核对。",
            actor=staff.officer,
            at=morning + timedelta(hours=place),
        )
        if state == DisposalState.DONE:
            carry_out(batch, actor=staff.third, at=morning + timedelta(hours=4))
        elif state == DisposalState.DISCARDED:
            discard(batch, reason="年限表修订，重新核对。", actor=staff.third, at=morning + timedelta(hours=5))
