"""Complaints and suggestions, from hand-in to close."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import queries, transitions
from accounts.models import Feedback
from accounts.states import FeedbackState as S
from tests.cast import a_user, at
from zhangdian.notices.models import Notice
from zhangdian.options.models import Option
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

# A Monday; the ten working days after it go round no festival.
NOW = at("2017-04-10 09:00:00")


@pytest.fixture
def author(db):
    return a_user("lin")


@pytest.fixture
def office(db):
    return a_user("office", "office")


def a_feedback(author, at=NOW):
    return transitions.hand_in(Feedback(subject="日报字数", text="两百字不够写。"), actor=author, at=at)


def accepted(author, office):
    return transitions.accept(a_feedback(author), actor=office, at=NOW)


def answered(author, office, at=NOW):
    return transitions.answer(accepted(author, office), actor=office, at=at, answer="已调整为三百字。")


def verbs(row):
    return list(Entry.objects.about(row).values_list("verb", flat=True))


def refused(why, act, *args, **words):
    with pytest.raises(MoveRefused) as refusal:
        act(*args, at=NOW, **words)
    assert refusal.value.why == why


def test_what_is_handed_in_is_due_after_ten_working_days_and_the_office_is_told(author, office):
    row = a_feedback(author)
    assert (row.state, row.due_on) == (S.RECEIVED, date(2017, 4, 24))
    assert list(Notice.objects.values_list("user__username", "path")) == [("office", f"/feedback/{row.pk}/")]
    assert verbs(row) == ["hand_in"]


def test_the_days_are_a_setting(author):
    Option.objects.create(key="feedback.days", value="2", effective_from="2017-01-01", reason="从快")
    assert a_feedback(author).due_on == date(2017, 4, 12)


def test_an_empty_one_is_refused(author):
    with pytest.raises(ValidationError):
        transitions.hand_in(Feedback(subject="", text=""), actor=author, at=NOW)
    assert not Feedback.objects.exists()


# Take up


def test_the_office_takes_it_up(author, office):
    row = accepted(author, office)
    assert (row.state, row.handler) == (S.ACCEPTED, office)
    assert verbs(row) == ["hand_in", "accept"]


def test_what_is_taken_up_is_not_taken_up_again(author, office):
    refused(MoveRefused.WRONG_STATE, transitions.accept, accepted(author, office), actor=office)


def test_neither_the_author_nor_another_role_takes_it_up(author, office):
    row = a_feedback(author)
    own = a_feedback(office)
    refused(MoveRefused.WRONG_PERSON, transitions.accept, row, actor=author)
    refused(MoveRefused.WRONG_PERSON, transitions.accept, row, actor=a_user("root", administrator="system"))
    refused(MoveRefused.WRONG_PERSON, transitions.accept, row, actor=a_user("plan", "planner"))
    refused(MoveRefused.WRONG_PERSON, transitions.accept, own, actor=office)
    assert verbs(row) == ["hand_in"]


# Answer


def test_the_answer_reaches_the_author(author, office):
    row = answered(author, office)
    assert (row.state, row.answer, row.answered_at) == (S.ANSWERED, "已调整为三百字。", NOW)
    assert Notice.objects.get(user=author).title == "您的投诉建议已答复：日报字数"
    assert verbs(row) == ["hand_in", "accept", "answer"]


def test_what_was_not_taken_up_is_not_answered(author, office):
    refused(MoveRefused.WRONG_STATE, transitions.answer, a_feedback(author), actor=office, answer="好")


def test_only_the_handler_or_a_director_answers(author, office):
    row = accepted(author, office)
    refused(MoveRefused.WRONG_PERSON, transitions.answer, row, actor=a_user("office2", "office"), answer="好")
    row = transitions.answer(row, actor=a_user("director", "director"), at=NOW, answer="好")
    assert row.handler.username == "director"


def test_an_empty_answer_is_refused_and_tells_nobody(author, office):
    row = accepted(author, office)
    refused(MoveRefused.MISSING, transitions.answer, row, actor=office, answer="  ")
    assert not Notice.objects.filter(user=author).exists()


# Close


def test_a_satisfied_author_closes_it(author, office):
    row = transitions.close(answered(author, office), actor=author, at=NOW)
    assert row.state == S.CLOSED
    assert verbs(row)[-1:] == ["close"]
    trail.seal(at=NOW)
    assert list(trail.verify()) == []


def test_what_was_not_answered_is_not_closed(author, office):
    refused(MoveRefused.WRONG_STATE, transitions.close, accepted(author, office), actor=author)


def test_nobody_closes_for_the_author(author, office):
    refused(MoveRefused.WRONG_PERSON, transitions.close, answered(author, office), actor=office)


# Ask again


def test_an_unsatisfied_author_asks_again_and_a_new_last_day_is_set(author, office):
    row = transitions.ask_again(answered(author, office), actor=author, at=at("2017-04-12 10:00:00"), reason="仍不够")
    assert (row.state, row.due_on) == (S.ACCEPTED, date(2017, 4, 26))
    assert Notice.objects.filter(user=office).count() == 2
    again = transitions.answer(row, actor=office, at=at("2017-04-13 10:00:00"), answer="再调整为五百字。")
    assert again.answer == "再调整为五百字。"
    assert Notice.objects.filter(user=author).count() == 2
    line = Entry.objects.about(row).filter(verb="answer").last()
    assert line.content.before == {"answer": "已调整为三百字。"}


def test_asking_again_needs_an_answer_first(author, office):
    refused(MoveRefused.WRONG_STATE, transitions.ask_again, accepted(author, office), actor=author, reason="急")


def test_nobody_asks_again_for_the_author(author, office):
    refused(MoveRefused.WRONG_PERSON, transitions.ask_again, answered(author, office), actor=office, reason="急")


def test_asking_again_says_why_and_leaves_one_line(author, office):
    row = answered(author, office)
    refused(MoveRefused.MISSING, transitions.ask_again, row, actor=author, reason="")
    transitions.ask_again(row, actor=author, at=NOW, reason="仍不够")
    assert verbs(row)[3:] == ["ask_again"]


# The sweep


@pytest.mark.parametrize(
    ("moment", "closed"),
    [("2017-04-24 23:59:59", 0), ("2017-04-25 00:00:00", 1), ("2017-05-20 12:00:00", 1)],
)
def test_an_answer_left_alone_for_ten_working_days_closes_itself_once(author, office, moment, closed):
    row = answered(author, office, at=at("2017-04-10 23:30:00"))
    assert transitions.close_answered(at=at(moment)) == closed
    assert transitions.close_answered(at=at(moment)) == 0
    assert verbs(row).count("close") == closed


# The pages


def page_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_anybody_writes_and_follows_the_own_one_only(author, office):
    browser = page_of(author)
    answer = browser.post("/feedback/new/", {"subject": "字数", "text": "不够"})
    row = Feedback.objects.get()
    assert answer.headers["Location"] == f"/feedback/{row.pk}/"
    assert "字数" in browser.get("/feedback/").text
    stranger = page_of(a_user("other"))
    assert "字数" not in stranger.get("/feedback/").text
    assert stranger.get(f"/feedback/{row.pk}/").status_code == 404
    assert stranger.post(f"/feedback/{row.pk}/close/").status_code == 404


def test_the_office_works_it_through_by_its_buttons(author, office):
    row = a_feedback(author)
    browser = page_of(office)
    assert f"/feedback/{row.pk}/accept/" in browser.get(f"/feedback/{row.pk}/").text
    browser.post(f"/feedback/{row.pk}/accept/")
    refused_page = browser.post(f"/feedback/{row.pk}/answer/", {"answer": " "})
    assert refused_page.status_code == 400
    browser.post(f"/feedback/{row.pk}/answer/", {"answer": "已调整"})
    stale = browser.post(f"/feedback/{row.pk}/answer/", {"answer": "打了很多字"})
    assert stale.status_code == 400
    assert "目前为“已答复”" in stale.text
    assert page_of(author).post(f"/feedback/{row.pk}/close/").status_code == 302
    assert Feedback.objects.get().state == S.CLOSED


def test_who_may_see_but_not_act_gets_403(author, office):
    row = answered(author, office)
    assert page_of(office).post(f"/feedback/{row.pk}/close/").status_code == 403


def test_a_move_that_does_not_exist_is_404_and_a_get_is_refused(author):
    row = a_feedback(author)
    assert page_of(author).post(f"/feedback/{row.pk}/vanish/").status_code == 404
    assert page_of(author).get(f"/feedback/{row.pk}/close/").status_code == 405


def test_the_list_asks_the_same_number_of_questions_for_two_and_for_thirty(author, office, django_assert_num_queries):
    def count():
        browser = page_of(office)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get("/feedback/").status_code == 200
        return len(caught)

    for _number in range(2):
        a_feedback(author)
    few = count()
    for number in range(28):
        transitions.accept(a_feedback(a_user(f"writer{number}")), actor=office, at=NOW)
    assert count() == few
    assert few <= 12


def test_what_is_past_its_day_is_marked(author, office):
    row = a_feedback(author)
    assert not row.is_late(date(2017, 4, 24))
    assert row.is_late(date(2017, 4, 25))
    assert not answered(author, office).is_late(date(2018, 1, 1))


def test_those_who_answer_are_told_how_many_wait_and_how_many_too_long(author, office):
    a_feedback(author)
    answered(author, office)
    a_feedback(office)
    assert queries.feedback_waiting(office, date(2017, 4, 24)) == (2, 0)
    assert queries.feedback_waiting(office, date(2017, 4, 25)) == (2, 2)
    assert queries.feedback_waiting(author, date(2017, 4, 24)) == (1, 0)
