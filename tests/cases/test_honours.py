"""Honours: the draw, the road, who is on the list, and what the database itself refuses."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cadres.models import InfluencePeriod
from cases.models import Honour, Honouree
from cases.queries import honours as queries
from cases.services import honours
from cases.services.decisions import attach, enter
from cases.states.honours import HonourState as S
from cases.transitions import honourees
from cases.transitions import honours as moves
from cases.transitions.decisions import confirm
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.honours_scene import DRAWN, MET, OPINED, OUT, OVER, SHOWN, Scene
from tests.cases.scene import a_decision, minutes
from tests.cast import a_user, at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
EARLIER = ["DRAFT", "OPINION", "OPINED", "PUBLICITY", "CHECKED", "PROPOSED"]


made = lasting.world(Scene)
stop = lasting.stop(Scene.batch)


def block(cadre, from_on=date(2017, 7, 1), until_on=date(2018, 6, 30), kind="yellow_card"):
    return InfluencePeriod.objects.create(
        cadre=cadre, kind=kind, from_on=from_on, until_on=until_on, reason="亮牌", document_no="牌〔2017〕9号",
        made_by="部务会", blocks=["honour", "reserve"],
    )  # fmt: skip


def lines(row):
    found = Entry.objects.filter(label=row._meta.label_lower, key=str(row.pk)).order_by("id")
    return list(found.values_list("verb", flat=True))


def test_the_criteria_say_their_numbers_as_people_write_them(scene):
    assert "80" in scene.batch(minimum=Decimal(80)).criteria_words
    assert "82.5" in scene.batch(minimum=Decimal("82.50")).criteria_words


def test_the_first_of_each_group_are_drawn_and_the_draw_can_be_done_again(scene):
    batch = scene.batch()
    assert [one.name for one in queries.people(batch)] == ["孙若谷", "周远帆", "赵启明", "钱方舟"]
    assert honours.redrawn(batch) == (batch.inputs_digest, [
        one.cadre_id for one in Honouree.objects.filter(honour=batch).order_by("id")])  # fmt: skip
    # A revision after the draw changes nothing of it; before it, it would.
    score = queries.people(batch)[0].score
    score.pk, score.revision, score.total, score.revised_at, score.revised_why = None, 1, Decimal(1), OUT, "更正"
    score.save()
    assert honours.redrawn(batch)[0] == batch.inputs_digest


@pytest.mark.parametrize(
    ("words", "many"), [({"places": 1}, 2), ({"minimum": Decimal("93.5")}, 2), ({"places": 9, "minimum": 0}, 6)]
)
def test_the_criteria_say_who_is_on_it(scene, words, many):
    assert Honouree.objects.filter(honour=scene.batch(**words)).count() == many


def test_nobody_meeting_them_an_unfrozen_quarter_or_oneself_is_refused(scene):
    with pytest.raises(ValidationError):
        scene.batch(facts=1)
    draft = type(scene.scoring)(year=2017, quarter=1, scheme=scene.scoring.scheme, state="DRAFT", computed_at=DRAWN)
    draft.save()
    with pytest.raises(ValidationError):
        scene.batch(scoring=draft)
    scene.officer = scene.cadres[0].user
    scene.officer.roles = ",office,"
    scene.officer.save()
    with pytest.raises(MoveRefused):
        scene.batch()


def test_who_is_blocked_is_out_with_the_period_named_and_at_every_later_step(scene):
    block(scene.cadres[0])
    batch = scene.batch()
    one = Honouree.objects.get(honour=batch, cadre=scene.cadres[0])
    assert one.state == "OUT"
    assert "牌〔2017〕9号" in one.out_why
    block(scene.cadres[1], kind="red_card")
    batch = scene.walk(batch, "OPINION")
    assert scene.states(batch)["孙若谷"] == "OUT"
    with pytest.raises(ValidationError):
        honours.add_person(scene.batch(title="二"), cadre=scene.cadres[0], reason="漏了", actor=scene.officer, at=DRAWN)
    for number, state in ((2, "OPINED"), (3, "PROPOSED")):
        batch = scene.walk(batch, state)
        period = block(scene.cadres[number], from_on=date(2017, 7, 13))
        if number == 3:
            with pytest.raises(MoveRefused):
                scene.walk(batch, "DECIDED")
        else:
            batch = scene.walk(batch, "PUBLICITY")
            assert scene.states(batch)[scene.cadres[number].name] == "OUT"
        assert period.pk


def test_blocked_between_decision_and_publication_means_not_honoured(scene):
    batch = scene.batch("DECIDED")
    block(scene.cadres[0])
    batch = scene.walk(batch, "PUBLISHED")
    assert scene.states(batch)["赵启明"] == "OUT"
    assert queries.counted([scene.cadres[0]]).count() == 0
    assert ScoreEntry.objects.filter(cadre=scene.cadres[0]).count() == 0


def test_deeds_first_then_an_opinion_of_everybody_and_against_means_out(scene):
    batch = honours.draw(sort="flag", title="一", scoring=scene.scoring, places=1, minimum=Decimal(0), facts=0,
                         actor=scene.officer, at=DRAWN)  # fmt: skip
    with pytest.raises(MoveRefused, match="赵启明"):
        moves.ask_opinion(batch, actor=scene.officer, at=DRAWN)
    batch = scene.batch("OPINION", title="二")
    with pytest.raises(MoveRefused):
        moves.opine(batch, opinions={}, actor=scene.discipline, at=OPINED)
    people = {one.pk: ("adverse", "") for one in queries.people(batch)}
    with pytest.raises(MoveRefused):
        moves.opine(batch, opinions=people, actor=scene.discipline, at=OPINED)
    said = scene.opinions(batch, adverse=[scene.cadres[1]])
    batch = moves.opine(batch, opinions=said, actor=scene.discipline, at=OPINED)
    assert scene.states(batch)["孙若谷"] == "OUT"
    assert Honouree.objects.filter(honour=batch, state="CANDIDATE", opinion="clear").count() == 3


def test_by_hand_added_ones_say_so_and_taken_out_ones_have_a_reason(scene):
    batch = scene.batch()
    with pytest.raises(MoveRefused):
        honours.add_person(batch, cadre=scene.cadres[5], reason=" ", actor=scene.officer, at=DRAWN)
    with pytest.raises(MoveRefused):
        honours.add_person(batch, cadre=scene.cadres[5], reason="驻点", actor=scene.second, at=DRAWN)
    made = honours.add_person(batch, cadre=scene.cadres[5], reason="驻点四十天", actor=scene.officer, at=DRAWN)
    assert (made.origin, made.added_why, made.added_by) == ("added", "驻点四十天", scene.officer)
    with pytest.raises(ValidationError):
        honours.add_person(batch, cadre=scene.cadres[5], reason="再加", actor=scene.officer, at=DRAWN)
    out = honourees.take_out(made, reason="本人谦让", actor=scene.officer, at=DRAWN)
    assert (out.state, out.out_by, lines(out)) == ("OUT", scene.officer, ["take-out"])
    with pytest.raises(MoveRefused):
        honourees.take_out(queries.people(batch)[0], reason="", actor=scene.officer, at=DRAWN)
    batch = scene.walk(batch, "PROPOSED")
    with pytest.raises(MoveRefused):
        honourees.take_out(scene.first(batch), reason="晚了", actor=scene.officer, at=OVER)


def test_objections_are_raised_to_the_last_second_and_stop_while_open(scene):
    batch = scene.batch("PUBLICITY")
    assert batch.publicity_until == OVER
    last = OVER - timedelta(seconds=1)
    anybody = a_user()
    one = honours.raise_objection(batch, claim="不实", about=scene.first(batch), actor=anybody, at=last)
    with pytest.raises(MoveRefused):
        honours.raise_objection(batch, claim="不实", actor=anybody, at=OVER)
    with pytest.raises(MoveRefused):
        moves.close_publicity(batch, at=last)
    with pytest.raises(MoveRefused):
        moves.close_publicity(batch, at=OVER)
    assert moves.sweep(OVER) == 0
    with pytest.raises(MoveRefused):
        honourees.reject(one, answer="属实", actor=scene.second, at=OVER)
    honourees.uphold(one, answer="部分事迹不属其本人", actor=scene.officer, at=OVER)
    assert list(scene.states(batch).values()).count("OUT") == 1
    assert moves.sweep(OVER) == 1
    assert moves.sweep(OVER) == 0
    batch.refresh_from_db()
    assert batch.state == S.CHECKED
    assert lines(batch)[-1] == "close-publicity"


def test_who_raised_an_objection_does_not_answer_it(scene):
    batch = scene.batch("PUBLICITY")
    one = honours.raise_objection(batch, claim="漏了人", actor=scene.officer, at=SHOWN)
    with pytest.raises(MoveRefused):
        honourees.reject(one, answer="没有", actor=scene.officer, at=SHOWN)


def test_published_they_are_honoured_with_points(scene):
    scene.batch("PUBLISHED")
    assert set(Honouree.objects.values_list("state", flat=True)) == {"RECIPIENT"}
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == 4
    assert queries.counted().count() == 4


def test_a_block_that_begins_later_is_proposed_on_the_desk_and_taken_back_with_it(scene):
    batch = scene.batch("PUBLISHED")
    period = block(scene.cadres[0], from_on=date(2017, 8, 1))
    day = at("2017-08-02 09:00:00")
    assert (honours.watch(day), honours.watch(day)) == (1, 0)
    one = Honouree.objects.get(honour=batch, cadre=scene.cadres[0])
    assert one.state == "RECIPIENT"
    assert "牌〔2017〕9号" in one.flagged_why
    InfluencePeriod.objects.filter(pk=period.pk).update(lifted_on=period.from_on, lifted_reason="撤销")
    assert (honours.watch(day), honours.watch(day)) == (1, 0)
    one.refresh_from_db()
    assert (one.flagged_at, one.flagged_why) == (None, "")
    assert lines(one) == ["award-honour", "flag_honour", "unflag_honour"]


def test_who_sat_in_the_meeting_about_himself_stops_the_decision(scene):
    batch = scene.batch("PROPOSED")
    content = {"meeting": "department", "held_on": date(2017, 7, 26), "document_no": "张组纪〔2017〕1号", "expected": 9,
               "present": 8, "agreed": 8, "words": "同意"}  # fmt: skip
    row = enter(content, items=[(batch, "award", "")], attendees=[("赵启明", scene.cadres[0], "")],
                actor=scene.officer, at=MET)  # fmt: skip
    attach(row, minutes(), not_secret=True, actor=scene.officer, at=MET)
    with pytest.raises(MoveRefused, match="赵启明"):
        confirm(row, actor=scene.deputy, at=MET)


def test_another_meeting_cannot_decide_honours(scene):
    with pytest.raises(ValidationError):
        a_decision(scene, (scene.batch("PROPOSED"), "award"), meeting="appeals", held_on=date(2017, 7, 26), when=MET)


# Every move: moves, wrong state, wrong person, one line ---------------------------------------------------------------

WAYS = {
    "ask-opinion": ("DRAFT", "OPINION", lambda s, one, who: moves.ask_opinion(one, actor=who or s.officer, at=DRAWN)),
    "opine": ("OPINION", "OPINED", lambda s, one, who: moves.opine(
        one, opinions=s.opinions(one), actor=who or s.discipline, at=OPINED)),
    "show": ("OPINED", "PUBLICITY", lambda s, one, who: moves.show(one, actor=who or s.officer, at=SHOWN)),
    "close-publicity": ("PUBLICITY", "CHECKED", lambda s, one, who: moves.close_publicity(one, at=OVER)),
    "propose": ("CHECKED", "PROPOSED", lambda s, one, who: moves.propose(
        one, proposal="建议", actor=who or s.officer, at=OVER)),
    "award": ("PROPOSED", "DECIDED", lambda s, one, who: decide(s, one, "award", who)),
    "decline": ("PROPOSED", "DROPPED", lambda s, one, who: decide(s, one, "decline", who)),
    "publish": ("DECIDED", "PUBLISHED", lambda s, one, who: moves.publish(one, actor=who or s.officer, at=OUT)),
    "drop": ("OPINED", "DROPPED", lambda s, one, who: moves.drop(
        one, reason="条件有误", actor=who or s.officer, at=OPINED)),
}  # fmt: skip
LATE = OUT + timedelta(days=9)
NUMBERS = count(1)


def decide(scene, batch, outcome, who=None):
    decision = _about(scene, batch, outcome)
    return moves.decided(batch, outcome, decision=decision, actor=who or scene.deputy, at=LATE)


def _about(scene, batch, outcome):
    number = f"张组纪〔2017〕试{next(NUMBERS)}号"
    row = a_decision(scene, (batch, outcome), held_on=date(2017, 8, 4), when=LATE, number=number)
    type(row).objects.filter(pk=row.pk).update(state="CONFIRMED", confirmed_at=LATE, confirmed_by=scene.director)
    row.refresh_from_db()
    return row


def test_the_table_below_names_every_move():
    assert set(WAYS) == {move.name for move in moves.MOVES}


@pytest.mark.parametrize("name", WAYS)
def test_a_move_moves_and_leaves_one_line(scene, name):
    source, target, go = WAYS[name]
    batch = scene.batch(source)
    before = lines(batch)
    batch = go(scene, batch, None)
    assert batch.state == target
    assert lines(batch) == [*before, name]


@pytest.mark.parametrize("name", WAYS)
def test_a_move_refuses_the_wrong_state_and_the_wrong_person(scene, name):
    source, _target, go = WAYS[name]
    batch = scene.batch("PUBLICITY" if source != "PUBLICITY" else "OPINED")
    if name in ("award", "decline"):
        go_wrong = partial(moves.decided, batch, name, decision=None, actor=scene.deputy, at=LATE)
    else:
        wrong = scene.batch("PROPOSED", title="二") if name == "drop" else batch
        go_wrong = partial(go, scene, wrong, None)
    with pytest.raises(MoveRefused) as refused:
        go_wrong()
    assert refused.value.why == MoveRefused.WRONG_STATE
    batch = scene.batch(source, title="三")
    before = lines(batch)
    for who in () if name == "close-publicity" else (scene.stranger, scene.second, scene.cadres[1].user):
        with pytest.raises(MoveRefused) as refused:
            go(scene, batch, who)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    batch.refresh_from_db()
    assert (batch.state, lines(batch)) == (source, before)


@pytest.mark.parametrize("role", ["office", "director", "discipline"])
def test_who_is_on_the_list_makes_no_move_of_it_whatever_the_role(scene, role):
    me = scene.cadres[0].user
    me.roles = f",{role},"
    me.save()
    for source, name in (("DRAFT", "ask-opinion"), ("OPINION", "opine"), ("PROPOSED", "award"), ("DECIDED", "publish")):
        batch = scene.batch(source, title=name)
        Honour.objects.filter(pk=batch.pk).update(handler=me)
        batch.refresh_from_db()
        with pytest.raises(MoveRefused) as refused:
            WAYS[name][2](scene, batch, me)
        assert refused.value.why == MoveRefused.WRONG_PERSON


def test_the_proposer_does_not_decide(scene):
    scene.officer.roles = ",office,director,"
    scene.officer.save()
    batch = scene.batch("PROPOSED")
    with pytest.raises(MoveRefused) as refused:
        decide(scene, batch, "award", scene.officer)
    assert refused.value.why == MoveRefused.WRONG_PERSON


# What the database refuses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", EARLIER, indirect=True, scope="module")
@pytest.mark.parametrize("effective", ["DECIDED", "PUBLISHED"])
def test_the_database_refuses_a_batch_an_effective_state(case, effective):
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(f"UPDATE cases_honour SET state = '{effective}' WHERE id = {case.pk}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.filter(pk=case.pk).update(state=effective)


@pytest.mark.parametrize("stop", EARLIER, indirect=True, scope="module")
@pytest.mark.parametrize("effective", ["RECIPIENT", "WITHDRAWN"])
def test_the_database_honours_nobody_before_a_decided_batch(scene, case, effective):
    one = scene.first(case)
    stamps = {"opinion": "clear", "opinion_at": OPINED, "honoured_at": OUT}
    if effective == "WITHDRAWN":
        stamps["withdrawn_at"] = OUT
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(f"UPDATE cases_honouree SET state = '{effective}' WHERE id = {one.pk}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Honouree.objects.filter(pk=one.pk).update(state=effective, **stamps)
    with pytest.raises(IntegrityError), transaction.atomic():
        Honouree.objects.create(honour_id=one.honour_id, cadre=scene.cadres[5], name="x", unit=scene.unit, deeds="x",
                                state=effective, **stamps)  # fmt: skip


def test_the_database_honours_nobody_against_the_opinion_of_the_commission(scene):
    batch = scene.batch("OPINION")
    said = scene.opinions(batch, adverse=[scene.cadres[1]])
    batch = scene.walk(moves.opine(batch, opinions=said, actor=scene.discipline, at=OPINED), "PUBLISHED")
    one = Honouree.objects.get(honour=batch, state="OUT")
    with pytest.raises(IntegrityError), transaction.atomic():
        Honouree.objects.filter(pk=one.pk).update(state="RECIPIENT", honoured_at=OUT)


def test_forged_stamps_do_not_help_without_a_confirmed_decision_about_it(scene):
    batch = scene.batch("PROPOSED")
    other = scene.batch("DECIDED", title="他")
    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.filter(pk=batch.pk).update(state="DECIDED", decision=other.decision, decided_at=MET)
    draft = a_decision(scene, (batch, "award"), held_on=date(2017, 7, 26), when=MET, number="张组纪〔2017〕草号")
    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.filter(pk=batch.pk).update(state="DECIDED", decision=draft, decided_at=MET)


# Who sees what --------------------------------------------------------------------------------------------------------


def test_who_sees_a_batch_by_state(scene):
    people = {
        "officer": scene.officer, "director": scene.director, "discipline": scene.discipline,
        "stranger": scene.stranger, "candidate": scene.cadres[0].user,
        "system": a_user(administrator="system"),
    }  # fmt: skip

    def seen(state):
        batch = scene.batch(state, title=state)
        return {
            name for name, user in people.items()
            if Honour.objects.visible_to(user, date(2017, 7, 20)).filter(pk=batch.pk).exists()
        }  # fmt: skip

    offices = {"officer", "director"}
    everybody = {*offices, "discipline", "stranger", "candidate"}
    assert [seen(state) for state in ("DRAFT", "OPINION", "OPINED")] == [offices, *[offices | {"discipline"}] * 2]
    assert [seen(state) for state in ("PUBLICITY", "CHECKED", "PROPOSED", "DECIDED", "PUBLISHED")] == [everybody] * 5
    batch = scene.batch("DECIDED", title="x")
    me = scene.cadres[0].user
    me.roles = ",office,"
    me.save()
    assert Honour.objects.standing(me, date(2017, 7, 20)).get(pk=batch.pk).is_subject
    draft = scene.batch(title="稿")
    assert not Honour.objects.visible_to(me, date(2017, 7, 20)).filter(pk=draft.pk).exists()
