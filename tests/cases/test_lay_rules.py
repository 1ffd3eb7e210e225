"""Laying the sample rule sets: by the command on a fresh installation, and in the demo district."""

from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from cases.models import RuleSet
from cases.queries.rulecheck import check
from cases.services.rulesets import lay_samples
from cases.transitions import decisions as transitions
from tests.cases.scene import LATER, People, a_card
from tests.cast import a_user, at
from zhangdian.demo import meetings
from zhangdian.demo import rulesets as demo
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_the_command_lays_drafts_and_says_so_in_one_line(capsys):
    a_user("sun", "office")
    call_command("lay_rules", user="sun")
    assert list(RuleSet.objects.order_by("from_on").values_list("code", "state", "is_sample")) == [
        ("2015", "DRAFT", True), ("local", "DRAFT", True), ("2022", "DRAFT", True),
    ]  # fmt: skip
    said = capsys.readouterr().out
    assert said.startswith("Laid 3 sample rule sets as drafts (2015, local, 2022)")
    assert said.count("\n") == 1
    call_command("lay_rules", user="sun")
    assert capsys.readouterr().out == "Laid nothing; 3 were there already.\n"
    assert Entry.objects.filter(verb="enter_rules").count() == 3


@pytest.mark.parametrize(("name", "sentence"), [("nobody", "No account"), ("leader", "not of the cadre section")])
def test_the_command_says_what_is_wrong_with_the_name(name, sentence):
    a_user("leader", "director")
    with pytest.raises(CommandError, match=sentence):
        call_command("lay_rules", user=name)
    assert not RuleSet.objects.exists()


def test_the_demo_adopts_them_once_and_only_the_samples():
    district = SimpleNamespace(users={"office": a_user("sun", "office"), "director": a_user("li", "director")})
    lay_samples(actor=district.users["office"], at=at("2022-08-01 09:00:00"))
    own = RuleSet.objects.create(
        code="own", title="本区办法", from_on=at("2027-01-01 00:00:00").date(), entered_at=at("2022-08-01 09:00:00"),
        entered_by=district.users["office"],
    )  # fmt: skip
    assert [demo.lay(district).code, demo.lay(district).code] == ["2022", "2022"]
    assert RuleSet.objects.adopted().count() == Entry.objects.filter(verb="adopt").count() == 3
    own.refresh_from_db()
    assert own.state == "DRAFT"


def test_the_demo_has_a_draft_for_next_year_and_decisions_at_every_stop():
    people = People()
    district = SimpleNamespace(users={"office": people.officer, "director": people.deputy})
    demo.lay(district)
    assert meetings.build(district, LATER) == []
    draft = demo.prepare_next(district, LATER)
    assert (draft.state, draft.changed_by, check(draft)) == ("DRAFT", people.officer, [])
    for _number in range(2):
        a_card(people, "PROPOSED")
    discarded, waiting = meetings.build(district, LATER)
    assert (discarded.state, waiting.state) == ("DISCARDED", "DRAFT")
    assert transitions.hindrances(waiting, actor=people.director, at=LATER) == []
