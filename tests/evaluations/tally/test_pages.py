"""The pages of results: for whom, what they say, what they never say, and how many questions they ask."""

import pytest
from django.urls import reverse

from evaluations.models import ReviewSubject, SubjectResult
from evaluations.queries.tally import observe_path
from evaluations.states.reviews import ReviewKind
from tests.cast import a_project, a_unit, a_user
from tests.counting import same_count
from tests.evaluations.reviews.world import an_open, an_opened, votes
from tests.evaluations.tally.scene import a_counted, a_published, an_archived, tally_of

pytestmark = pytest.mark.django_db


def go(client, user, name, *args):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client.get(reverse(f"evaluations:{name}", args=args))


def test_before_the_count_the_page_says_what_to_do(client):
    world = an_opened()
    answer = go(client, world.office, "review_results", world.review.pk)
    assert "尚未计票" in answer.content.decode()


def test_results_show_scores_turnout_and_warnings(client):
    world = a_counted(raters="A 无 6\nB 单位1 6")
    page = go(client, world.office, "review_results", world.review.pk).content.decode()
    assert "100.000" in page
    assert "整表同项" in page
    assert "权重按其余组别重新折算" in page
    first = world.review.subjects.first()
    page = go(client, world.office, "review_result", world.review.pk, first.pk).content.decode()
    assert "权重按其余组别重新折算" in page
    assert "chart__drawing" in page
    assert "显示数据" in page


def test_before_publication_only_who_keeps_reviews_sees_results(client):
    world = a_counted()
    for role in ("leader", "discipline", "planner"):
        assert go(client, a_user(None, role), "review_results", world.review.pk).status_code == 403
    for role in ("team", "system"):
        person = a_user(None, role) if role == "team" else a_user(administrator=role)
        assert go(client, person, "review_results", world.review.pk).status_code == 404
    assert go(client, world.office, "review_published", world.review.pk).status_code == 404


def test_a_published_review_of_projects_is_read_by_every_member_but_without_distributions(client):
    liaison = a_user()
    a_project(liaison=liaison, unit=a_unit())
    world = a_published()
    answer = go(client, liaison, "review_published", world.review.pk)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "张组评〔2017〕2号" in page
    assert "/results/" not in page
    assert go(client, liaison, "review_results", world.review.pk).status_code == 404
    assert go(client, a_user(administrator="system"), "review_published", world.review.pk).status_code == 404
    assert world.review.name in go(client, liaison, "published_reviews").content.decode()


def test_who_is_judged_sees_the_own_published_line_only(client):
    world = a_published(kind=ReviewKind.CADRE)
    mine, other, *_rest = world.review.subjects.all()
    judged = a_user()
    mine.cadre.user = judged
    mine.cadre.save()
    page = go(client, judged, "review_published", world.review.pk).content.decode()
    assert mine.label in page
    assert other.label not in page
    assert go(client, a_user(), "review_published", world.review.pk).status_code == 404


def test_a_keeper_who_is_judged_sees_no_distribution(client):
    world = a_counted(kind=ReviewKind.CADRE)
    judged = a_user(None, "office")
    cadre = world.review.subjects.first().cadre
    cadre.user = judged
    cadre.save()
    assert go(client, judged, "review_results", world.review.pk).status_code == 403


def test_observers_see_numbers_without_signing_in_and_never_who(client):
    world = an_open()
    for slip in world.codes[:3]:
        votes(world, slip)
    answer = client.get(observe_path(world.review))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].count("no-store")
    for unit in (*world.own, *world.other):
        assert unit.name not in page
    for slip in world.codes:
        assert slip.code not in page
    assert client.get("/observe/1.abc/").status_code == 404
    other = an_open()
    token = observe_path(world.review).split("/")[2]
    assert client.get(f"/observe/{other.review.pk}.{token.split('.')[1]}/").status_code == 404


def test_the_archive_leaves_for_a_purpose_only(client):
    world = an_archived()
    address = reverse("evaluations:review_pack", args=[world.review.pk])
    client.force_login(world.office, backend="accounts.backends.PasswordBackend")
    assert client.get(address).status_code == 200
    assert client.post(address, {"purpose": ""}).status_code == 422
    answer = client.post(address, {"purpose": "移交档案室"})
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.content == client.post(address, {"purpose": "再存一份"}).content


@pytest.mark.parametrize("name", ["review_results", "review_published"])
def test_lists_ask_the_same_number_of_questions_whatever_their_size(client, name):
    world = a_published()
    tally = tally_of(world)
    client.force_login(world.director, backend="accounts.backends.PasswordBackend")

    def grow():
        one = tally.results.first()
        project = one.subject.project
        for number in range(20):
            made = a_project(programme=project.programme)
            subject = ReviewSubject.objects.create(
                review=world.review, project=made, label=made.name, unit=a_unit(), position=50 + number
            )
            SubjectResult.objects.create(
                tally=tally, subject=subject, peer="town", score=one.score, level=one.level, place=1,
                papers=one.papers, blank=0, detail=one.detail,
            )  # fmt: skip

    same_count(client, reverse(f"evaluations:{name}", args=[world.review.pk]), grow)


def test_the_list_of_published_reviews_asks_the_same_number_of_questions(client):
    world = a_published()
    client.force_login(world.director, backend="accounts.backends.PasswordBackend")
    same_count(client, reverse("evaluations:published_reviews"), lambda: [a_published() for _time in range(3)])


def test_the_observers_page_asks_the_same_number_of_questions(client):
    world = an_open()
    same_count(client, observe_path(world.review), lambda: [votes(world, slip) for slip in world.codes[:9]])
