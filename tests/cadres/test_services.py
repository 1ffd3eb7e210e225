"""Units renamed, cadres appointed and leaving, influence periods, doubles made one: each with its line."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cadres import queries, registry, services, transitions
from cadres.models import Appointment, Cadre, Unit
from cadres.states import InfluenceKind, Purpose
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_unit, a_user, at
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")


@pytest.fixture
def clerk():
    return a_user("clerk", "office")


def verbs(thing):
    return list(Entry.objects.about(thing).values_list("verb", flat=True))


# Units ----------------------------------------------------------------------------------------


def rename(unit, clerk, name="青石街道", on=MONDAY, **words):
    return services.rename_unit(unit, name=name, on=on, actor=clerk, at=NOW, reason="撤镇设街道", **words)


def test_a_renamed_unit_is_found_by_either_name(clerk):
    unit = rename(a_unit("青石镇"), clerk)
    assert list(Unit.objects.named("青石街道")) == list(Unit.objects.named("青石镇")) == [unit]
    assert list(Unit.objects.named("青石镇", date(2017, 4, 9))) == [unit]
    assert not Unit.objects.named("青石镇", MONDAY)
    assert verbs(unit) == ["rename"]


def test_a_second_renaming_begins_where_the_first_ended(clerk):
    unit = rename(rename(a_unit("青石镇"), clerk), clerk, "青石新区", date(2017, 6, 1))
    spans = list(unit.past_names.order_by("from_on").values_list("name", "from_on", "until_on"))
    assert spans[1] == ("青石街道", MONDAY, date(2017, 5, 31))


@pytest.mark.parametrize("name", ["青石镇", "青 石\n镇", "红岩镇"])
def test_a_name_that_is_taken_or_unchanged_is_refused(clerk, name):
    a_unit("红岩镇")
    unit = a_unit("青石镇")
    with pytest.raises(ValidationError):
        rename(unit, clerk, name)
    assert verbs(unit) == []


# Posts and service ----------------------------------------------------------------------------


def test_a_new_post_ends_the_one_before_and_moves_the_cadre(clerk):
    old, new = a_unit("青石镇"), a_unit("区水利局")
    cadre = a_cadre(head_of=old)
    services.appoint(cadre, unit=new, post="局长", from_on=MONDAY, is_head=True, actor=clerk, at=NOW)
    cadre.refresh_from_db()
    assert (cadre.unit, cadre.post) == (new, "局长")
    assert Appointment.objects.get(unit=old).until_on == date(2017, 4, 9)
    assert queries.heads_of([old, new], MONDAY) == {new.pk: [cadre]}
    assert verbs(cadre) == ["appoint"]


def test_a_cadre_who_leaves_holds_no_post_any_more(clerk):
    unit = a_unit()
    cadre = transitions.leave(a_cadre(head_of=unit), actor=clerk, at=NOW, on=MONDAY, reason="调出本区")
    assert cadre.state == "left"
    assert Appointment.objects.get().until_on == MONDAY
    assert queries.heads_of([unit], date(2017, 4, 11)) == {}
    line = Entry.objects.about(cadre).get()
    assert (line.verb, line.from_state, line.to_state, line.reason) == ("leave", "serving", "left", "调出本区")


def test_a_cadre_who_left_cannot_retire(clerk):
    cadre = a_cadre(state="left")
    with pytest.raises(MoveRefused) as refused:
        transitions.retire(cadre, actor=clerk, at=NOW, on=MONDAY, reason="到龄")
    assert refused.value.why == MoveRefused.WRONG_STATE


@pytest.mark.parametrize("role", ["planner", "team", "leader"])
def test_only_the_cadre_section_ends_a_service(role):
    cadre = a_cadre()
    with pytest.raises(MoveRefused) as refused:
        transitions.leave(cadre, actor=a_user(None, role), at=NOW, on=MONDAY, reason="调出")
    assert refused.value.why == MoveRefused.WRONG_PERSON
    assert verbs(cadre) == []


def test_nobody_ends_the_own_service(clerk):
    with pytest.raises(MoveRefused):
        transitions.leave(a_cadre(user=clerk), actor=clerk, at=NOW, on=MONDAY, reason="调出")


def test_a_service_does_not_end_before_its_last_post_began(clerk):
    cadre = a_cadre(head_of=a_unit())
    with pytest.raises(MoveRefused):
        transitions.leave(cadre, actor=clerk, at=NOW, on=date(2016, 12, 31), reason="调出")
    cadre.refresh_from_db()
    assert (cadre.state, Appointment.objects.get().until_on) == ("serving", None)


def test_who_comes_back_serves_again(clerk):
    cadre = transitions.reinstate(a_cadre(state="left"), actor=clerk, at=NOW, reason="调回本区")
    assert (cadre.state, verbs(cadre)) == ("serving", ["reinstate"])


def test_what_upper_floors_say_is_still_carried_stands_on_the_file(clerk, monkeypatch):
    monkeypatch.setattr(registry, "DUTIES", [lambda cadre, day: [registry.Duty("青禾路北延 联络员", since=LONG_AGO)]])
    assert [duty.what for duty in queries.file_of(a_cadre(), MONDAY).duties] == ["青禾路北延 联络员"]


# Influence periods ----------------------------------------------------------------------------


def begin(cadre, clerk, kind=InfluenceKind.ADMONITION, from_on=MONDAY, document_no="青组〔2017〕3号", **words):
    return services.begin_influence(
        cadre, kind=kind, from_on=from_on, reason="工作推诿", document_no=document_no, made_by="区委组织部",
        actor=clerk, at=NOW, **words,
    )  # fmt: skip


def test_a_period_ends_by_the_months_of_its_kind(clerk):
    cadre = a_cadre()
    period = begin(cadre, clerk)
    assert period.until_on == period.computed_until_on == date(2017, 10, 9)
    assert queries.blocks(cadre, Purpose.MERIT, MONDAY) == period
    assert queries.blocks(cadre, Purpose.MERIT, date(2017, 10, 10)) is None
    assert verbs(cadre) == verbs(period) == ["begin_influence"]


def test_the_months_in_force_on_the_first_day_count(clerk):
    Option.objects.create(key="influence.admonition", value="12", effective_from=date(2017, 4, 1), reason="区规定")
    assert begin(a_cadre(), clerk).until_on == date(2018, 4, 9)
    assert begin(a_cadre(), clerk, from_on=date(2017, 3, 31)).until_on == date(2017, 9, 30)


def test_another_end_needs_its_reason(clerk):
    cadre = a_cadre()
    with pytest.raises(ValidationError):
        begin(cadre, clerk, until_on=date(2017, 12, 31))
    period = begin(cadre, clerk, until_on=date(2017, 12, 31), end_reason="区委另有规定")
    assert period.computed_until_on == date(2017, 10, 9)
    with pytest.raises(ValidationError):
        services.change_end(period, until_on=date(2018, 1, 31), end_reason=" ", actor=clerk, at=NOW)
    services.change_end(period, until_on=date(2018, 1, 31), end_reason="延长", actor=clerk, at=NOW)
    assert verbs(period) == ["begin_influence", "change_influence"]


def test_the_same_decision_makes_one_period(clerk):
    cadre = a_cadre()
    assert begin(cadre, clerk) == begin(cadre, clerk)
    assert verbs(cadre) == ["begin_influence"]


def test_an_open_case_blocks_until_it_is_lifted(clerk):
    cadre = a_cadre()
    period = begin(cadre, clerk, kind=InfluenceKind.OPEN_CASE)
    assert period.until_on is None
    assert queries.blocks(cadre, Purpose.PROMOTION, date(2030, 1, 1)) == period
    services.lift_influence(period, on=date(2017, 5, 1), reason="查否", actor=clerk, at=NOW)
    assert queries.blocks(cadre, Purpose.PROMOTION, date(2017, 5, 1)) is None
    assert queries.blocks(cadre, Purpose.PROMOTION, date(2017, 4, 30)) is not None
    with pytest.raises(ValidationError):
        services.lift_influence(period, on=date(2017, 5, 1), reason="查否", actor=clerk, at=NOW)


def test_a_reminder_is_recorded_and_blocks_nothing(clerk):
    cadre = a_cadre()
    begin(cadre, clerk, kind=InfluenceKind.REMINDER)
    assert [queries.blocks(cadre, purpose, MONDAY) for purpose in Purpose] == [None] * len(Purpose)


def test_many_cadres_are_asked_in_one_query(clerk, django_assert_num_queries):
    people = [a_cadre() for _ in range(5)]
    begin(people[2], clerk)
    with django_assert_num_queries(1):
        assert set(queries.blocked(people, Purpose.HONOUR, MONDAY)) == {people[2].pk}


# Doubles --------------------------------------------------------------------------------------


def test_two_units_become_one_with_all_that_hangs_on_them(clerk):
    kept, gone = a_unit("区水利局"), a_unit("区水务局")
    child = a_unit(parent=gone)
    cadre = a_cadre(head_of=gone)
    services.merge_units(kept, gone, actor=clerk, at=NOW, reason="同一单位重复录入")
    for thing in (gone, child, cadre):
        thing.refresh_from_db()
    assert (gone.is_active, child.parent, cadre.unit) == (False, kept, kept)
    assert queries.heads_of([kept], MONDAY) == {kept.pk: [cadre]}
    assert Unit.objects.active().named("区水务局").get() == kept
    assert (verbs(kept), verbs(gone)) == (["merge"], ["merged_away"])


def test_upper_floors_move_their_rows_in_the_same_transaction(clerk, monkeypatch):
    def refuses(kept, gone, *, actor, at):
        raise MoveRefused("同一项目中两个单位都有分工", "state")

    monkeypatch.setattr(registry, "MERGES_UNITS", [refuses])
    kept, gone = a_unit(), a_unit()
    cadre = a_cadre(unit=gone)
    with pytest.raises(MoveRefused):
        services.merge_units(kept, gone, actor=clerk, at=NOW, reason="重复")
    cadre.refresh_from_db()
    assert (cadre.unit, Entry.objects.count()) == (gone, 0)


def test_a_unit_is_not_merged_into_its_own_branch(clerk):
    gone = a_unit()
    with pytest.raises(ValidationError):
        services.merge_units(a_unit(parent=a_unit(parent=gone)), gone, actor=clerk, at=NOW, reason="重复")


def test_people_who_stand_in_both_units_come_first(clerk):
    kept, gone = a_unit(), a_unit()
    for unit in (kept, gone):
        a_cadre("林远", unit, phone="13900000000")
    with pytest.raises(ValidationError) as refused:
        services.merge_units(kept, gone, actor=clerk, at=NOW, reason="重复")
    assert "林远" in str(refused.value)


def test_two_rows_of_one_person_become_one(clerk):
    user = a_user("lin", name="林远")
    kept = a_cadre("林远", phone="")
    gone = a_cadre("林远", user=user, head_of=a_unit(), born_in=date(1975, 3, 1), phone="13900000001")
    begin(gone, clerk)
    services.merge_cadres(kept, gone, actor=clerk, at=NOW, reason="重复录入")
    kept = Cadre.objects.get()
    assert (kept.user, kept.born_in, kept.phone) == (user, date(1975, 3, 1), "13900000001")
    assert (kept.appointments.count(), kept.influence_periods.count()) == (1, 1)
    assert verbs(kept) == ["merge"]
    assert Entry.objects.filter(verb="merged_away").get().content.before["name"] == "林远"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"born_in": date(1975, 3, 1)}, {"born_in": date(1980, 3, 1)}),
        ({"state": "left"}, {}),
    ],
)
def test_people_who_cannot_be_one_are_refused(clerk, one, other):
    with pytest.raises(ValidationError):
        services.merge_cadres(a_cadre(**one), a_cadre(**other), actor=clerk, at=NOW, reason="重复")
    assert Cadre.objects.count() == 2


def test_two_accounts_are_not_merged(clerk):
    with pytest.raises(ValidationError):
        services.merge_cadres(a_cadre(user=a_user()), a_cadre(user=a_user()), actor=clerk, at=NOW, reason="重复")


def test_the_tree_of_units_takes_one_query(django_assert_num_queries):
    town = a_unit("青石镇", position=1)
    village = a_unit("青石镇规划办", parent=town, position=5)
    office = a_unit("区水利局", position=2)
    a_cadre(unit=village)
    with django_assert_num_queries(1):
        tree = queries.units_tree()
    assert [(depth, unit) for depth, unit in tree] == [(0, town), (1, village), (0, office)]
    assert tree[1][1].people == 1
