"""The dossier and /me/: who sees which facts and scores, when the five dimensions are drawn."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from cadres.models import Appointment, Cadre, InfluencePeriod
from evaluations import registry
from evaluations.models import Fact, ScoreObjection, SourceHold
from evaluations.rules import dossier as rules
from evaluations.rules.scheme import DIMENSIONS
from evaluations.transitions import scores as moves
from projects.models import Milestone, Responsibility
from projects.rules.carrying import days_held
from projects.states import PersonRole
from tests.cast import LONG_AGO, a_project, a_unit, a_user, at
from tests.counting import same_count
from tests.evaluations.scores.scene import AFTER, District, a_result
from tests.evaluations.week.scene import NOON, Week
from tests.pages.dossier_scene import BACKEND, a_team, dossier, get, reviewed, words_of
from zhangdian.charts.rules import radar_layout
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
RADAR = "chart--radar"


@pytest.fixture
def district():
    with time_machine.travel(AFTER, tick=False):
        yield District().work()


def draws(answer):
    return RADAR in answer.text


def test_the_five_dimensions_are_drawn_from_five_verified_facts_on_with_n_shown(district, client):
    reviewed(district, 4)
    district.fact(state="DRAFT")
    answer = dossier(client, district.office, district.head)
    assert not draws(answer)
    assert "已核实事实 4 条，满 5 条才画" in answer.text
    district.fact()
    answer = dossier(client, district.office, district.head)
    assert draws(answer)
    assert "显示数据" in answer.text
    assert "依据有效票 40 张；纪实中已核实事实 5 条" in answer.text
    axes = answer.context["portrait"].axes
    assert [axis.name for axis in axes] == list(DIMENSIONS)
    assert {(axis.reached, axis.papers) for axis in axes} == {(Decimal("90.0000"), 40)}


def test_how_many_facts_is_a_dated_setting(district, client):
    reviewed(district, 5)
    Option.objects.create(key="dossier.radar_facts", value="6", effective_from=date(2017, 7, 4), set_by=district.office)
    assert draws(dossier(client, district.office, district.head))
    with time_machine.travel(at("2017-07-04 09:00:00"), tick=False):
        assert not draws(dossier(client, district.office, district.head))


def test_without_a_score_or_a_review_the_page_says_why_it_draws_nothing(district, client):
    for _number in range(5):
        district.fact()
    assert "还没有可以依据的季度得分" in dossier(client, district.office, district.head).text
    district.computed()
    assert "五个方面的得分不全" in dossier(client, district.office, district.head).text


def test_too_few_papers_give_no_figure_and_no_count(district, client):
    reviewed(district, 5, papers=3, withheld=True)
    for user in (district.office, district.head_user):
        answer = dossier(client, user, district.head)
        assert not draws(answer)
        assert {(axis.reached, axis.papers) for axis in answer.context["portrait"].axes} == {(None, 0)}


def test_drafts_of_scores_are_seen_by_who_keeps_them_and_by_nobody_else(district, client):
    a_result(district.office, 18, cadre=district.head)
    district.computed()
    assert len(dossier(client, district.office, district.head).context["portrait"].scores) == 1
    for user in (a_team(district), district.head_user):
        assert dossier(client, user, district.head).context["portrait"].scores == []
    assert get(client, district.head_user, "/me/").context["portrait"].scores == []
    moves.show(district.scoring, actor=district.office, at=AFTER)
    score = get(client, district.head_user, "/me/").context["portrait"].scores[0]
    assert score == district.score(district.head)
    assert score.may_object
    assert "我有异议" in client.get("/me/").text


def test_a_place_and_objections_are_told_to_who_keeps_scores_and_to_oneself(district, client):
    reviewed(district)
    ScoreObjection.objects.create(
        scoring=district.scoring, cadre=district.head, claim="节点少计", evidence="验收单", raised_at=AFTER,
        raised_by=district.head_user,
    )  # fmt: skip
    path = district.score(district.head).get_absolute_url()
    for user, tells in ((district.office, True), (district.director, True), (a_team(district), False)):
        answer = dossier(client, user, district.head)
        score = answer.context["portrait"].scores[0]
        assert (score.shows_place, score.waits) == (tells, tells)
        assert path in answer.text
        assert "节点少计" not in answer.text
    own = get(client, district.head_user, "/me/")
    assert own.context["portrait"].scores[0].shows_place
    assert "镇办正职：第 1" in own.text
    assert "节点少计" in own.text


def test_the_subject_never_sees_what_is_not_verified_nor_an_open_case(district, client):
    district.fact(state="DRAFT")
    InfluencePeriod.objects.create(
        cadre=district.head, kind="open_case", from_on=LONG_AGO, reason="核查", document_no="1号", made_by="纪委",
        blocks=["merit"],
    )  # fmt: skip
    for path in ("/me/", f"/cadres/{district.head.pk}/"):
        text = get(client, district.head_user, path).text
        assert "三天完成管线迁改" not in text
        assert "立案" not in text
    Cadre.objects.filter(pk=district.head.pk).update(user=district.office)
    text = dossier(client, district.office, district.head).text
    assert "三天完成管线迁改" not in text
    assert "立案" not in text


def test_leaders_heads_of_units_and_strangers_see_no_dossier(district, client):
    reviewed(district)
    for user in (district.leader, district.planner, district.stranger, district.head_user):
        assert dossier(client, user, district.deputy).status_code == 404
        assert get(client, user, f"/cadres/{district.deputy.pk}/appraisal/2017/").status_code == 404


def test_who_is_recused_sees_neither_facts_nor_scores_nor_takes_the_paper(district, client):
    reviewed(district)
    seat = Cadre.objects.create(name="经办", unit=district.unit, user=district.office)
    seat.recusals.create(cadre=district.head, reason="同学", from_on=LONG_AGO)
    answer = dossier(client, district.office, district.head)
    assert (answer.context["portrait"].facts, answer.context["portrait"].scores) == (0, [])
    assert "/appraisal/" not in answer.text
    assert get(client, district.office, f"/cadres/{district.head.pk}/appraisal/2017/").status_code == 403
    assert dossier(client, a_team(district, recused=True), district.head).status_code == 404


def test_facts_stand_by_quarter_with_shape_word_and_a_source_that_the_reader_may_open(district, client):
    row = district.fact()
    district.fact(kind="problem", day=date(2017, 2, 3))
    stone = Milestone.objects.first()
    source = {
        "from_label": "projects.milestone",
        "from_key": str(stone.pk),
        "from_path": f"/projects/{stone.project_id}/",
    }
    type(row).objects.filter(pk=row.pk).update(project=district.other, **source)
    answer = dossier(client, district.office, district.head)
    assert [name for name, _facts in answer.context["portrait"].quarters] == ["2017Q2", "2017Q1"]
    assert answer.context["portrait"].quarters[0][1][0].source_path == source["from_path"]
    for part in ("★</span> 表扬", "□</span> ", "会议纪要", "东岭片区拆迁"):
        assert part in answer.text
    # The team follows another project than the one that the milestone is of.
    assert dossier(client, a_team(district), district.head).context["portrait"].quarters[0][1][0].source_path == ""


def test_a_fact_that_was_excused_stays_and_says_so(district, client):
    row = district.fact(kind="problem")
    SourceHold.objects.create(
        kind="suspended", source_label="evaluations.fact", source_key=str(row.pk), source_title="事", case_label="x",
        case_key="1", reason="核查", held_at=AFTER, held_by=district.office, released_at=AFTER,
        outcome="先行先试，予以免责", is_excused=True,
    )  # fmt: skip
    text = get(client, district.head_user, "/me/").text
    assert "已研究，予以免责" in text
    assert "先行先试" in text


def test_a_reading_leaves_a_line_the_own_none(district, client):
    reviewed(district)
    before = Entry.objects.count()
    dossier(client, district.director, district.head)
    assert Entry.objects.count() == before + 1
    get(client, district.head_user, "/me/")
    dossier(client, district.head_user, district.head)
    assert Entry.objects.count() == before + 1


def test_projects_are_shown_with_share_and_days_of_this_quarter_and_before(district, client):
    Responsibility.objects.filter(cadre=district.head, project=district.other).update(until_on=date(2017, 2, 28))
    rows = get(client, district.head_user, "/me/").context["carried"]["duties"]
    found = {row.project_id: (row.is_now, row.days_now, row.days_before) for row in rows}
    # On 3 July: three days of the third quarter, 181 of the first two.
    assert found == {district.project.pk: (True, 3, 181), district.other.pk: (False, 0, 59)}


def test_days_held_are_those_of_both_ends():
    first, last = date(2017, 4, 1), date(2017, 6, 30)
    assert days_held(date(2017, 1, 1), None, first, last) == 91
    assert days_held(date(2017, 4, 1), date(2017, 4, 1), first, last) == 1
    assert days_held(date(2017, 7, 1), None, first, last) == 0
    assert days_held(date(2017, 1, 1), date(2017, 3, 31), first, last) == 0


def test_why_the_dimensions_are_not_drawn():
    whole = [rules.Axis(name, name, Decimal(80), 9) for name in DIMENSIONS]
    assert rules.why_not(5, 5, whole) == ""
    assert rules.why_not(4, 5, whole) == rules.FEW
    assert rules.why_not(5, 5, []) == rules.UNSCORED
    assert rules.why_not(5, 5, [*whole[:4], rules.Axis("x", "x", None, 0)]) == rules.UNREVIEWED
    assert rules.papers([["a", "1", "t", {"papers": "7"}, "", 0], ["a", "2", "t", {"papers": "3"}, "withheld", 0]]) == 7


def test_a_radar_stays_inside_its_rings():
    layout = radar_layout([("甲", 100, "100"), ("乙", 0, "0"), ("丙", 250, "250")], radius=100)
    first, second, third = layout["corners"]
    assert (first["dot_x"], first["dot_y"]) == (layout["x"], layout["y"] - 100)
    assert (second["dot_x"], second["dot_y"]) == (layout["x"], layout["y"])
    assert (third["dot_x"], third["dot_y"]) == (third["end_x"], third["end_y"])
    assert layout["rings"][-1]["words"] == "100"


@pytest.mark.parametrize("who", ["office", "team", "own", "me"])
def test_the_pages_ask_the_same_number_of_questions(district, client, who):
    reviewed(district)
    user = {"office": district.office, "team": None}.get(who, district.head_user) or a_team(district)
    client.force_login(user, backend=BACKEND)

    def grow():
        for number in range(8):
            district.fact(day=date(2017, 3, 1) + timedelta(days=number))
            project = a_project(unit=district.unit, programme=district.project.programme)
            Responsibility.objects.create(
                project=project, cadre=district.head, role=PersonRole.DEPUTY, share=Decimal("0.1"), from_on=LONG_AGO
            )
            Appointment.objects.create(
                cadre=district.head, unit=district.unit, post=f"职务{number}", from_on=LONG_AGO,
                until_on=LONG_AGO + timedelta(days=number),
            )  # fmt: skip
            ScoreObjection.objects.create(
                scoring=district.scoring, cadre=district.head, claim="节点少计", evidence="验收单", raised_at=AFTER,
                raised_by=district.head_user,
            )  # fmt: skip

    same_count(client, "/me/" if who == "me" else f"/cadres/{district.head.pk}/", grow)


def test_an_upper_floor_adds_a_section_to_page_and_paper(district, client, monkeypatch):
    def section(cadre, reader, day):
        if cadre != district.head:
            return None
        return registry.Section("honours", "荣誉", "partials/optional.html", ["红旗标兵"], ["红旗标兵"])

    monkeypatch.setattr(registry, "DOSSIER", [section])
    assert 'id="part-honours"' in get(client, district.head_user, "/me/").text
    assert 'id="part-honours"' in dossier(client, district.office, district.head).text
    assert "红旗标兵" in words_of(get(client, district.head_user, "/me/appraisal/2017/").content)
    assert 'id="part-honours"' not in dossier(client, district.office, district.deputy).text


def test_an_order_behind_a_fact_is_linked_for_who_may_open_it():
    with time_machine.travel(NOON, tick=False):
        week = Week()
        order = week.closed()
        leader, other = a_user(None, "leader"), a_user(None, "office")
        cadre = Cadre.objects.create(name="林远", unit=a_unit(), user=a_user())
        Fact.objects.create(
            cadre=cadre, project=order.project, day=order.due_at.date(), what="整改销号", kind="achievement",
            source="inspection", evidence="督办单", from_label="evaluations.order", from_key=str(order.pk),
            from_path=order.get_absolute_url(), made_at=NOON, state="VERIFIED", verified_at=NOON, verified_by=other,
        )  # fmt: skip
        client = Client()
        told = dossier(client, other, cadre).context["portrait"].quarters[0][1][0]
        assert told.source_path == order.get_absolute_url()
        # The cadre is on no project that the order is about.
        own = get(client, cadre.user, "/me/")
        assert own.context["portrait"].quarters[0][1][0].source_path == ""
        assert order.get_absolute_url() not in own.text
        assert dossier(client, leader, cadre).status_code == 404
