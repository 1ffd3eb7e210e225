"""What a case began ends with the case: its influence period is neither lifted nor given another end by hand. A legal
hold is set and said where the case is."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cadres import services
from cadres.models import InfluencePeriod
from cases.models import LegalHold
from cases.services import effects, retention
from cases.transitions import cards
from tests import lasting
from tests.cases.adjustment_scene import Cast, an_adjustment
from tests.cases.scene import LATEST, a_card
from tests.cases.sight import client_of

pytestmark = pytest.mark.django_db
made = lasting.world(Cast)


@pytest.mark.parametrize(
    "walk", [lambda people: a_card(people, "VALID"), lambda people: an_adjustment(people, "FOLLOW_UP")]
)
def test_the_period_of_a_case_ends_only_there(people, walk):
    case = walk(people)
    (period,) = effects.periods_of(case)
    by = {"actor": people.officer, "at": LATEST}
    for change in (
        lambda: services.lift_influence(period, on=date(2017, 5, 2), reason="手工解除", **by),
        lambda: services.change_end(period, until_on=date(2017, 5, 2), end_reason="手工改期", **by),
    ):
        with pytest.raises(ValidationError, match=case.number_text):
            change()
    period.refresh_from_db()
    assert period.lifted_on is None
    assert period.until_on > date(2017, 5, 2)


def test_on_the_desk_the_sentence_says_where_it_ends_instead(people):
    card = a_card(people, "RECTIFIED")
    (period,) = effects.periods_of(card)
    with time_machine.travel(LATEST, tick=False):
        answer = client_of(people.officer).post(
            f"/admin/cadres/influenceperiod/{period.pk}/move/lift/", {"on": "2017-05-02", "reason": "手工解除"}
        )
    assert card.number_text in answer.content.decode()
    assert InfluencePeriod.objects.get(pk=period.pk).lifted_on is None
    cards.lift(card, verdict="属实", actor=people.officer, at=LATEST)
    assert InfluencePeriod.objects.get(pk=period.pk).lifted_on == date(2017, 4, 21)


def test_what_the_office_entered_itself_is_lifted_by_hand(people):
    period = services.begin_influence(
        people.cadre, kind="admonition", from_on=date(2017, 4, 10), reason="诫勉", document_no="张组〔2017〕3号",
        made_by="部务会", actor=people.officer, at=LATEST,
    )  # fmt: skip
    lifted = services.lift_influence(period, on=date(2017, 5, 2), reason="查否", actor=people.officer, at=LATEST)
    assert lifted.lifted_on == date(2017, 5, 2)


def test_a_hold_is_set_and_said_on_the_page_the_desk_and_the_list(people):
    card, _other = a_card(people, "VALID"), a_card(people, "VALID", facts="又一件")
    path, desk = card.get_absolute_url(), f"/admin/cases/card/{card.pk}/change/"
    ask = f"/cases/legal-holds/new/?case=card:{card.pk}"
    with time_machine.travel(LATEST, tick=False):
        for user in (people.officer, people.director, people.discipline):
            client = client_of(user)
            assert ask in client.get(path).text
            assert ask in client.get(desk).text
        assert ask not in client_of(people.subject).get(path).text
        retention.set_hold(card, reason="诉讼需要", actor=people.second, at=LATEST)
        hold = LegalHold.objects.get()
        for user in (people.officer, people.director):
            client = client_of(user)
            for text in (client.get(path).text, client.get(desk).text):
                assert "诉讼需要" in text
                assert ask not in text
                assert (f"/cases/legal-holds/{hold.pk}/lift/" in text) == (user == people.director)
            for address, tag in (("/cases/", "封存保全"), ("/admin/cases/card/", " · 封存保全")):
                assert client.get(address).text.count(tag) == 1, address
        for address in (path, "/cases/"):
            text = client_of(people.subject).get(address).text
            assert "诉讼需要" not in text
            assert "封存保全" not in text
