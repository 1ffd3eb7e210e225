"""The pages of reviews: the list, one review, the officers' keys."""

from datetime import timedelta

import pytest

from evaluations.models import Ballot, Officer, Review
from evaluations.services import reviews
from evaluations.states.reviews import ReviewState as S
from evaluations.transitions import reviews as moves
from tests.cast import a_user
from tests.counting import same_count
from tests.evaluations.reviews.world import LATER, NOW, PHRASES, a_closed, a_plan
from zhangdian.notices.models import Notice

pytestmark = pytest.mark.django_db


def signs_in(client, user):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def test_the_officers_make_their_keys_and_open_the_urns_on_their_pages(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    world = a_plan()
    for seat, user in world.officers.items():
        signs_in(client, user)
        assert "key" in client.get("/reviews/").content.decode()
        page = client.post(f"/reviews/{world.review.pk}/key/", {"passphrase": PHRASES[seat], "again": "另一句"})
        assert page.status_code == 200
        assert PHRASES[seat] not in page.content.decode()
        page = client.post(f"/reviews/{world.review.pk}/key/", {"passphrase": PHRASES[seat], "again": PHRASES[seat]})
        assert page.status_code == 302
    assert Officer.objects.filter(ready_at__isnull=False).count() == 3

    world = a_closed()
    time_machine.move_to(LATER + timedelta(hours=1), tick=False)
    first, second = world.officers["first"], world.officers["second"]
    assert Notice.objects.filter(user=first).exists()
    signs_in(client, first)
    path = f"/reviews/{world.review.pk}/peel/"
    wrong = client.post(path, {"passphrase": "不是这一句话，真的不是"})
    assert wrong.status_code == 200
    assert "field__error" in wrong.content.decode()
    assert client.post(path, {"passphrase": PHRASES["first"]}).status_code == 302
    assert Notice.objects.filter(user=second).exists()
    signs_in(client, second)
    assert client.post(f"/reviews/{world.review.pk}/open/", {"passphrase": PHRASES["second"]}).status_code == 302
    assert world.again().state == S.OPENED
    assert Ballot.objects.count() == len(world.codes)


def test_a_page_shows_numbers_of_groups_and_never_of_units(client, time_machine):
    time_machine.move_to(LATER, tick=False)
    world = a_closed()
    signs_in(client, world.office)
    page = client.get(f"/reviews/{world.review.pk}/").content.decode()
    assert world.review.electorate_hash in page
    assert not any(unit.name in page for unit in (*world.own, *world.other))


def test_an_officer_sees_the_own_review_only(client):
    world, other = a_plan(), a_plan()
    outsider = a_user("keeper", "team")
    Officer.objects.filter(review=world.review, seat="first").update(user=outsider)
    assert list(Review.objects.visible_to(outsider, NOW.date())) == [world.review]
    signs_in(client, outsider)
    assert client.get(f"/reviews/{world.review.pk}/").status_code == 200
    assert client.get(f"/reviews/{other.review.pk}/").status_code == 404


def test_the_lists_ask_the_same_number_of_questions_at_any_size(client, time_machine):
    time_machine.move_to(LATER, tick=False)
    world = a_closed()
    signs_in(client, world.officers["first"])

    def more():
        for _number in range(3):
            plan = a_plan()
            Officer.objects.filter(review=plan.review, seat="first").update(user=world.officers["first"])

    same_count(client, "/reviews/", more)
    same_count(client, f"/reviews/{world.review.pk}/", more)
    signs_in(client, world.office)
    same_count(client, "/admin/evaluations/review/", more)


def test_the_plan_is_edited_at_the_desk_and_stands_afterwards(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    world = a_plan()
    signs_in(client, world.office)
    path = f"/admin/evaluations/review/{world.review.pk}/"
    page = client.get(f"{path}change/").content.decode()
    assert 'name="groups-0-weight"' in page
    assert client.post(f"{path}move/lock/").status_code == 302
    assert world.again().state == S.LISTED
    assert 'name="groups-0-weight"' not in client.get(f"{path}change/").content.decode()
    moves.unlock(world.review, actor=world.office, at=NOW, reason="有误")
    raters = client.post(f"{path}move/raters/", {"raters": "A 无 6\nB 没有 7"})
    assert raters.status_code == 200
    assert "B 没有 7" in raters.content.decode()


def test_a_key_needs_a_long_passphrase(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    world = a_plan()
    with pytest.raises(reviews.ValidationError):
        reviews.make_key(world.review, passphrase="短", actor=world.officers["first"], at=NOW)
