"""The reserve list: the road, what strikes off at once and what comes back, who sees it, what the database refuses."""

from datetime import date, timedelta
from functools import partial
from itertools import count

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cadres.models import Cadre, InfluencePeriod
from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import ReserveEntry, ReserveReview
from cases.queries import lists
from cases.queries.reserve import in_list, proposals
from cases.services import ladder, reserve
from cases.states.reserve import ReserveState as S
from cases.transitions import cards
from cases.transitions import reserve as moves
from tests import lasting
from tests.cases.honours_scene import DRAWN, OPINED, SHOWN, Scene
from tests.cases.scene import a_card, a_decision
from tests.cases.sight import client_of
from tests.cast import a_user
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
DAY = date(2017, 7, 18)
LATER = SHOWN + timedelta(days=30)
EARLIER = ["PROPOSED", "CHECKED", "BEFORE", "DECIDED"]
NUMBERS = count(1)


made = lasting.world(lambda: Scene(2))
stop = lasting.stop(Scene.entry)


def lines(row):
    found = Entry.objects.filter(label="cases.reserveentry", key=str(row.pk)).order_by("id")
    return list(found.values_list("verb", flat=True))


def names(day, reader=None):
    return [row.cadre.name for row in in_list(day, reader)]


def test_list_and_desk_say_at_once_that_an_entry_is_blocked(scene):
    """Before the sweep has come by: by its state the entry is still in the list."""
    entry = scene.entry("IN")
    cards.deliver(_red(scene), manner="signed", actor=scene.officer, at=LATER)
    assert ReserveEntry.objects.get(pk=entry.pk).state == "IN"
    with time_machine.travel(LATER, tick=False):
        client = client_of(scene.officer)
        for path in ("/cases/?kind=reserve", "/admin/cases/reserveentry/"):
            assert "受限，不计入在库" in client.get(path).text, path
        assert entry.cadre.name not in client.get("/cases/reserve/list/").text
        assert "受限，不计入在库" not in client.get("/cases/?kind=card").text


def test_a_red_card_takes_off_the_list_at_once_and_withdrawn_an_officer_puts_back(scene):
    entry = scene.entry("IN")
    assert names(DAY) == ["赵启明"]
    # A card walks its road in April of the scene; its last step is done now.
    card = cards.deliver(_red(scene), manner="signed", actor=scene.officer, at=LATER)
    assert blocks(scene.cadres[0], Purpose.RESERVE, LATER.date()) is not None
    assert names(LATER.date()) == []
    assert names(LATER.date() - timedelta(days=1)) == ["赵启明"]
    assert moves.sweep(LATER) == 1
    assert moves.sweep(LATER) == 0
    entry.refresh_from_db()
    assert (entry.state, lines(entry)[-1]) == (S.REMOVED, "strike-off")
    assert card.number_text in entry.ended_why
    with pytest.raises(MoveRefused):
        moves.reinstate(entry, reason="撤牌", actor=scene.officer, at=LATER)
    cards.withdraw(card, reason="容错认定免责", actor=scene.director, at=LATER)
    assert moves.sweep(LATER) == 1
    assert moves.sweep(LATER) == 0
    assert names(LATER.date()) == []
    entry = moves.reinstate(entry, reason="红牌已撤销", actor=scene.officer, at=LATER)
    assert (entry.state, entry.ended_why, entry.struck_words) == (S.IN, "", "")
    assert names(LATER.date()) == ["赵启明"]
    assert lines(entry)[-3:] == ["strike-off", "propose_return", "reinstate"]


def _red(scene):
    """A red card on the first of the scene that waits for its delivery."""
    scene.cadre, scene.subject = scene.cadres[0], scene.cadres[0].user
    return a_card(scene, "DECIDED", colour="red")


def test_a_period_that_merely_ended_puts_nobody_back(scene):
    entry = scene.entry("IN")
    period = InfluencePeriod.objects.create(
        cadre=entry.cadre, kind="admonition", from_on=date(2017, 8, 1), until_on=date(2018, 1, 31), reason="诫勉",
        document_no="诫〔2017〕1号", made_by="部务会", blocks=["reserve"],
    )  # fmt: skip
    assert moves.sweep(LATER) == 1
    InfluencePeriod.objects.filter(pk=period.pk).update(lifted_on=date(2017, 10, 1), lifted_reason="提前解除")
    assert moves.sweep(LATER) == 0
    entry.refresh_from_db()
    with pytest.raises(MoveRefused):
        moves.reinstate(entry, reason="期满", actor=scene.officer, at=LATER)
    assert scene.entry("PROPOSED", cadre=scene.cadres[1]).state == S.PROPOSED


