"""The cadre section at its desk."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cadres import registry
from cadres.models import Cadre, InfluencePeriod, Unit
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_unit, a_user
from tests.counting import same_count
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
LISTS = ["unit", "cadre", "influenceperiod"]


@pytest.fixture
def clerk(client):
    return enters(client, "office")


def enters(client, *roles, **fields):
    user = a_user(None, *roles, **fields)
    client.force_login(user)
    return user


def url(model, act, *args):
    return reverse(f"admin:cadres_{model}_{act}", args=args)


def a_period(**fields):
    return InfluencePeriod.objects.create(
        cadre=a_cadre(unit=a_unit(parent=a_unit())), kind="admonition", from_on=MONDAY, until_on=date(2017, 10, 9),
        reason="工作推诿", document_no="青组〔2017〕3号", made_by="区委组织部", blocks=["merit"], **fields,
    )  # fmt: skip


@pytest.mark.parametrize("model", LISTS)
def test_a_list_asks_as_much_of_many_rows_as_of_few(client, clerk, model):
    for _ in range(3):
        a_period()
    same_count(client, url(model, "changelist"), lambda: [a_period() for _ in range(20)])


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("administrator", ["system", "security", "audit"])
def test_the_three_administrators_see_no_business_data(client, model, administrator):
    period = a_period()
    enters(client, administrator=administrator)
    thing = {"unit": period.cadre.unit, "cadre": period.cadre, "influenceperiod": period}[model]
    assert client.get(url(model, "changelist")).status_code == 403
    assert client.get(url(model, "change", thing.pk)).status_code == 403
    assert client.get(url(model, "history", thing.pk)).status_code == 403


def test_a_unit_is_renamed_by_its_button_not_by_its_form(client, clerk):
    unit = a_unit("青石镇")
    page = client.get(url("unit", "change", unit.pk)).text
    assert url("unit", "move", unit.pk, "rename") in page
    client.post(
        url("unit", "move", unit.pk, "rename"),
        {"name": "青石街道", "on": "2017-04-10", "short_name": "青石", "reason": "撤镇设街道"},
    )
    unit.refresh_from_db()
    assert (unit.name, unit.past_names.get().name) == ("青石街道", "青石镇")


def test_what_the_service_refuses_stands_beside_the_field_and_nothing_typed_is_lost(client, clerk):
    a_unit("红岩镇")
    unit = a_unit("青石镇")
    answer = client.post(
        url("unit", "move", unit.pk, "rename"), {"name": "红岩镇", "on": "2017-04-10", "reason": "撤镇设街道"}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert "撤镇设街道" in answer.text


def test_the_planner_keeps_units_but_merges_none(client):
    enters(client, "planner")
    unit = a_unit()
    page = client.get(url("unit", "change", unit.pk)).text
    assert url("unit", "move", unit.pk, "rename") in page
    assert url("unit", "move", unit.pk, "merge") not in page
    client.post(url("unit", "move", unit.pk, "merge"), {"gone": a_unit().pk, "reason": "重复"})
    assert Unit.objects.active().count() == 2


def test_opening_a_file_leaves_a_line_each_time(client, clerk):
    cadre = a_cadre()
    for _ in range(2):
        assert client.get(url("cadre", "change", cadre.pk)).status_code == 200
    assert list(Entry.objects.about(cadre).values_list("verb", "actor")) == [("read", clerk.pk)] * 2


def test_a_new_cadre_gets_the_pinyin_and_a_line(client, clerk):
    form = {
        "name": "林远", "unit": a_unit().pk, "level": "staff", "gender": "m", "is_assessed": "on",
        "appointments-TOTAL_FORMS": 0, "appointments-INITIAL_FORMS": 0,
        "influence_periods-TOTAL_FORMS": 0, "influence_periods-INITIAL_FORMS": 0,
    }  # fmt: skip
    answer = client.post(url("cadre", "add"), form)
    assert answer.status_code == 302, answer.context["errors"]
    assert Cadre.objects.get().pinyin == "lin yuan"
    assert Entry.objects.get().verb == "create"


def test_a_period_is_entered_on_the_file_and_lifted_on_its_own_page(client, clerk):
    cadre = a_cadre()
    client.post(
        url("cadre", "move", cadre.pk, "begin-influence"),
        {
            "kind": "admonition", "from_on": "2017-04-10", "document_no": "青组〔2017〕3号", "made_by": "区委组织部",
            "reason": "工作推诿",
        },
    )  # fmt: skip
    period = InfluencePeriod.objects.get()
    assert (period.until_on, len(period.blocks)) == (date(2017, 10, 9), 5)
    assert client.get(url("influenceperiod", "add")).status_code == 403
    client.post(url("influenceperiod", "move", period.pk, "lift"), {"on": "2017-05-01", "reason": "申诉成立"})
    period.refresh_from_db()
    assert period.lifted_on == date(2017, 5, 1)


def test_nobody_keeps_the_own_file(client, clerk):
    own = a_cadre(user=clerk)
    client.post(url("cadre", "move", own.pk, "leave"), {"on": "2017-04-10", "reason": "调出"})
    own.refresh_from_db()
    assert own.state == "serving"


def test_an_export_asks_what_for_and_leaves_a_line(client, clerk):
    a_cadre("林远")
    assert client.post(url("cadre", "export"), {"format": "csv", "purpose": ""}).status_code == 200
    assert not Entry.objects.filter(verb="export").exists()
    answer = client.post(url("cadre", "export"), {"format": "csv", "purpose": "年度名册核对"})
    assert "林远" in answer.content.decode("utf-8-sig")
    line = Entry.objects.get(verb="export")
    assert (line.reason, line.actor, line.content.after["rows"]) == ("年度名册核对", clerk, "1")


def test_an_export_takes_what_the_list_is_filtered_to(client, clerk):
    a_cadre("林远"), a_cadre("王路", state="retired")
    answer = client.post(url("cadre", "export") + "?state__exact=retired", {"format": "csv", "purpose": "核对"})
    text = answer.content.decode("utf-8-sig")
    assert "王路" in text
    assert "林远" not in text


def sheet(text="单位名称,序列\n青石镇,镇办\n"):
    return SimpleUploadedFile("units.csv", text.encode("gb18030"))


def test_an_import_is_seen_before_it_is_stored(client, clerk):
    page = client.post(url("unit", "import"), {"file": sheet()})
    assert Unit.objects.count() == 0
    assert "青石镇" in page.text
    answer = client.post(url("unit", "import"), {"token": page.context["token"]}, follow=True)
    assert Unit.objects.get().name == "青石镇"
    assert [str(message) for message in answer.context["messages"]]
    assert Entry.objects.get().actor == clerk
    assert client.post(url("unit", "import"), {"token": page.context["token"]}).status_code == 302
    assert Unit.objects.count() == 1


def test_a_file_with_a_bad_cell_cannot_be_confirmed(client, clerk):
    page = client.post(url("unit", "import"), {"file": sheet("单位名称,序列\n青石镇,特区\n")})
    assert "token" not in page.context
    assert "特区" in page.text


def test_nobody_else_can_confirm_a_preview(client, clerk):
    token = client.post(url("unit", "import"), {"file": sheet()}).context["token"]
    enters(client, "office")
    client.post(url("unit", "import"), {"token": token})
    assert Unit.objects.count() == 0


def test_who_ends_a_service_is_shown_what_is_still_carried(client, clerk, monkeypatch):
    carried = registry.Duty("青禾路北延 联络员", "/projects/7/")
    monkeypatch.setattr(registry, "DUTIES", [lambda cadre, day: [carried]])
    cadre = a_cadre(head_of=a_unit())
    page = client.get(url("cadre", "move", cadre.pk, "leave")).text
    assert 'href="/projects/7/"' in page
    assert "青禾路北延 联络员" in page
    client.post(url("cadre", "move", cadre.pk, "leave"), {"on": "2017-04-10", "reason": "调出"})
    cadre.refresh_from_db()
    assert (cadre.state, cadre.appointments.get().from_on, cadre.appointments.get().until_on) == (
        "left", LONG_AGO, MONDAY,
    )  # fmt: skip
