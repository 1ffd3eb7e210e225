"""The paper of the year: what it holds, who takes it out and how that is kept."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from cadres.models import Cadre, InfluencePeriod
from evaluations.transitions import scores as moves
from projects.models import Milestone, Responsibility, Target
from projects.states import PersonRole
from tests.cast import LONG_AGO, a_project, a_user
from tests.counting import statements
from tests.evaluations.scores.scene import AFTER, CHECKED, DECISION, District
from tests.pages.dossier_scene import BACKEND, a_team, dossier, get, reviewed, words_of
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    with time_machine.travel(AFTER, tick=False):
        yield District().work()


def test_the_paper_holds_what_the_system_knows_and_blanks_to_write_and_sign_in(district, client):
    reviewed(district)
    district.fact(state="DRAFT", cadre=district.head)
    with time_machine.travel(CHECKED, tick=False):
        district.scoring = moves.freeze(district.scoring, actor=district.director, at=CHECKED, **DECISION)
        answer = get(client, district.head_user, "/me/appraisal/2017/")
        text = words_of(answer.content)
        assert answer["Cache-Control"] == "private, no-store"
        score = district.score(district.head)
        for part in (
            "2017年度考核材料", "王志远", "政治面貌", "单位及职务", "任现职时间", "青禾路北延", "2/2", "240/1200",
            "拆迁180/240户",
            "★表扬", "三天完成管线迁改", str(score.total), score.get_grade_display(), "张组〔2017〕21号", "个人总结",
            "主管领导评语和等次建议", "机关负责人或考核委员会意见", "本人意见", "未确定等次情况说明", "签名：",
            "2017年7月12日",
        ):  # fmt: skip
            assert part in text, part
        assert text.count("三天完成管线迁改") == 5
        assert score.peer not in text
        # The same data and day give the same bytes.
        assert client.get("/me/appraisal/2017/").content == answer.content
    assert not Entry.objects.filter(verb="export").exists()


def test_what_is_not_frozen_and_an_open_case_are_in_no_paper(district, client):
    reviewed(district)
    InfluencePeriod.objects.create(
        cadre=district.head, kind="open_case", from_on=LONG_AGO, reason="核查", document_no="立1号", made_by="纪委",
        blocks=["merit"],
    )  # fmt: skip
    client.force_login(district.office, backend=BACKEND)
    text = words_of(client.post(f"/cadres/{district.head.pk}/appraisal/2017/", {"purpose": "年度考核"}).content)
    assert "本年度还没有锁定得分的季度" in text
    assert "立1号" not in text


def test_the_paper_of_another_is_taken_out_for_a_purpose_that_stands_on_the_trail(district, client):
    path = f"/cadres/{district.head.pk}/appraisal/2017/"
    assert path in dossier(client, district.office, district.head).text
    assert get(client, district.office, path).status_code == 200
    refused = client.post(path, {"purpose": ""})
    assert refused.status_code == 422
    assert not Entry.objects.filter(verb="export").exists()
    answer = client.post(path, {"purpose": "年度考核"})
    assert answer.status_code == 200
    line = Entry.objects.about(district.head).get(verb="export")
    assert (line.actor_id, line.reason) == (district.office.pk, "年度考核")
    for user in (a_team(district), district.stranger):
        assert get(client, user, path).status_code in (403, 404)
    assert Entry.objects.filter(verb="export").count() == 1


def test_the_own_paper_is_taken_from_me_whatever_the_role(district, client):
    Cadre.objects.filter(pk=district.head.pk).update(user=district.director)
    answer = get(client, district.director, f"/cadres/{district.head.pk}/appraisal/2017/")
    assert (answer.status_code, answer.url) == (302, "/me/appraisal/2017/")
    assert "/me/appraisal/2017/" in client.get("/me/").text


def test_a_year_that_has_not_begun_or_a_person_without_a_file_has_no_paper(district, client):
    assert get(client, district.head_user, "/me/appraisal/2018/").status_code == 404
    assert get(client, district.stranger, "/me/appraisal/2017/").status_code == 404
    assert get(client, a_user("door-sys", administrator="system"), "/me/appraisal/2017/").status_code == 404


def test_last_years_paper_is_offered_where_something_was_carried_then(district, client):
    assert "/me/appraisal/2016/" not in get(client, district.head_user, "/me/").text
    Responsibility.objects.filter(cadre=district.head).update(from_on=date(2016, 11, 1))
    assert "/me/appraisal/2016/" in client.get("/me/").text
    assert "61" in words_of(client.get("/me/appraisal/2016/").content)


def test_the_paper_asks_the_same_number_of_questions(district, client):
    reviewed(district)
    client.force_login(district.head_user, backend=BACKEND)
    before = len(statements(client, "/me/appraisal/2017/"))
    for number in range(6):
        project = a_project(unit=district.unit, programme=district.project.programme)
        Responsibility.objects.create(
            project=project, cadre=district.head, role=PersonRole.DEPUTY, share=Decimal("0.1"), from_on=LONG_AGO
        )
        Milestone.objects.create(project=project, name="节点", planned_on=date(2017, 5, 1), weight=1)
        Target.objects.create(project=project, name="清表", measure="亩", total=100, position=number)
        district.fact()
    after = statements(client, "/me/appraisal/2017/")
    assert len(after) == before <= 15
