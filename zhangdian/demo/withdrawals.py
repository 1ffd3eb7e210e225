"""Withdrawals of honours in the demo district, in every state, each of an honour of its first batch; one was revoked on
a review. Through the real moves."""

from accounts.models import User
from accounts.states import Role
from cases.models import Honour
from cases.queries import honours as queries
from cases.transitions import appeals
from cases.transitions import withdrawal as moves
from zhangdian.demo.district import headed
from zhangdian.demo.honours import Desk

FACTS = (
    "经核实，所报征迁扫尾事迹系他人所为。",
    "所报驻点四十天，签到记录只有十六天。",
    "施工许可提前办结由区行政审批局牵头，与所报不符。",
)
STATEMENT = "事迹由单位代为起草，本人未核对，分工情况请组织核实。"
PROPOSAL = "事迹失实，责任清楚，建议提请部务会研究撤销称号。"
ROAD = ("NOTIFIED", "HEARD", "PROPOSED", "DECIDED", "DELIVERED")
# (state, at most so many working days since it was proposed)
STOPS = (
    ("REVOKED", 34), ("DELIVERED", 33), ("KEPT", 32), ("DROPPED", 30), ("DECIDED", 14), ("PROPOSED", 10), ("HEARD", 7),
    ("NOTIFIED", 3), ("DRAFT", 1),
)  # fmt: skip


def build(district, at):
    """One at every state; people without an account, or who act in cases themselves, are left out."""
    desk, batch = Desk(district, at, papers=170), Honour.objects.filter(state="PUBLISHED").order_by("pk").first()
    if batch is None:
        return
    kept_out = headed(desk.day, desk.office, desk.director)
    people = [
        one
        for one in queries.people(batch, "RECIPIENT").select_related("cadre__user", "unit")
        if one.cadre.user_id and not one.cadre.user.roles and one.cadre.unit_id not in kept_out
    ]
    since = 0
    while desk.back(since + 1, 9) > batch.published_at:
        since += 1
    for number, (one, (state, ago)) in enumerate(zip(people, STOPS, strict=False)):
        _walk(desk, one, number, state, min(ago, since))


def _walk(desk, one, number, state, ago):
    def on(days, hour=9.0):
        return desk.back(max(ago - days, 0), hour + number / 10)

    row = moves.open_withdrawal(one, facts=FACTS[number % len(FACTS)], actor=desk.office, at=on(0))
    road = {
        "NOTIFIED": lambda row: moves.serve_facts(row, manner="signed", actor=desk.office, at=on(1)),
        "HEARD": lambda row: moves.state(row, statement=STATEMENT, actor=one.cadre.user, at=on(2)),
        "PROPOSED": lambda row: moves.propose(row, proposal=PROPOSAL, actor=desk.office, at=on(3)),
        "DECIDED": lambda row: _decided(desk, row, "withdraw", on(5, 14)),
        "DELIVERED": lambda row: moves.deliver(row, manner="signed", actor=desk.office, at=on(6)),
    }
    last = {"DROPPED": "HEARD", "KEPT": "PROPOSED", "REVOKED": "DELIVERED"}.get(state, state)
    for stop in ROAD:
        if row.state == last:
            break
        row = road[stop](row)
    if state == "DROPPED":
        moves.drop(row, reason="经核实，事迹属实，反映不成立。", actor=desk.office, at=on(4))
    elif state == "KEPT":
        _decided(desk, row, "keep", on(5, 14))
    elif state == "REVOKED":
        _given_back(desk, row, on)


def _decided(desk, row, outcome, when):
    desk.decide([(row, outcome)], when)
    row.refresh_from_db()
    return row


def _given_back(desk, case, on):
    """A review by the person, examined by another officer, decided by the appeals panel under another leader."""
    officer, leader = _another(Role.OFFICE, desk.office), _another(Role.DIRECTOR, desk.director)
    if officer is None or leader is None:
        return
    row = appeals.lodge(
        case, remedy="review", claim="请求恢复称号。", grounds="征迁扫尾由本人牵头，有例会记录和签约台账为证。",
        actor=case.cadre.user, at=on(10),
    )  # fmt: skip
    row = appeals.admit(row, actor=row.handler, at=on(11))
    row = appeals.examine(row, findings="调阅例会记录、签约台账，本人牵头属实。", actor=row.handler, at=on(13))
    row = appeals.propose(row, proposal="原决定认定事实有误，建议撤销原决定。", actor=row.handler, at=on(14))
    desk.decide([(row, "revoked")], on(16, 14), meeting="appeals", by=row.handler, leader=leader)
    row.refresh_from_db()
    appeals.deliver(row, manner="signed", actor=row.handler, at=on(18))


def _another(role, user):
    """An account of the role beside `user`; None where there is none."""
    rows = User.objects.filter(is_active=True, roles__contains=f",{role},").exclude(pk=user.pk)
    return rows.order_by("pk").first()