def test_who_is_blocked_too_old_or_without_a_good_grade_does_not_come_in(scene):
    entry = scene.entry()
    words = {"annual_grade": "competent", "check_note": "一致", "actor": scene.officer, "at": DRAWN}
    with pytest.raises(MoveRefused):
        moves.check(entry, **{**words, "annual_grade": "basic"})
    Cadre.objects.filter(pk=entry.cadre_id).update(born_in=date(1966, 7, 1))
    with pytest.raises(MoveRefused, match="50"):
        moves.check(entry, **words)
    Cadre.objects.filter(pk=entry.cadre_id).update(born_in=None)
    with pytest.raises(MoveRefused, match="赵启明"):
        moves.check(entry, **words)
    Cadre.objects.filter(pk=entry.cadre_id).update(born_in=date(1966, 8, 1))
    InfluencePeriod.objects.create(
        cadre=entry.cadre, kind="admonition", from_on=date(2017, 7, 1), until_on=date(2018, 1, 31), reason="诫勉",
        document_no="诫〔2017〕1号", made_by="部务会", blocks=["reserve"],
    )  # fmt: skip
    with pytest.raises(MoveRefused, match="诫〔2017〕1号"):
        moves.check(entry, **words)
    with pytest.raises(ValidationError):
        reserve.propose_entry(cadre=entry.cadre, layer="deputy", source="x", reason="x", actor=scene.officer, at=DRAWN)


def test_one_open_entry_a_person_and_layer(scene):
    entry = scene.entry()
    with pytest.raises(ValidationError):
        scene.entry()
    assert scene.entry(layer="deputy").layer == "deputy"
    moves.drop(entry, reason="本人调离", actor=scene.officer, at=DRAWN)
    assert scene.entry().state == S.PROPOSED
    with pytest.raises(IntegrityError), transaction.atomic():
        ReserveEntry.objects.filter(pk=entry.pk).update(state="PROPOSED", ended_at=None, due_at=DRAWN)


def test_age_and_grade_propose_the_exit_and_a_leader_decides(scene):
    entry = scene.entry("IN")
    Cadre.objects.filter(pk=entry.cadre_id).update(born_in=date(1960, 1, 1))
    assert (moves.sweep(LATER), moves.sweep(LATER)) == (1, 0)
    entry.refresh_from_db()
    assert entry.exit_why
    entry = reserve.keep_entry(entry, reason="任期内保留", actor=scene.director, at=LATER)
    assert moves.sweep(LATER) == 0
    entry = reserve.note_grade(entry, annual_grade="basic", actor=scene.officer, at=LATER)
    assert (moves.sweep(LATER), moves.sweep(LATER)) == (1, 0)
    entry.refresh_from_db()
    entry = moves.remove(entry, reason="年度考核基本称职", actor=scene.director, at=LATER)
    assert (entry.state, entry.ended_why) == (S.REMOVED, "年度考核基本称职")
    with pytest.raises(MoveRefused):
        moves.reinstate(entry, reason="x", actor=scene.officer, at=LATER)


def test_who_proposed_the_exit_does_not_remove(scene):
    scene.officer.roles = ",office,director,"
    scene.officer.save()
    entry = reserve.propose_exit(scene.entry("IN"), reason="能力不适应", actor=scene.officer, at=LATER)
    with pytest.raises(MoveRefused) as refused:
        moves.remove(entry, reason="x", actor=scene.officer, at=LATER)
    assert refused.value.why == MoveRefused.WRONG_PERSON
    assert moves.remove(entry, reason="同意退出", actor=scene.director, at=LATER).state == S.REMOVED


