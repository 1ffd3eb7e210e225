"""The file of a cadre, on the page and through the interface."""

from datetime import date

import pytest

from cadres.models import InfluencePeriod
from tests.cast import MONDAY, a_cadre, a_unit, a_user
from tests.counting import same_count
from zhangdian.trail.models import Entry

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to("2017-04-10 10:00:00+08:00", tick=False)


def enters(client, *roles, **fields):
    user = a_user(None, *roles, **fields)
    client.force_login(user)
    return user


def a_period(cadre, kind="admonition"):
    return InfluencePeriod.objects.create(
        cadre=cadre, kind=kind, from_on=MONDAY, until_on=date(2017, 10, 9), reason="工作推诿", made_by="区委组织部",
        document_no="青组〔2017〕3号", blocks=["merit"],
    )  # fmt: skip


def test_a_reading_of_another_s_file_leaves_one_line_a_view(client):
    user, cadre = enters(client, "office"), a_cadre("林远", head_of=a_unit("青石镇"))
    a_period(cadre)
    page = client.get(f"/cadres/{cadre.pk}/")
    assert "该干部正在影响期内" in page.text
    assert "评优" in page.text
    client.get(f"/cadres/{cadre.pk}/")
    assert list(Entry.objects.about(cadre).values_list("verb", "actor")) == [("read", user.pk)] * 2


def test_the_own_file_is_open_without_a_line_and_without_open_cases(client):
    cadre = a_cadre(user=enters(client))
    a_period(cadre)
    a_period(cadre, "open_case")
    page = client.get(f"/cadres/{cadre.pk}/")
    assert "诫勉" in page.text
    assert "立案" not in page.text
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["planner", "leader", "team", "supervisor"])
def test_others_do_not_even_learn_that_the_file_exists(client, role):
    enters(client, role)
    assert client.get(f"/cadres/{a_cadre().pk}/").status_code == 404
    assert not Entry.objects.exists()


def test_units_are_read_through_the_interface_by_any_of_their_names(client):
    enters(client)
    unit = a_unit("青石街道")
    unit.past_names.create(name="青石镇", from_on=date(2000, 1, 1), until_on=MONDAY)
    a_unit("区水利局")
    found = client.get("/api/v1/units/?search=青石镇").json()["results"]
    assert [row["name"] for row in found] == ["青石街道"]
    assert found[0]["past_names"][0]["name"] == "青石镇"


def test_the_roster_through_the_interface_leaves_a_line_a_page_and_a_line_a_file(client):
    enters(client, "office")
    cadre = a_cadre("林远", head_of=a_unit())
    a_period(cadre)
    assert client.get("/api/v1/cadres/?search=林").json()["count"] == 1
    file = client.get(f"/api/v1/cadres/{cadre.pk}/").json()
    assert (file["appointments"][0]["is_head"], file["influence"][0]["kind"]) == (True, "admonition")
    assert list(Entry.objects.order_by("pk").values_list("verb", "key")) == [("read", "list"), ("read", str(cadre.pk))]


@pytest.mark.parametrize("path", ["units", "cadres"])
def test_a_list_of_the_interface_asks_as_much_of_many_rows_as_of_few(client, path):
    enters(client, "office")
    a_cadre()
    same_count(client, f"/api/v1/{path}/", lambda: [a_cadre(unit=a_unit()) for _ in range(15)])
