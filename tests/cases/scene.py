"""The people of a case and the road to its states: builders walk the real moves. Every name is invented."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import RuleSet
from cases.services import decisions
from cases.services.rulesets import lay_samples
from cases.transitions import cards, rulesets
from cases.transitions.decisions import confirm
from tests.cast import a_cadre, a_unit, a_user, at

# A quiet week: Monday 10 April 2017; no festival until 29 April.
OPENED = at("2017-04-10 09:00:00")
NEXT_DAY = at("2017-04-11 09:00:00")
LATER = at("2017-04-19 09:00:00")
LATEST = at("2017-04-20 09:00:00")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class People:
    """officer, second (cadre section), director, deputy (leaders), discipline, subject (a cadre), head of the unit."""

    def __init__(self):
        self.officer = a_user("case-officer", "office", name="沈文")
        self.second = a_user("case-second", "office", name="顾青")
        self.director = a_user("case-director", "director", name="陆明")
        self.deputy = a_user("case-deputy", "director", name="何川")
        self.discipline = a_user("case-discipline", "discipline", name="秦岩")
        self.subject = a_user("case-subject", name="王志远")
        self.head = a_user("case-head", name="江海")
        self.stranger = a_user("case-stranger", name="白杨")
        self.unit = a_unit("北岭镇")
        self.cadre = a_cadre("王志远", user=self.subject, unit=self.unit)
        self.head_cadre = a_cadre("江海", user=self.head, head_of=self.unit)


def the_rules(people):
    """The sample rule sets, adopted; the one in force in April 2017 is returned."""
    for row in lay_samples(actor=people.officer, at=at("2015-01-05 09:00:00")):
        rulesets.adopt(row, reason="样例", actor=people.director, at=at("2015-01-05 10:00:00"))
    return RuleSet.objects.in_force(date(2017, 4, 10)).get()


def ruled(people):
    """The people themselves, the sample rule sets being adopted."""
    the_rules(people)
    return people


def minutes():
    return SimpleUploadedFile("纪要.pdf", PDF, content_type="application/pdf")


def a_decision(
    people, *items, meeting="department", held_on=date(2017, 4, 18), when=LATER, by=None, number=None, **words
):
    """A draft of a decision about (case, outcome) pairs, with its minutes."""
    content = {
        "meeting": meeting, "held_on": held_on,
        "document_no": number or f"张组纪〔2017〕{items[0][0].pk}-{when:%d%H%M%S}号",
        "expected": 9, "present": 8, "agreed": 8, "words": "会议同意。",
    } | words  # fmt: skip
    row = decisions.enter(
        content, items=[(case, outcome, "") for case, outcome in items], actor=by or people.officer, at=when
    )
    decisions.attach(row, minutes(), not_secret=True, actor=by or people.officer, at=when)
    return row


def decided(people, *items, by=None, when=LATER, **words):
    """The same, confirmed by a leader; the cases as they stand then."""
    confirm(a_decision(people, *items, when=when, **words), actor=by or people.deputy, at=when)
    found = [type(case).objects.get(pk=case.pk) for case, _outcome in items]
    return found[0] if len(found) == 1 else found


def a_card(people, state="DRAFT", *, colour="yellow", cadre=None, **words):
    """A card that has walked to `state`."""
    words.setdefault("facts", "逾期十二天未报结，两次催办未果。")
    row = cards.open_card(colour=colour, cadre=cadre or people.cadre, actor=people.officer, at=OPENED, **words)
    road = {
        "NOTIFIED": lambda card: cards.serve_facts(card, manner="system", actor=people.officer, at=OPENED),
        "HEARD": lambda card: cards.state(card, statement="连续降雨，材料未到。", actor=people.subject, at=NEXT_DAY),
        "PROPOSED": lambda card: cards.propose(
            card, proposal="情节属实，建议亮牌。", actor=people.officer, at=NEXT_DAY,
            **({"earlier_rung": "2017-03-01 提醒谈话"} if colour == "red" else {}),
        ),
        "DECIDED": lambda card: decided(people, (card, "give"), meeting="joint" if colour == "red" else "department"),
        "VALID": lambda card: cards.deliver(card, manner="signed", actor=people.officer, at=LATEST),
        "RECTIFIED": lambda card: cards.report(card, rectification="已报结。", actor=people.subject, at=LATEST),
    }  # fmt: skip
    for _stop, walk in road.items():
        if row.state == state:
            break
        row = walk(row)
    return row
