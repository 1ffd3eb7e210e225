"""Rule sets: a draft copied from the one in force, edited, looked over, adopted by another person."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.models import RuleSet
from cases.queries import codes, rulecheck
from cases.rules import figures, samples
from cases.services.rulesets import copy_rules, set_use
from cases.transitions.rulesets import adopt
from tests import lasting
from tests.cases.scene import OPENED, People, ruled
from tests.cast import a_user, at
from tests.counting import same_count
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
LIST = "/admin/cases/ruleset/"
NOON = at("2023-04-12 12:00:00")
DAYS = iter([date(2028, 1, 1), date(2029, 1, 1)])


made = lasting.world(lambda: ruled(People()))


@pytest.fixture
def draft(people):
    return copied(people)


def copied(people, code="own", from_on=date(2027, 1, 1)):
    return copy_rules(
        RuleSet.objects.get(code="2022"), code=code, title="本区办法", from_on=from_on, actor=people.officer, at=OPENED
    )


def refused(act, why):
    with pytest.raises(MoveRefused) as wrong:
        act()
    assert wrong.value.why == why
    return str(wrong.value)


def typed(page):
    """{name: value} of everything that stands in the form of a rule set, as a browser sends it."""
    data = {}
    for formset in [page.context["adminform"].form, *(one.formset for one in page.context["inline_admin_formsets"])]:
        for form in [formset] if hasattr(formset, "instance") and not hasattr(formset, "forms") else formset.forms:
            data |= {form.add_prefix(name): form[name].value() for name in form.fields}
        if hasattr(formset, "management_form"):
            management = formset.management_form
            data |= {management.add_prefix(name): management[name].value() for name in management.fields}
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


def column(data, code, name):
    """The name under which `name` of the clock or number `code` is sent."""
    return next(key for key, value in data.items() if value == code).replace("-code", f"-{name}")


def folds(page):
    """{heading of a part: does it stand open} of the parts of the form."""
    parts = page.text.split('data-inline-type="')[1:]
    headings = [str(one.opts.verbose_name_plural) for one in page.context["inline_admin_formsets"]]
    assert len(parts) == len(headings)
    return {heading: "<details>" not in part for heading, part in zip(headings, parts, strict=True)}


def test_a_copy_has_everything_and_differs_in_nothing(people, draft):
    source = RuleSet.objects.get(code="2022")
    for part in ("clocks", "figures", "measures", "circumstances"):
        assert getattr(draft, part).count() == getattr(source, part).count() > 0
    assert rulecheck.before(draft) == source
    assert rulecheck.differences(draft, source) == []
    assert rulecheck.check(draft) == []
    assert Entry.objects.about(draft).get().verb == "copy_rules"


def test_a_copy_needs_an_own_code_and_an_own_day(people, draft):
    with pytest.raises(ValidationError, match="code"):
        copied(people)
    with pytest.raises(ValidationError, match="from_on"):
        copied(people, "other", RuleSet.objects.get(code="2022").from_on)
    assert refused(
        lambda: copy_rules(draft, code="c", title="c", from_on=date(2028, 1, 1), actor=people.director, at=OPENED),
        MoveRefused.WRONG_PERSON,
    )


def test_differences_name_what_is_new_gone_and_changed(people, draft):
    source = RuleSet.objects.get(code="2022")
    draft.clocks.filter(code="card.DRAFT").update(count=8)
    draft.figures.filter(code="card.yellow_months").delete()
    draft.measures.filter(code="red").update(months=18)
    draft.circumstances.filter(code="Z01").update(is_active=False)
    said = {(str(one.part), one.before, one.after) for one in rulecheck.differences(draft, source)}
    assert len(said) == 4
    assert any(after.startswith("8 ") for _part, _before, after in said)
    assert any((before, after) == ("12", "") for _part, before, after in said)


@pytest.mark.parametrize(
    ("spoil", "stops"),
    [
        (lambda row: row.clocks.filter(code="card.NOTIFIED").delete(), True),
        (lambda row: row.clocks.filter(code="remedy.review").delete(), True),
        (lambda row: row.figures.filter(code="card.yellow_months").delete(), True),
        (lambda row: row.measures.filter(code="red").delete(), True),
        (lambda row: row.clocks.filter(code="card.DRAFT").update(count=0), True),
        (lambda row: row.figures.filter(code="card.yellows_for_red").update(value=Decimal(1)), True),
        (lambda row: RuleSet.objects.filter(pk=row.pk).update(from_on=date(2022, 9, 8)), True),
        (lambda row: row.clocks.filter(code="card.DRAFT").update(count=4000), False),
        (lambda row: row.clocks.filter(code="card.VALID").update(extension=90), False),
        (lambda row: row.clocks.create(code="card.NOWHERE", count=3), False),
        (lambda row: row.measures.filter(code="red").update(points=5), False),
        (lambda row: row.measures.filter(code="red").update(weight=1), False),
        (lambda row: row.measures.filter(code="red").update(influence=""), False),
        (lambda row: row.measures.filter(code="red").update(months=0), False),
        (lambda row: row.circumstances.update(is_active=False), False),
    ],
)
def test_the_check_says_a_sentence_for_each_fault_and_what_would_halt_a_case_is_not_adopted(
    people, draft, spoil, stops
):
    spoil(draft)
    draft = RuleSet.objects.get(pk=draft.pk)
    found = rulecheck.check(draft)
    assert [one.stops for one in found] == [stops]
    assert found[0].sentence
    if stops:
        said = refused(lambda: adopt(draft, reason="经研究", actor=people.director, at=OPENED), MoveRefused.WRONG_STATE)
        assert found[0].sentence in said
    else:
        assert adopt(draft, reason="经研究", actor=people.director, at=OPENED).state == "ADOPTED"


def test_adopting_moves_once_by_another_person_with_one_line(people, draft):
    both = a_user("both", "office", "director", name="双任")
    refused(lambda: adopt(draft, reason="经研究", actor=people.officer, at=OPENED), MoveRefused.WRONG_PERSON)
    refused(lambda: adopt(draft, reason=" ", actor=people.director, at=OPENED), MoveRefused.MISSING)
    set_use(draft.circumstances.first(), False, reason="试", actor=both, at=OPENED)
    refused(lambda: adopt(draft, reason="经研究", actor=both, at=OPENED), MoveRefused.WRONG_PERSON)
    set_use(draft.circumstances.last(), False, reason="试", actor=people.officer, at=OPENED)
    refused(lambda: adopt(draft, reason="经研究", actor=both, at=OPENED), MoveRefused.WRONG_PERSON)
    lines = Entry.objects.count()
    row = adopt(draft, reason="经部务会研究", actor=people.director, at=OPENED)
    assert (row.state, row.adopted_by, row.adopted_why) == ("ADOPTED", people.director, "经部务会研究")
    assert Entry.objects.count() == lines + 1
    refused(lambda: adopt(row, reason="再", actor=people.deputy, at=OPENED), MoveRefused.WRONG_STATE)


def test_every_code_of_the_samples_has_words():
    for version, *_words in samples.VERSIONS:
        for code in samples.gathered("FIGURES", version):
            assert figures.figure_words(code) != code, f"say in cases/rules/figures.py what {code} is"
        for code in samples.gathered("CLOCKS", version):
            assert codes.clock_words(code) != code, f"say in cases/rules/figures.py what {code} is"
    assert set(codes.steps()) <= set(codes.needed_clocks())


@pytest.mark.once
@time_machine.travel(NOON, tick=False)
def test_on_the_desk_a_draft_is_copied_edited_and_shown_with_its_difference(client, people):
    client.force_login(people.officer)
    page = client.get(LIST)
    assert page.status_code == 200
    source = RuleSet.objects.in_force(NOON.date()).get()
    address = f"{LIST}{source.pk}/move/copy/"
    assert any(link == address for _words, link in page.context["exchange"])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"code": "own", "title": "本区办法", "from_on": "2027-01-01", "basis": ""})
    draft = RuleSet.objects.get(code="own")
    assert answer.url == f"{LIST}{draft.pk}/change/"
    page = client.get(answer.url)
    assert page.context["differences"] == []
    data = typed(page)
    data[column(data, "card.NOTIFIED", "count")] = "7"
    second = client.post(answer.url, data)
    assert second.status_code == 302, second.context["errors"]
    assert draft.clocks.get(code="card.NOTIFIED").count == 7
    draft.refresh_from_db()
    assert draft.changed_by == people.officer
    assert Entry.objects.about(draft).last().verb == "change_clock"
    page = client.get(answer.url)
    was, now = (rulecheck.clock_said(row.clocks.get(code="card.NOTIFIED")) for row in (source, draft))
    assert [(one.before, one.after) for one in page.context["differences"]] == [(was, now)]
    client.force_login(people.director)
    assert client.post(f"{LIST}{draft.pk}/move/adopt/", {"reason": "经研究"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "ADOPTED"
    client.force_login(people.officer)
    text = client.get(answer.url).content.decode()
    assert 'name="clocks-0-count"' not in text
    assert client.post(answer.url, data).status_code == 403


def added(data, code, fold, **words):
    """Type one more clock in a fold: that in which the clock `fold` stands."""
    prefix = column(data, fold, "").rpartition("-")[0].rpartition("-")[0]
    place = data[f"{prefix}-TOTAL_FORMS"]
    data[f"{prefix}-TOTAL_FORMS"] = place + 1
    row = {"code": code, "count": "5", "span": "working", "extension": "0", "id": "", "rule_set": ""} | words
    data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return f"{prefix}-{place}"


# A clock that the draft lacks.
FREE = "card.HEARD"
CARDS, APPEALS, TWICE = "期限 · 红黄牌", "期限 · 复核申诉", "本表另一处已有这一环节"
# What is typed wrong, the sentence, and in which folds it stands.
WRONG = {
    "no number": (lambda data: data.update({column(data, "card.NOTIFIED", "count"): "三天"}), "输入整数", {CARDS}),
    "nothing": (lambda data: data.update({column(data, "card.NOTIFIED", "count"): ""}), "必填", {CARDS}),
    "below": (lambda data: data.update({column(data, "appeal.LODGED", "extension"): "-1"}), "大于或等于", {APPEALS}),
    "no such span": (lambda data: data.update({column(data, "card.DRAFT", "span"): "moon"}), "有效的选项", {CARDS}),
    "no such code": (lambda data: added(data, "card.NOWHERE", "card.DRAFT"), "系统不使用这个编码", {CARDS}),
    "as it stands": (lambda data: added(data, "card.NOTIFIED", "card.DRAFT"), "两行内容相同", {CARDS}),
    "as another fold": (lambda data: added(data, "card.NOTIFIED", "appeal.LODGED"), TWICE, {APPEALS}),
    "in two folds": (
        lambda data: [added(data, FREE, fold) for fold in ("card.DRAFT", "appeal.LODGED")], TWICE, {CARDS, APPEALS}
    ),
}  # fmt: skip


@pytest.mark.once
@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("case", WRONG)
def test_a_clock_typed_wrong_gets_its_sentence_in_an_open_fold_and_nothing_else_is_lost(client, people, draft, case):
    spoil, sentence, opened = WRONG[case]
    client.force_login(people.officer)
    draft.clocks.get(code=FREE).delete()
    address = f"{LIST}{draft.pk}/change/"
    page = client.get(address)
    shut = {heading for heading, is_open in folds(page).items() if not is_open}
    assert {CARDS, APPEALS} <= shut
    data = typed(page) | {"title": "本区新办法"}
    data |= {column(data, "card.VALID", "count"): "11", column(data, "card.yellow_months", "value"): "9"}
    spoil(data)
    answer = client.post(address, data)
    assert sentence in answer.text
    assert {heading for heading, is_open in folds(answer).items() if is_open and heading in shut} == opened
    kept = typed(answer)
    assert {name: str(kept.get(name, "")) for name in data} == {name: str(value) for name, value in data.items()}
    assert not draft.clocks.filter(count=11).exists(), "all or nothing"


@time_machine.travel(NOON, tick=False)
def test_a_clock_is_added_and_taken_out_in_its_fold_and_a_stored_one_keeps_its_step(client, people, draft):
    client.force_login(people.officer)
    draft.clocks.get(code=FREE).delete()
    address = f"{LIST}{draft.pk}/change/"
    data = typed(client.get(address))
    added(data, FREE, "card.DRAFT", count="4")
    data[column(data, "card.VALID", "DELETE")] = "on"
    # Swapped, and so half stored, if it were let through.
    one, other = (column(data, code, "code") for code in ("card.NOTIFIED", "card.PROPOSED"))
    data |= {one: "card.PROPOSED", other: "card.NOTIFIED"}
    said = set(draft.clocks.filter(code__in=["card.NOTIFIED", "card.PROPOSED"]).values_list("code", "count"))
    assert client.post(address, data).status_code == 302
    assert draft.clocks.get(code=FREE).count == 4
    assert not draft.clocks.filter(code="card.VALID").exists()
    assert said == set(draft.clocks.filter(code__in=["card.NOTIFIED", "card.PROPOSED"]).values_list("code", "count"))
    assert {"add_clock", "delete_clock"} <= set(Entry.objects.about(draft).values_list("verb", flat=True))


@time_machine.travel(NOON, tick=False)
def test_the_lists_ask_a_constant_number_of_statements(client, people):
    client.force_login(people.officer)
    for address in (LIST, "/admin/cases/circumstance/"):
        same_count(client, address, lambda address=address: copied(people, address[-9:-1], next(DAYS)))