def test_a_review_is_kept_and_another_year_begins(scene):
    entry = scene.entry("IN")
    first = entry.due_at
    entry = moves.review(entry, annual_grade="competent", maturity="near", comment="进步明显", measures="轮岗",
                         actor=scene.officer, at=LATER)  # fmt: skip
    assert entry.due_at > first
    assert (entry.reviewed_on, entry.maturity) == (LATER.date(), "near")
    row = ReserveReview.objects.get()
    assert (row.comment, row.by) == ("进步明显", scene.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReserveReview.objects.update(comment="改")
    with pytest.raises(MoveRefused):
        moves.review(entry, annual_grade="not", maturity="near", comment="x", actor=scene.officer, at=LATER)


def test_it_is_confidential(scene):
    entry = scene.entry("IN")
    me = entry.cadre.user
    seers = {
        "officer": scene.officer, "second": scene.second, "director": scene.director, "discipline": scene.discipline,
        "stranger": scene.stranger, "subject": me, "leader": a_user(None, "leader"), "team": a_user(None, "team"),
        "audit": a_user(administrator="audit"),
    }  # fmt: skip

    def seen():
        return {name for name, user in seers.items() if ReserveEntry.objects.visible_to(user, DAY).exists()}

    assert seen() == {"officer", "second", "director"}
    assert not any("后备" in row.number for row in lists.listed(me, day=DAY, at=LATER, only_open=False))
    # A leader of the department does not see the own entry, nor is reminded of it.
    me.roles = ",director,"
    me.save()
    assert not ReserveEntry.objects.visible_to(me, DAY).exists()
    assert in_list(DAY, me) == []
    waiting = scene.entry("DECIDED", layer="deputy")
    for word in ("holder", "leaders"):
        told = ladder.people(word, ["key"], {"key": waiting}, LATER)["key"]
        assert me not in told
        assert scene.director in told


def test_nobody_proposes_the_own_entry(scene):
    me = scene.cadres[0].user
    me.roles = ",office,director,"
    me.save()
    with pytest.raises(MoveRefused):
        reserve.propose_entry(cadre=scene.cadres[0], layer="deputy", source="x", reason="x", actor=me, at=DRAWN)


@pytest.mark.parametrize("name", ["check", "propose", "decline", "confirm-entry", "review", "use", "remove", "drop"])
def test_nobody_runs_the_own_entry(scene, name):
    source, _target, go = WAYS[name]
    entry, me = scene.entry(source), scene.cadres[0].user
    me.roles = ",office,director,"
    me.save()
    ReserveEntry.objects.filter(pk=entry.pk).update(handler=me)
    with pytest.raises(MoveRefused) as refused:
        go(scene, entry, me)
    assert refused.value.why == MoveRefused.WRONG_PERSON


def test_proposals_of_meetings_are_offered_until_taken_up(scene):
    assert proposals(scene.officer, DAY) == []


# Every move -----------------------------------------------------------------------------------------------------------


def decide(scene, entry, outcome, who=None):
    row = a_decision(
        scene, (entry, outcome), held_on=date(2017, 7, 14), when=OPINED, number=f"张组纪〔2017〕试{next(NUMBERS)}号"
    )
    type(row).objects.filter(pk=row.pk).update(state="CONFIRMED", confirmed_at=OPINED, confirmed_by=scene.director)
    row.refresh_from_db()
    return moves.decided(entry, outcome, decision=row, actor=who or scene.deputy, at=OPINED)


def removed(scene, entry, who):
    """Struck off by a period that is taken back altogether; then put back."""
    if entry.state == "IN":
        period = InfluencePeriod.objects.create(
            cadre=entry.cadre, kind="other", from_on=LATER.date(), until_on=date(2018, 1, 1), reason="x",
            document_no="x", made_by="x", blocks=["reserve"],
        )  # fmt: skip
        entry = moves.strike_off(entry, at=LATER)
        InfluencePeriod.objects.filter(pk=period.pk).update(lifted_on=period.from_on, lifted_reason="撤销")
    return moves.reinstate(entry, reason="撤销", actor=who or scene.officer, at=LATER)


def struck(scene, entry, who):
    InfluencePeriod.objects.create(
        cadre=entry.cadre, kind="other", from_on=LATER.date(), until_on=date(2018, 1, 1), reason="x", document_no="x",
        made_by="x", blocks=["reserve"],
    )  # fmt: skip
    return moves.strike_off(entry, at=LATER)


def o(scene, who):
    return {"actor": who or scene.officer, "at": LATER}


WAYS = {
    "check": ("PROPOSED", "CHECKED", lambda s, e, w: moves.check(
        e, annual_grade="competent", check_note="一致", actor=w or s.officer, at=DRAWN)),
    "propose": ("CHECKED", "BEFORE", lambda s, e, w: moves.propose(
        e, proposal="建议", maturity="near", measures="挂职", **o(s, w))),
    "decide-entry": ("BEFORE", "DECIDED", lambda s, e, w: decide(s, e, "enter", w)),
    "decline": ("BEFORE", "DROPPED", lambda s, e, w: decide(s, e, "decline", w)),
    "confirm-entry": ("DECIDED", "IN", lambda s, e, w: moves.confirm_entry(e, actor=w or s.director, at=LATER)),
    "review": ("IN", "IN", lambda s, e, w: moves.review(
        e, annual_grade="competent", maturity="near", comment="稳", **o(s, w))),
    "list-for": ("IN", "LISTED", lambda s, e, w: moves.list_for(e, listed_for="副镇长", **o(s, w))),
    "unlist": ("LISTED", "IN", lambda s, e, w: moves.unlist(e, reason="未用", **o(s, w))),
    "use": ("LISTED", "USED", lambda s, e, w: moves.use(e, used_as="副镇长", **o(s, w))),
    "remove": ("IN", "REMOVED", lambda s, e, w: moves.remove(e, reason="退出", actor=w or s.director, at=LATER)),
    "strike-off": ("IN", "REMOVED", struck),
    "drop": ("DECIDED", "DROPPED", lambda s, e, w: moves.drop(e, reason="撤回", **o(s, w))),
    "reinstate": ("REMOVED", "IN", removed),
}  # fmt: skip


def test_the_table_names_every_move():
    assert set(WAYS) == {move.name for move in moves.MOVES}


@pytest.mark.parametrize("name", WAYS)
def test_a_move_moves_and_leaves_one_line(scene, name):
    source, target, go = WAYS[name]
    entry = scene.entry("IN" if name == "reinstate" else source)
    before = [*lines(entry), *(["strike-off"] if name == "reinstate" else [])]
    entry = go(scene, entry, None)
    assert entry.state == target
    assert lines(entry) == [*before, name]


@pytest.mark.parametrize("name", WAYS)
def test_a_move_refuses_the_wrong_state_and_the_wrong_person(scene, name):
    source, _target, go = WAYS[name]
    wrong = scene.entry("USED" if name != "reinstate" else "DECIDED", cadre=scene.cadres[1])
    if name in ("decide-entry", "decline"):
        outcome = "enter" if name == "decide-entry" else "x"
        go_wrong = partial(moves.decided, wrong, outcome, decision=None, actor=scene.deputy, at=LATER)
    elif name == "drop":
        go_wrong = partial(moves.drop, wrong, reason="x", actor=scene.officer, at=LATER)
    else:
        go_wrong = partial(go, scene, wrong, None)
    with pytest.raises(MoveRefused) as refused:
        go_wrong()
    assert refused.value.why == MoveRefused.WRONG_STATE
    entry = scene.entry("IN" if name == "reinstate" else source)
    before = lines(entry)
    if name == "strike-off":
        return
    for who in (scene.stranger, scene.second, scene.discipline, entry.cadre.user):
        if name == "reinstate":
            go = lambda _scene, row, actor: moves.reinstate(row, reason="x", actor=actor, at=LATER)  # noqa: E731
        with pytest.raises(MoveRefused) as refused:
            go(scene, entry, who)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    entry.refresh_from_db()
    assert lines(entry) == before


@pytest.mark.parametrize("stop", EARLIER, indirect=True, scope="module")
@pytest.mark.parametrize("effective", ["IN", "LISTED", "USED", "REMOVED"])
def test_the_database_refuses_an_effective_state(case, effective):
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(f"UPDATE cases_reserveentry SET state = '{effective}' WHERE id = {case.pk}")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReserveEntry.objects.filter(pk=case.pk).update(state=effective)


def test_forged_stamps_do_not_help_without_a_decision_about_it(scene):
    entry, other = scene.entry("BEFORE"), scene.entry("DECIDED", cadre=scene.cadres[1])
    stamps = {"decision": other.decision, "decided_at": LATER, "confirmed_at": LATER, "confirmed_by": scene.director}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReserveEntry.objects.filter(pk=entry.pk).update(state="IN", **stamps)
