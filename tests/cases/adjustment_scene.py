"""The roads of an adjustment and of a proposal for promotion: builders walk the real moves. Every name is invented."""

from datetime import date

from cadres.models import Appointment
from cases.models import Promotion
from cases.queries import rulesets
from cases.services import adjustment as services
from cases.states.rulesets import Category, MeasureKind
from cases.transitions import adjustment, promotion
from tests.cases.scene import OPENED, People, decided, the_rules
from tests.cast import a_unit, at

NEXT = at("2017-04-11 09:00:00")
THEN = at("2017-04-12 09:00:00")
MET = at("2017-04-19 09:00:00")
GIVEN = at("2017-04-20 09:00:00")
# The influence period of a transfer that begins on 20 April 2017 ends with 19 April 2018.
OVER = at("2018-04-20 09:00:00")
FACTS = "2016年下半年以来，负责的河道治理两个节点逾期，经督办仍未完成。"


class Cast(People):
    """People, the rules, a circumstance, and where the person comes from and goes to."""

    def __init__(self):
        super().__init__()
        self.rules = the_rules(self)
        self.circumstance = a_circumstance(self.rules)
        self.elsewhere = a_unit("区档案馆")
        Appointment.objects.create(cadre=self.cadre, unit=self.unit, post="副镇长", from_on=date(2015, 3, 1))

    def measure(self, code="transfer"):
        return rulesets.measures(self.rules.pk, MeasureKind.ADJUSTMENT).get(code=code)


def a_circumstance(rules):
    """A circumstance of the catalogue of the adopted rules."""
    return rules.circumstances.filter(category="duty").first()


def a_talk(**words):
    given = {"held_on": date(2017, 4, 11), "held_by": "沈文、顾青", "words": "本人接受组织安排。", "place": "201室"}
    return given | words


def answered(people, case, when=THEN):
    services.give_opinion(case, stance="agree", words="未发现影响调整的情况。", actor=people.discipline, at=when)
    services.enter_opinion(
        case, stance="agree", words="同意。", document_no="张政函〔2017〕5号", actor=people.officer, at=when
    )
    return type(case).objects.get(pk=case.pk)


def an_adjustment(people, state="CLUE", *, cadre=None, code="transfer", to=True, **words):
    """An adjustment that has walked to `state`."""
    words.setdefault("clue", "年度考核中不称职票超过三成。")
    words.setdefault("trigger", "annual")
    row = adjustment.open_clue(cadre=cadre or people.cadre, actor=people.officer, at=OPENED, **words)
    officer = people.officer

    def concluded(case):
        services.note_evidence(case, text="督办单两份", origin="区委督查室", actor=officer, at=OPENED)
        return adjustment.conclude(
            case, facts=FACTS, tolerance="no", tolerance_why="不属于探索中的失误", actor=officer, at=OPENED
        )

    def proposed(case):
        services.record_talk(case, actor=officer, at=NEXT, **a_talk())
        where = {"destination_unit": people.elsewhere, "destination_post": "副馆长"} if to else {}
        return adjustment.propose(
            case, proposal="长期落后，不适宜。", measure=people.measure(code), way="交流", actor=officer, at=NEXT,
            **where,
        )  # fmt: skip

    road = {
        "VERIFYING": lambda case: adjustment.verify(case, circumstance=people.circumstance, actor=officer, at=OPENED),
        "VERIFIED": concluded,
        "NOTIFIED": lambda case: adjustment.serve_facts(case, manner="signed", actor=officer, at=OPENED),
        "HEARD": lambda case: adjustment.state(case, statement="任务重，人手少。", actor=people.subject, at=NEXT),
        "PROPOSED": proposed,
        "CONSULTING": lambda case: adjustment.consult(case, leader="梁成", actor=officer, at=THEN),
        "FORWARDED": lambda case: adjustment.forward(answered(people, case), actor=officer, at=THEN),
        "DECIDED": lambda case: decided(people, (case, "adjust"), meeting="standing", when=MET),
        "TALKED": lambda case: adjustment.talk(case, actor=officer, at=GIVEN, **a_talk(held_on=date(2017, 4, 20))),
        "DELIVERED": lambda case: adjustment.deliver(case, manner="signed", actor=officer, at=GIVEN),
        "FOLLOW_UP": lambda case: adjustment.appoint(
            case, document_no="张任〔2017〕8号", post_from_on=date(2017, 4, 20), actor=officer, at=GIVEN
        ),
        "CLOSED": lambda case: adjustment.evaluate(
            case, verdict="fit", evaluation="适应新岗位，表现平稳。", actor=officer, at=OVER
        ),
    }  # fmt: skip
    aside = {
        "DISMISSED": ("VERIFYING", lambda case: adjustment.dismiss(case, reason="查无实据", actor=officer, at=OPENED)),
        "DECLINED": ("FORWARDED", lambda case: decided(people, (case, "decline"), meeting="standing", when=MET)),
        "REVOKED": ("FOLLOW_UP", lambda case: adjustment.revoke(case, reason="撤销", actor=people.director, at=GIVEN)),
    }  # fmt: skip
    end, last = aside.get(state, (state, None))
    for _stop, walk in road.items():
        if row.state == end:
            break
        row = walk(row)
    return last(row) if last else row


def a_promotion(people, state="DRAFT", *, cadre=None, stance="agree", **words):
    """A proposal for promotion that has walked to `state`."""
    given = {"target": "promotion", "to_unit": people.elsewhere, "to_post": "馆长", "grounds": "连续居前。"} | words
    row = promotion.open_promotion(cadre=cadre or people.cadre, actor=people.officer, at=OPENED, **given)
    officer = people.officer
    road = {
        "CONSULTING": lambda case: promotion.ask_opinion(case, actor=officer, at=OPENED),
        "ADVISED": lambda case: promotion.advise(
            case, stance=stance, opinion="廉洁方面未收到反映。", actor=people.discipline, at=NEXT
        ),
        "FORWARDED": lambda case: promotion.forward(case, proposal="德才兼备，建议提任。", actor=officer, at=THEN),
        "DECIDED": lambda case: decided(people, (case, "promote"), meeting="standing", when=MET),
        "APPOINTED": lambda case: promotion.appoint(
            case, document_no="张任〔2017〕9号", post_from_on=date(2017, 4, 20), actor=officer, at=GIVEN
        ),
    }  # fmt: skip
    aside = {
        "DECLINED": ("FORWARDED", lambda case: decided(people, (case, "decline"), meeting="standing", when=MET)),
        "DROPPED": ("ADVISED", lambda case: promotion.drop(case, reason="本人另有安排", actor=officer, at=THEN)),
    }
    end, last = aside.get(state, (state, None))
    for _stop, walk in road.items():
        if row.state == end:
            break
        row = walk(row)
    return last(row) if last else row


def standing(case, user, day=date(2017, 4, 20)):
    """The case as pages read it for `user`."""
    return type(case).objects.standing(user, day).get(pk=case.pk)


__all__ = ["Cast", "Promotion", "a_promotion", "an_adjustment", "standing"]
