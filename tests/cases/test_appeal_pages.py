"""Pages and papers of reviews: who sees which, in how many statements, and nothing typed is lost."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from cases import registry
from cases.models import Appeal
from tests import lasting
from tests.cases.appeal_scene import LODGED, TOO_LATE, a_target, an_appeal, more
from tests.cases.scene import People, ruled

pytestmark = pytest.mark.django_db
STATES = [
    "LODGED", "QUESTIONED", "ADMITTED", "INADMISSIBLE", "EXAMINED", "PROPOSED", "DECIDED", "CLOSED", "WITHDRAWN",
]  # fmt: skip


made = lasting.world(lambda: ruled(more(People())))


@pytest.mark.parametrize("state", STATES)
def test_every_page_and_paper_in_every_state(people, client, state, django_assert_max_num_queries):
    row = an_appeal(people, state)
    secret = "建议撤销。"
    with time_machine.travel(TOO_LATE, tick=False):
        for user in (people.subject, row.handler, people.third, people.discipline):
            client.force_login(user)
            client.get(row.get_absolute_url())
            with django_assert_max_num_queries(12):
                answer = client.get(row.get_absolute_url())
            assert answer.status_code == 200
            text = answer.content.decode()
            assert "不停止" in text or "不停止原决定的执行" in text
            if user == people.subject:
                assert (secret in text) == (state == "CLOSED"), "reasons are read once they are delivered"
    for reader, words in ((row.handler, {"application"}), (people.subject, {"application"})):
        seen = Appeal.objects.standing(reader, date(2017, 5, 4)).get(pk=row.pk)
        forms = [form for form in registry.of(row).papers(seen, reader) if form.when(seen)]
        assert words <= {form.code for form in forms}
        for form in forms:
            assert form.make(seen, date(2017, 5, 4)) == form.make(seen, date(2017, 5, 4))


def test_the_page_of_the_card_leads_the_person_to_the_form(people, client, django_assert_max_num_queries):
    card = a_target(people)
    with time_machine.travel(LODGED, tick=False):
        client.force_login(people.subject)
        address = f"{reverse('cases:appeal_new')}?case=card:{card.pk}"
        assert address in client.get(card.get_absolute_url()).content.decode()
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
        answer = client.post(address, {"remedy": "review", "claim": "撤销黄牌", "grounds": ""})
        assert answer.status_code == 422
        assert "撤销黄牌" in answer.content.decode()
        answer = client.post(address, {"remedy": "review", "claim": "撤销黄牌", "grounds": "理由"})
        row = Appeal.objects.get()
        assert answer.headers["Location"] == row.get_absolute_url()
        assert row.number_text in client.get(card.get_absolute_url()).content.decode()
        # Those who have no business there are not shown the way.
        client.force_login(people.discipline)
        assert address not in client.get(card.get_absolute_url()).content.decode()


def test_the_section_registers_a_paper_with_the_day_it_came(people, client):
    card = a_target(people)
    with time_machine.travel(TOO_LATE, tick=False):
        client.force_login(people.second)
        address = f"{reverse('cases:appeal_new')}?case=card:{card.pk}"
        given = {"remedy": "appeal", "claim": "撤销", "grounds": "理由", "received_on": "2017-06-01"}
        answer = client.post(address, given)
        assert answer.status_code == 422
        client.post(address, given | {"received_on": "2017-05-22"})
    row = Appeal.objects.get()
    assert (row.on_paper, row.is_late, row.remedy) == (True, False, "appeal")


def test_a_list_of_reviews_in_few_statements(people, client, django_assert_max_num_queries):
    for number in range(3):
        an_appeal(people, "ADMITTED", target=a_target(people, facts=str(number)))
    client.force_login(people.second)
    client.get(reverse("cases:list"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("cases:list") + "?kind=appeal").content.decode()
    assert page.count("复申〔2017〕") == 3
    with django_assert_max_num_queries(20):
        client.get(reverse("admin:cases_appeal_changelist"))
