"""What a material takes over: published reviews as their pages show them, verified facts, figures of projects."""

from datetime import date

import pytest

from evaluations.models import Fact, Review, ReviewSubject, SubjectResult
from evaluations.queries import material_figures as figures
from evaluations.queries import materials
from evaluations.services import facts as book
from evaluations.states.reviews import ReviewKind
from evaluations.transitions import facts as moves
from projects.models import Milestone
from projects.rollups import standings
from tests.cast import MONDAY, a_project, at
from tests.evaluations.reviews import world as reviews
from tests.evaluations.tally.scene import COUNTED_AT, a_published, an_approved
from tests.evaluations.teams.scene import NINE, Department

pytestmark = pytest.mark.django_db
AUGUST = date(2017, 8, 1)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    reviews.cheap(monkeypatch)


@pytest.fixture
def scene():
    return Department()


def judged(scene, made=a_published):
    """A review of cadres in which the scene's cadre is judged."""
    world = made(kind=ReviewKind.CADRE)
    ReviewSubject.objects.filter(pk=world.review.subjects.first().pk).update(cadre=scene.cadre)
    return world.review


def test_a_published_review_is_told_with_its_numbers_and_nothing_of_reasons_or_places(scene):
    judged(scene)
    row = SubjectResult.objects.get(subject__cadre=scene.cadre)
    row.detail["reasons"] = ["进度偏慢"]
    row.save(update_fields=["detail"])
    (said,) = figures.reviewed(scene.cadre, AUGUST)
    for words in ("2017年第二季度干部评议", "18", "100.000", row.level, "100.0%", "/40"):
        assert words in said
    assert "进度偏慢" not in said
    assert "名" not in said.replace("名称", "")


def test_a_review_is_not_told_before_it_is_published_or_of_a_later_day(scene):
    row = judged(scene, an_approved)
    assert figures.reviewed(scene.cadre, AUGUST) == []
    Review.objects.filter(pk=row.pk).update(state="PUBLISHED", published_at=COUNTED_AT)
    assert figures.reviewed(scene.cadre, date(2017, 6, 29)) == []
    assert len(figures.reviewed(scene.cadre, AUGUST)) == 1


def test_what_is_withheld_on_the_page_of_a_review_is_withheld_in_a_material(scene):
    judged(scene)
    SubjectResult.objects.filter(subject__cadre=scene.cadre).update(
        is_withheld=True, score=None, place=None, level="", papers=3
    )
    (said,) = figures.reviewed(scene.cadre, AUGUST)
    assert "100.000" not in said
    assert "%" not in said


def test_parts_that_may_not_be_shown_one_by_one_stay_out(scene):
    judged(scene)
    row = SubjectResult.objects.get(subject__cadre=scene.cadre)
    row.detail |= {"items": [], "parts_hidden": True}
    row.save(update_fields=["detail"])
    assert "/40" not in figures.reviewed(scene.cadre, AUGUST)[0]


def entered(scene, kind, what, **changes):
    said = {
        "cadre": scene.cadre, "project": scene.project, "day": MONDAY, "what": what, "kind": kind, "source": "team",
        "evidence": "会议纪要",
    } | changes  # fmt: skip
    return book.enter(said, actor=scene.office, at=NINE)


def test_only_verified_facts_go_in_what_speaks_against_under_shortcomings(scene):
    good = entered(scene, "achievement", "三天完成管线迁改")
    bad = entered(scene, "criticism", "工地扬尘被通报")
    entered(scene, "achievement", "未核实的事")
    elsewhere = entered(scene, "achievement", "别处的事", project=a_project())
    for row in (good, bad, elsewhere):
        moves.verify(row, actor=scene.other_office, at=NINE)
    Fact.objects.filter(pk=bad.pk).update(objection="时间有误", objected_at=NINE)
    sections, _read = materials.drafted(scene.plan(), scene.cadre, day=MONDAY)
    assert "三天完成管线迁改" in sections["achievement"]
    assert "工地扬尘被通报" in sections["shortcomings"]
    assert "异议" in sections["shortcomings"]
    for words in ("未核实的事", "别处的事"):
        assert words not in sections["achievement"]


def test_a_project_says_how_it_stands(scene):
    Milestone.objects.create(project=scene.project, name="桩基", planned_on=MONDAY, done_on=MONDAY)
    Milestone.objects.create(project=scene.project, name="封顶", planned_on=date(2017, 4, 1))
    standings.write(at=at("2017-04-10 08:00:00"))
    (line,) = figures.carried(scene.cadre, scene.plan(), MONDAY)
    assert scene.project.name in line
    assert "2 个节点中完成 1 个、逾期 1 个" in line
