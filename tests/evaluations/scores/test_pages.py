"""The pages of scores: for whom, what they say, how many questions they ask; moves, objections."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine

from cadres.models import Cadre
from evaluations.models import Scoring
from evaluations.queries import scores as queries
from evaluations.queries.score_inputs import Quarter
from evaluations.services import score_entries as entries
from evaluations.services import score_ladder
from evaluations.services import scoring as services
from evaluations.states.scores import HoldKind, ObjectionState, ScoringState
from evaluations.tasks.scores import remind_of_scores
from evaluations.transitions import scores as moves
from projects.models import Responsibility
from tests.cast import a_project, a_user, at, carries
from tests.counting import same_count
from tests.evaluations.scores.scene import (
    AFTER,
    CHECKED,
    DECISION,
    QUARTER,
    a_peer,
    a_result,
    sign_in,
    text_of,
)
from zhangdian.notices.models import Notice
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


# Home ---------------------------------------------------------------------------------------------


def test_a_cadre_sees_the_own_score_with_place_and_until_when_it_is_checked(district):
    a_result(district.office, 18, cadre=district.head)
    district.computed()
    assert "还没有您可看的得分" in text_of(district.stranger, "/scores/")
    assert "我的得分" not in text_of(district.head_user, "/scores/")
    moves.show(district.scoring, actor=district.office, at=AFTER)
    text = text_of(district.head_user, "/scores/")
    score = district.score(district.head)
    assert str(score.total) in text
    assert "镇办正职 第 1/1" in text
    assert "7月10日" in text
    assert f"/scores/why/{score.pk}/" in text


def test_a_head_sees_the_projects_of_the_unit_and_a_leader_no_persons(district):
    district.shown()
    text = text_of(district.head_user, "/scores/")
    assert "青禾路北延" in text
    assert "东岭片区拆迁" in text
    leader = text_of(district.leader, "/scores/")
    assert f"/scores/{district.scoring.pk}/projects/" in leader
    for path in ("/scores/", f"/scores/{district.scoring.pk}/projects/"):
        page = text_of(district.leader, path)
        assert "王志远" not in page
        assert "李明川" not in page
    for path in (f"/scores/{district.scoring.pk}/", "/scores/year/2017/", "/scores/objections/"):
        text_of(district.leader, path, 404)
        text_of(district.head_user, path, 404)


def test_the_office_computes_shows_takes_back_and_a_leader_freezes(district):
    office, director = sign_in(district.office), sign_in(district.director)
    assert office.post("/scores/compute/", {"quarter": "2019Q9"}).status_code == 422
    answer = office.post("/scores/compute/", {"quarter": "2017Q2"})
    scoring = Scoring.objects.get()
    assert answer.url == f"/scores/{scoring.pk}/"
    url = f"/scores/{scoring.pk}/"
    assert office.post(f"{url}show-scores/").status_code == 302
    bad = office.post(f"{url}take-back/", {"reason": ""})
    assert bad.status_code == 422
    assert office.post(f"{url}take-back/", {"reason": "更正"}).status_code == 302
    assert office.post(f"{url}show-scores/").status_code == 302
    with time_machine.travel(CHECKED, tick=False):
        office, director = sign_in(district.office), sign_in(district.director)
        assert office.post(f"{url}freeze/", DECISION).status_code == 403
        bad = director.post(f"{url}freeze/", DECISION | {"meeting": "部务会第九次", "met_on": "2017-09-01"})
        assert bad.status_code == 422
        assert "部务会第九次" in bad.content.decode()
        assert director.post(f"{url}freeze/", DECISION).status_code == 302
        scoring.refresh_from_db()
        assert scoring.state == ScoringState.FROZEN
        # A button of before: a message, nothing else.
        stale = director.post(f"{url}freeze/", DECISION, follow=True)
        assert "已锁定" in stale.content.decode()
    assert sign_in(district.leader).post(f"{url}freeze/", DECISION).status_code == 404


# Standings ----------------------------------------------------------------------------------------


def test_places_are_shared_1_2_2_4_and_the_unranked_stand_apart(district):
    for name, mark in (("甲一", 20), ("乙二", 15), ("丙三", 15), ("丁四", 10)):
        a_peer(district, name, mark)
    district.shown()
    text = text_of(district.office, f"/scores/{district.scoring.pk}/")
    for words in ("第 1/", "第 2/", "第 4/", "未排名", "佐证过少", "李明川"):
        assert words in text
    assert text.count("第 2/") == 2


def test_oneself_is_not_in_the_standings_one_sees(district):
    Cadre.objects.filter(pk=district.deputy.pk).update(user=district.office)
    district.shown()
    text = text_of(district.office, f"/scores/{district.scoring.pk}/")
    assert "李明川" not in text
    assert "有 1 人不向您显示" in text
    assert "李明川" in text_of(district.director, f"/scores/{district.scoring.pk}/")


def test_too_many_good_ones_are_a_warning(district):
    a_result(district.office, 20, cadre=district.head)
    district.other.milestones.update(done_on=date(2017, 6, 1))
    district.computed()
    district.scoring.scores.filter(cadre=district.head).update(grade="good")
    assert "由会议研究" in text_of(district.office, f"/scores/{district.scoring.pk}/")


def test_what_moved_since_the_quarter_before_and_what_was_revised_are_said(district):
    peers = [a_peer(district, name, mark) for name, mark in (("甲一", 20), ("乙二", 15))]
    district.frozen()
    before = Scoring.objects.create(
        year=2017, quarter=1, scheme=district.scheme, computed_at=AFTER, state=ScoringState.FROZEN, shown_at=AFTER,
        shown_by=district.office, check_until=AFTER, frozen_at=AFTER, frozen_by=district.director, meeting="部务会",
        met_on=date(2017, 4, 5), decision_number="1号", digest="x",
    )  # fmt: skip
    for place, cadre in ((2, peers[0]), (1, peers[1])):
        before.scores.create(
            cadre=cadre, title=cadre.name, peer="镇办正职", total=90 - place, place=place, of=2, digest="x"
        )
    table = queries.table(district.scoring, district.office, CHECKED.date())
    rows = {row.title: row for row in queries.dressed(district.scoring, table.rows)}
    assert (rows["甲一"].moved, rows["乙二"].moved) == (1, -1)
    text = text_of(district.office, f"/scores/{district.scoring.pk}/")
    assert "升 1 位" in text
    assert "降 1 位" in text


def test_the_export_asks_what_for_and_leaves_a_line(district):
    a_peer(district, "甲一", 20)
    district.shown()
    url = f"/scores/{district.scoring.pk}/export/"
    office = sign_in(district.office)
    assert office.get(url).status_code == 200
    assert office.post(url, {"purpose": ""}).status_code == 422
    lines = Entry.objects.count()
    answer = office.post(url, {"purpose": "部务会研究"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert len(rows) == 4
    assert "甲一" in {cell for row in rows for cell in row}
    assert Entry.objects.count() == lines + 1
    text_of(district.planner, url, 404)


# Objections ---------------------------------------------------------------------------------------


def test_an_objection_is_written_kept_when_refused_and_answered_by_the_office(district):
    district.shown()
    score = district.score(district.head)
    mine, office = sign_in(district.head_user), sign_in(district.office)
    bad = mine.post(f"/scores/why/{score.pk}/object/", {"claim": "节点有误", "evidence": ""})
    assert bad.status_code == 422
    assert "节点有误" in bad.content.decode()
    about = f"carried|projects.project:{district.other.pk}"
    answer = mine.post(f"/scores/why/{score.pk}/object/", {"claim": "节点有误", "evidence": "验收单", "about": about})
    row = district.scoring.objections.get()
    assert answer.url == f"/scores/objections/{row.pk}/"
    assert (row.indicator, row.piece_title) == ("carried", "东岭片区拆迁")
    assert "节点有误" in text_of(district.head_user, "/scores/")
    assert "1 件计分异议待答复" in text_of(district.office, "/scores/")
    assert "件计分异议待答复" in text_of(district.office, "/")
    assert "项本人得分可以核对" in text_of(district.head_user, "/")
    assert "节点有误" in text_of(district.office, "/scores/objections/")
    assert "7月5日" in text_of(district.office, f"/scores/objections/{row.pk}/")
    text_of(district.deputy_user, f"/scores/objections/{row.pk}/", 404)
    assert mine.post(f"/scores/objections/{row.pk}/reject/", {"answer": "不"}).status_code == 403
    assert office.post(f"/scores/objections/{row.pk}/burn/", {"answer": "不"}).status_code == 404
    assert office.post(f"/scores/objections/{row.pk}/reject/", {"answer": " "}).status_code == 422
    assert office.post(f"/scores/objections/{row.pk}/reject/", {"answer": "验收单日期不符"}).status_code == 302
    row.refresh_from_db()
    assert row.state == ObjectionState.REJECTED
    assert "验收单日期不符" in text_of(district.head_user, f"/scores/why/{score.pk}/")


def test_after_the_time_the_form_gives_way_to_a_sentence(district):
    district.shown()
    path = f"/scores/why/{district.score(district.head).pk}/"
    assert "我有异议" in text_of(district.head_user, path)
    assert "我有异议" not in text_of(district.office, path)
    with time_machine.travel(CHECKED, tick=False):
        text = text_of(district.head_user, path)
        assert "我有异议" not in text
        assert "异议期已于" in text
        late = sign_in(district.head_user).post(f"{path}object/", {"claim": "晚了", "evidence": "单"})
        assert late.status_code == 422
        assert "晚了" in late.content.decode()


def test_reminders_run_twice_tell_once_and_never_who_raised_it(district):
    second = a_user(None, "office")
    Cadre.objects.filter(pk=district.head.pk).update(user=second)
    district.head.refresh_from_db()
    district.shown()
    row = entries.raise_objection(
        district.score(district.head), {"claim": "有误", "evidence": "单"}, actor=second, at=AFTER
    )
    assert score_ladder.due_at(AFTER) == at("2017-07-05 08:30:00")
    assert score_ladder.people("office", [str(row.pk)]) == {str(row.pk): [district.office]}

    def told():
        from zhangdian.notices.models import Reminder

        return sorted(Reminder.objects.filter(kind="score_objection").values_list("user", flat=True))

    remind_of_scores(at=at("2017-07-04 08:29:00"))
    assert told() == []
    for _twice in range(2):
        remind_of_scores(at=at("2017-07-04 09:00:00"))
    assert told() == [district.office.pk]
    for _twice in range(2):
        remind_of_scores(at=at("2017-07-06 09:00:00"))
    assert told() == [district.office.pk] * 2
    for _twice in range(2):
        remind_of_scores(at=at("2017-07-10 09:00:00"))
    assert told() == sorted([district.office.pk] * 2 + [district.director.pk, district.second.pk])
    moves.reject(row, actor=district.office, at=at("2017-07-10 10:00:00"), answer="不实")
    assert score_ladder.owed() == []
    assert Notice.objects.filter(user=second, kind="score.answered").count() == 1


# The year -----------------------------------------------------------------------------------------


def test_the_year_is_the_mean_of_the_frozen_quarters_and_says_how_many(district):
    a_result(district.office, 18, cadre=district.head)
    district.frozen()
    total = district.score(district.head).total
    text = text_of(district.office, "/scores/year/2017/")
    assert "王志远" in text
    assert str(total) in text
    rows, _peers = queries.year(district.office, CHECKED.date(), 2017)
    head = next(row for row in rows if row.title == "王志远")
    assert (head.year.total, head.year.quarters) == (total, 1)
    assert [bool(cell) for cell in head.cells] == [False, True, False, False]
    assert "2017 年度" in text_of(district.head_user, "/scores/")
    assert "还没有锁定的季度" in text_of(district.office, "/scores/year/2016/")


# Counting -----------------------------------------------------------------------------------------


def test_no_page_asks_more_with_more_rows(client, district):
    a_result(district.office, 18, cadre=district.head)
    district.fact("praise", state="DRAFT")
    fact = district.fact("problem")
    entries.hold_source(fact, HoldKind.DISPUTED, case=district.project, reason="申诉", actor=district.office, at=AFTER)
    district.shown()

    def grow():
        for number in range(4):
            cadre = a_peer(district, f"人{number}", 12 + number)
            site = a_project(programme=district.project.programme, unit=district.unit)
            carries(district.stranger, site, "liaison", unit=district.unit)
            Responsibility.objects.create(
                project=site, cadre=cadre, role="deputy", share=Decimal("0.1"), from_on=date(2017, 1, 1)
            )
            district.fact("praise", cadre=cadre, state="DRAFT")
            fact = district.fact("problem", cadre=cadre)
            entries.hold_source(
                fact, HoldKind.DISPUTED, case=site, reason="申诉", actor=district.office, at=AFTER
            )  # fmt: skip
            entries.raise_objection(
                district.score(district.head), {"claim": f"有误{number}", "evidence": "单"}, actor=district.head_user,
                at=AFTER,
            )  # fmt: skip
        services.fill(district.scoring, QUARTER)

    pk = district.scoring.pk
    for user, path in (
        (district.office, f"/scores/{pk}/"), (district.office, "/scores/"), (district.head_user, "/scores/"),
        (district.leader, f"/scores/{pk}/projects/"), (district.head_user, f"/scores/{pk}/projects/"),
        (district.office, "/scores/objections/"), (district.office, "/scores/year/2017/"),
        (district.head_user, "/api/v1/scores/"),
    ):  # fmt: skip
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        same_count(client, path, grow)


def test_the_interface_gives_the_own_and_the_projects_and_no_list_of_persons(client, district):
    district.shown()
    client.force_login(district.office, backend="accounts.backends.PasswordBackend")
    rows = client.get("/api/v1/scores/").json()["results"]
    assert {row["title"] for row in rows} == {"青禾路北延", "东岭片区拆迁"}
    client.force_login(district.head_user, backend="accounts.backends.PasswordBackend")
    rows = client.get("/api/v1/scores/", {"own": "1", "year": "2017", "quarter": "2"}).json()["results"]
    assert [row["title"] for row in rows] == ["王志远"]
    one = client.get(f"/api/v1/scores/{rows[0]['id']}/").json()
    assert sum(Decimal(line["points"]) for line in one["lines"]) == Decimal(one["total"])
    assert client.get(f"/api/v1/scores/{district.score(district.deputy).pk}/").status_code == 404
    assert client.get("/api/v1/scores/", {"year": "2016"}).json()["results"] == []


def test_the_quarters_offered_are_those_that_are_over():
    from evaluations.forms.scores import QuarterForm

    form = QuarterForm(day=date(2017, 7, 3))
    assert form.fields["quarter"].choices[0][0] == "2017Q2"
    assert QuarterForm({"quarter": "2017Q1"}, day=date(2017, 7, 3)).is_valid()
    assert not QuarterForm({"quarter": "2017Q3"}, day=date(2017, 7, 3)).is_valid()
    assert Quarter.before(date(2017, 1, 1)) == Quarter(2016, 4)


def test_the_newest_quarter_stands_first_for_who_keeps_scores(district):
    district.shown()
    for year, quarter in ((2016, 4), (2018, 1), (2016, 3)):
        Scoring.objects.create(year=year, quarter=quarter, scheme=district.scheme, computed_at=AFTER)
    rows = queries.quarters(district.office)
    assert [(row.year, row.quarter) for row in rows] == [(2018, 1), (2017, 2), (2016, 4), (2016, 3)]
