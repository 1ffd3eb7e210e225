"""The road of a tolerance case: builders walk the real moves. Every name is invented."""

from datetime import date

from cases.models import Tolerance
from cases.queries import tolerance as queries
from cases.services import tolerance as services
from cases.states.tolerance import Distinction, Look
from cases.transitions import tolerance as moves
from tests.cases import scene
from tests.cases.scene import decided
from tests.cast import a_user, at

LODGED = at("2017-04-11 09:00:00")
SCREENED = at("2017-04-11 10:00:00")
SIGNED = at("2017-04-12 09:00:00")
HEARD = at("2017-04-13 09:00:00")
REPORTED = at("2017-04-14 09:00:00")
OPINED = at("2017-04-17 09:00:00")
MET = at("2017-04-18 15:00:00")
FED_BACK = at("2017-04-19 09:00:00")
FILED = at("2017-04-20 09:00:00")
CORRECTED = at("2017-04-24 09:00:00")
REVISITED = at("2017-06-20 09:00:00")
ROAD = (
    "LODGED", "ACCEPTING", "INQUIRY", "JOINT", "MEETING", "DECIDED", "FED_BACK", "FILED", "CORRECTING", "CORRECTED",
    "FOLLOWED", "CLOSED",
)  # fmt: skip
SELF = dict.fromkeys(Distinction.values, (True, "首次采用新工艺，无先例可循。"))
FOUND = SELF | {f"look_{code}": (None, "经核实，情况属实。") for code in Look.values}
TOLD = {
    "post": "北岭镇副镇长", "project": "青禾路北延", "course": "汛期前赶工，改用钢板桩围护。",
    "basis": "镇党委会议纪要3号", "error": "工期延误十二天。", "no_gain": True, "remedy": "已加班追回七天。",
}  # fmt: skip


class People(scene.People):
    """The people of a case, and those of tolerance: inspector (a team), second_discipline."""

    def __init__(self):
        super().__init__()
        self.inspector = a_user("case-team", "team", name="季平")
        self.second_discipline = a_user("case-discipline-2", "discipline", name="方正")


def about(user, card, day=date(2017, 4, 11)):
    return queries.about_case(user, day, "card", card.pk)


def lodged(people, card=None, by=None, when=LODGED, **words):
    """An application about a card by the subject (or `by`), in the hands of the second officer."""
    card = card or scene.a_card(people, "NOTIFIED")
    return services.lodge(
        about(by or people.subject, card), TOLD | words, points=SELF, actor=by or people.subject, at=when
    )


def handler(case):
    return Tolerance.objects.select_related("handler").get(pk=case.pk).handler


def investigated(people, case, proposed="exempt"):
    """Everything the investigation needs, up to two signatures."""
    for user in (people.inspector, people.second_discipline):
        services.name_investigator(case, user=user, actor=handler(case), at=HEARD)
    for party, name in (("person", "王志远"), ("unit", "江海"), ("masses", "林秀、周平")):
        services.record_hearing(
            case, party=party, name=name, held_on=date(2017, 4, 13), words="如实说明情况。", actor=people.inspector,
            at=HEARD,
        )  # fmt: skip
    services.write_findings(
        case, points=FOUND, proposed=proposed, proposal="动机为公，程序完备。", actor=people.inspector, at=HEARD
    )
    services.sign_findings(case, actor=people.second_discipline, at=HEARD)
    return Tolerance.objects.get(pk=case.pk)


def walk(people, case, state, outcome="exempt"):
    """Walk a lodged case on to `state`."""
    steps = {
        "ACCEPTING": lambda row: moves.accept(row, reason="符合条件", actor=handler(row), at=SCREENED),
        "INQUIRY": lambda row: moves.countersign(row, manner="system", actor=people.discipline, at=SIGNED),
        "JOINT": lambda row: moves.report(
            investigated(people, row, outcome), actor=people.inspector, at=REPORTED
        ),
        "MEETING": lambda row: moves.give_opinion(
            row, opinion="同意。", agrees="yes", actor=people.discipline, at=OPINED
        ),
        "DECIDED": lambda row: decided(people, (row, outcome), meeting="joint", when=MET, by=people.deputy),
        "FED_BACK": lambda row: moves.feed_back(
            row, party_org="中共北岭镇委员会", manner="signed", actor=handler(row), at=FED_BACK
        ),
        "FILED": lambda row: moves.file(row, filing_no="备〔2017〕1号", actor=handler(row), at=FILED),
        "CORRECTING": lambda row: moves.order_correction(
            row, correction="补充专项方案论证。", correct_by=date(2017, 5, 10), manner="signed", actor=handler(row),
            at=FILED,
        ),
        "CORRECTED": lambda row: moves.report_correction(row, corrected="已论证。", actor=people.subject, at=CORRECTED),
        "FOLLOWED": lambda row: moves.approve_correction(row, verdict="属实", actor=handler(row), at=CORRECTED),
        "CLOSED": lambda row: closed(people, row),
    }  # fmt: skip
    for stop in ROAD[ROAD.index(case.state) + 1 :]:
        if case.state == state:
            break
        case = steps[stop](case)
    assert case.state == state
    return case


def closed(people, row):
    if row.outcome == "exempt":
        services.consent(row, scope="none", actor=people.subject, at=CORRECTED)
    return moves.visit_again(row, revisit="当面回访，工作状态良好。", actor=handler(row), at=REVISITED)


def a_tolerance(people, state="LODGED", *, card=None, outcome="exempt", **words):
    """A tolerance case about a card that has walked to `state`, also aside of the road."""
    case = lodged(people, card, **words)
    if state in ("REFUSING", "REFUSED"):
        case = moves.refuse(case, ground="gain", reason="经核，收受施工方礼金。", actor=handler(case), at=SCREENED)
        if state == "REFUSED":
            case = moves.confirm_refusal(case, manner="signed", actor=people.discipline, at=SIGNED)
        return case
    if state == "WITHDRAWN":
        return moves.withdraw(case, reason="自愿承担", actor=people.subject, at=SCREENED)
    if state == "DISMISSED":
        case = walk(people, case, "INQUIRY")
        return moves.dismiss(case, reason="已不再追责", actor=people.director, at=HEARD)
    if state == "REVOKED":
        return moves.revoke(walk(people, case, "FED_BACK", "denied"), reason="申诉撤销", at=FILED)
    return walk(people, case, state, outcome)
