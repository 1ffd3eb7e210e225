"""Cards in every state, by the real moves: people, words and numbers are invented."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from cadres.models import Cadre
from cases.models import Card
from cases.services import clocks, decisions
from cases.transitions import card_rules, cards
from cases.transitions.decisions import confirm
from zhangdian.calendar.queries import calendar
from zhangdian.demo import rulesets
from zhangdian.demo.clock import instant
from zhangdian.demo.district import headed

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ORDER = "督办事项逾期十二个工作日未报结，两次催办后仍未提交整改材料。"
MILESTONE = "管线迁改节点比计划晚二十六天，期间三次调度会议定事项均未落实。"
REPORT = "上报的形象进度与现场不符：报告主体封顶，现场实为三层。"
SAID = "情况属实。管线权属单位施工窗口推迟是原因之一，但本人没有及时提请协调，愿意接受组织处理。"
DENIED = "当日已将材料交至办公室，有收文登记为证，逾期系登记差错所致，请予核实。"
WORDS = {
    "give": "会议听取了情况汇报和本人陈述，同意亮牌。", "decline": "会议认为情节轻微并已改正，不予亮牌。",
}  # fmt: skip
PROPOSED = "经核实，事实清楚，陈述中提到的客观原因已予考虑；鉴于造成节点滞后且经催办未改，建议亮{colour}牌。"


class Walker:
    """Walks cards along their road; each step on a working day after the one before."""

    def __init__(self, people, day):
        self.day, self.working = day, calendar()
        self.office, self.director = people.users["office"], people.users["director"]
        self.number = 0

    def on(self, ago, after=0, hour=9.5):
        """The instant `after` working days after `ago` days before the demo's day."""
        return instant(self.working.add(self.day - timedelta(days=ago), 1 + after), hour)

    def draft(self, ago, *, facts, colour="yellow", **whom):
        return cards.open_card(colour=colour, facts=facts, actor=self.office, at=self.on(ago), **whom)

    def serve(self, card, ago, manner="signed"):
        return cards.serve_facts(card, manner=manner, actor=self.office, at=self.on(ago, hour=15))

    def hear(self, card, ago, statement=SAID):
        return cards.state(card, statement=statement, actor=self.office, at=self.on(ago, 2))

    def propose(self, card, ago, **words):
        text = PROPOSED.format(colour="红" if card.colour == "red" else "黄")
        return cards.propose(card, proposal=text, actor=self.office, at=self.on(ago, 3), **words)

    def decide(self, card, ago, outcome="give"):
        self.number += 1
        when = self.on(ago, 5, hour=16)
        red = card.colour == "red"
        content = {
            "meeting": "joint" if red else "department", "held_on": when.date(), "expected": 9, "present": 8,
            "agreed": 8, "document_no": f"张组会〔{when.year}〕亮牌{self.number}号",
            "words": WORDS[outcome],
        }  # fmt: skip
        row = decisions.enter(content, items=[(card, outcome, "")], actor=self.office, at=when)
        file = SimpleUploadedFile("会议纪要.pdf", PDF, content_type="application/pdf")
        decisions.attach(row, file, not_secret=True, actor=self.office, at=when)
        confirm(row, actor=self.director, at=when + timedelta(hours=1))
        return Card.objects.get(pk=card.pk)

    def deliver(self, card, ago):
        return cards.deliver(card, manner="signed", actor=self.office, at=self.on(ago, 6))

    def heard(self, ago, **words):
        return self.hear(self.serve(self.draft(ago, **words), ago), ago)

    def valid(self, ago, **words):
        return self.deliver(self.decide(self.propose(self.heard(ago, **words), ago), ago), ago)


def build(people, at):
    """A card in every state; the rules draft more. `at`: the instant at which the demo ends."""
    day = at.date()
    rulesets.lay(people)
    walk = Walker(people, day)
    subject = Cadre.objects.get(user=people.users["cadre"])
    head = Cadre.objects.get(user=people.users["unit"])
    kept_out = headed(day, walk.director, walk.office)
    others = [
        cadre
        for unit, staff in people.deputies.items()
        if unit not in kept_out
        for cadre in staff
        if cadre.pk not in (subject.pk, head.pk)
        and cadre.user_id != walk.director.pk
        and cadre.user_id != walk.office.pk
    ]
    units = [unit for unit in people.assessed_units() if unit.pk != head.unit_id]
    office = walk.office

    walk.draft(3, facts=MILESTONE, cadre=others[0])
    walk.serve(walk.draft(3, facts=ORDER, cadre=subject), 3, "system")
    walk.serve(walk.draft(3, facts=ORDER, unit=head.unit), 3)
    held = walk.serve(walk.draft(12, facts=REPORT, cadre=others[1]), 12)
    clocks.hold(held, reason="当事人住院，出院后继续", actor=office, at=walk.on(12, 1))
    walk.heard(8, facts=REPORT, cadre=others[2])
    walk.propose(walk.heard(12, facts=MILESTONE, cadre=others[3]), 12)
    walk.decide(walk.propose(walk.heard(15, facts=MILESTONE, unit=units[0]), 15), 15)
    walk.decide(walk.propose(walk.heard(30, facts=ORDER, cadre=others[4]), 30), 30, "decline")
    cards.drop(
        walk.heard(40, facts=ORDER, cadre=others[5]), reason="陈述属实：材料按期提交，系登记差错", actor=office,
        at=walk.on(40, 3),
    )  # fmt: skip
    walk.valid(25, facts=REPORT, cadre=head)
    cards.report(
        walk.valid(35, facts=MILESTONE, unit=head.unit), rectification="管线已于本周迁改完毕，现场照片和验收单附后。",
        actor=people.users["unit"], at=walk.on(4),
    )  # fmt: skip
    lifted = cards.report(
        walk.valid(120, facts=REPORT, cadre=subject), rectification="已逐项核对形象进度并更正日报，建立双人复核。",
        actor=people.users["cadre"], at=walk.on(98),
    )  # fmt: skip
    cards.lift(lifted, verdict="现场核对，进度与日报一致，复核制度已执行两周", actor=office, at=walk.on(94))
    old = walk.valid(440, facts=MILESTONE, cadre=others[7])
    cards.lapse(old, at=instant(old.valid_until + timedelta(days=1), 0.5))
    pardoned = walk.valid(90, facts=MILESTONE, cadre=others[8])
    cards.withdraw(pardoned, reason="容错认定：为抢工期先行先试，程序完备，免责", actor=walk.director, at=walk.on(60))
    _red(walk, others[9])
    card_rules.draft_from_rules(at)


def _red(walk, cadre):
    """A yellow card not put right in time, and the red one that it went up into."""
    yellow = walk.valid(110, facts=ORDER, cadre=cadre)
    red = cards.propose_red(
        yellow, facts=f"{yellow.number_text}整改期满，督办事项仍未报结。", actor=walk.office, at=walk.on(60)
    )  # fmt: skip
    red = walk.propose(walk.hear(walk.serve(red, 58), 58, DENIED), 58)
    walk.deliver(walk.decide(red, 58), 58)
