"""Who sees what of which case: a table of kinds, states and readers. A reader who is not named sees nothing: not in the
list, no page, no paper.

A kind appends its rows to TABLES: {kind: (walk, {state: {reader: (titles of blocks, codes of papers)}})}, where `walk`
is (people, state) -> a case. The readers are those of `readers`; titles are the English ones.
"""

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from cases import registry
from cases.queries import lists
from cases.transitions import cards
from evaluations.models import Recusal
from tests.cases.honours_scene import DELIVERED, Scene
from tests.cases.scene import LATEST, OPENED, People, a_card, the_rules
from tests.cast import LONG_AGO, a_cadre, a_unit, a_user

pytestmark = pytest.mark.django_db

FACTS = {"Facts"}
# What was said, or that something may be said until a day.
HEARD = {*FACTS, "Statement"}
PROPOSED = {*HEARD, "Proposal"}
DECIDED = {*PROPOSED, "Decision"}
VALID = {*DECIDED, "Putting it right"}
# Papers: for who runs the case; the subject's are those that were served and delivered.
NOTICE, SERVED, ALL = {"notice"}, {"notice", "hearing", "receipt"}, {"notice", "hearing", "receipt", "decision"}
OWN, OWN_ALL = {"notice", "receipt"}, {"notice", "receipt", "decision"}
# Blocks of another subject, which has rows of its own for them.
BESIDE = {"Error tolerance"}


def readers(people):
    """{reader: account}: everybody whom a case might concern, one of each role, the administrators."""
    boss = a_user("see-boss", name="丁一")
    a_cadre("丁一", user=boss, head_of=a_unit("南岭镇"))
    colleague = a_user("see-colleague", name="丁二")
    a_cadre("丁二", user=colleague, unit=people.unit)
    recused = a_user("see-recused", "office", name="丁三")
    keeps_out = a_cadre("丁三", user=recused, unit=people.unit)
    Recusal.objects.create(person=keeps_out, cadre=people.cadre, reason="近亲属", from_on=LONG_AGO)
    return {
        "officer": people.officer, "office": people.second, "director": people.director,
        "discipline": people.discipline, "subject": people.subject, "head of the unit": people.head,
        "another head": boss, "colleague": colleague, "stranger": people.stranger, "recused": recused,
        **{role: a_user(f"see-{role}", role) for role in ("leader", "planner", "supervisor", "team")},
        **{kind: a_user(f"see-{kind}", administrator=kind) for kind in ("system", "security", "audit")},
    }  # fmt: skip


def everybody(blocks, papers, *, subject=None, discipline=True):
    """The usual row of a case about a person: the section and its leaders see it; the discipline commission and the
    person as said."""
    row = dict.fromkeys(("officer", "office", "director"), (blocks, papers))
    if discipline:
        row["discipline"] = (blocks, papers)
    if subject is not None:
        row["subject"] = subject
    return row


def card_of_unit(people, state):
    """A card given to a unit, on its way."""
    row = cards.open_card(colour="yellow", unit=people.unit, facts="两次催办未果。", actor=people.officer, at=OPENED)
    return row if state == "DRAFT" else cards.serve_facts(row, manner="system", actor=people.officer, at=OPENED)


def a_card_at(people, state):
    if state == "LIFTED":
        return cards.lift(a_card(people, "RECTIFIED"), verdict="属实", actor=people.officer, at=LATEST)
    if state == "DROPPED":
        return cards.drop(a_card(people, "NOTIFIED"), reason="查无此事", actor=people.officer, at=LATEST)
    return a_card(people, state)


TABLES = {
    "card": (a_card_at, {
        "DRAFT": everybody(FACTS, NOTICE, discipline=False),
        "NOTIFIED": everybody(HEARD, SERVED, subject=(HEARD, OWN)),
        "HEARD": everybody(HEARD, SERVED, subject=(HEARD, OWN)),
        "PROPOSED": everybody(PROPOSED, SERVED, subject=(HEARD, OWN)),
        "DECIDED": everybody(DECIDED, ALL, subject=(HEARD, OWN)),
        "VALID": everybody(VALID, ALL, subject=(VALID, OWN_ALL)),
        "RECTIFIED": everybody(VALID, ALL, subject=(VALID, OWN_ALL)),
        "LIFTED": everybody(VALID, ALL, subject=(VALID, OWN_ALL)),
        "DROPPED": everybody(FACTS, SERVED, subject=(FACTS, OWN)),
    }),
    "card of a unit": (card_of_unit, {
        "DRAFT": everybody(FACTS, NOTICE, discipline=False) | {"recused": (FACTS, NOTICE)},
        "NOTIFIED": everybody(HEARD, SERVED) | {"head of the unit": (HEARD, OWN), "recused": (HEARD, SERVED)},
    }),
    "withdrawal": (lambda people, state: people.withdrawal(state), {
        "DRAFT": everybody(FACTS, NOTICE, discipline=False),
        "NOTIFIED": everybody(HEARD, SERVED, subject=(HEARD, OWN)),
        "HEARD": everybody(HEARD, SERVED, subject=(HEARD, OWN)),
        "PROPOSED": everybody(PROPOSED, SERVED, subject=(HEARD, OWN)),
        "DECIDED": everybody(DECIDED, ALL, subject=(HEARD, OWN)),
        "DELIVERED": everybody(DECIDED, ALL, subject=(DECIDED, OWN_ALL)),
        "KEPT": everybody(DECIDED, ALL, subject=(HEARD, OWN)),
        "DROPPED": everybody(FACTS, SERVED, subject=(FACTS, OWN)),
        "REVOKED": everybody(DECIDED, ALL, subject=(DECIDED, OWN_ALL)),
    }),
}  # fmt: skip


def _ruled():
    people = People()
    the_rules(people)
    return people


# {kind: (maker of the people, the instant of reading)}, where they are not those of a card.
CASTS = {"withdrawal": (Scene, DELIVERED)}
ROWS = [(kind, state) for kind, (_walk, states) in TABLES.items() for state in states]


@pytest.mark.parametrize(("kind", "state"), ROWS)
def test_each_reader_sees_what_the_table_says_and_nobody_more(kind, state):
    cast, now = CASTS.get(kind, (_ruled, LATEST))
    people = cast()
    walk, states = TABLES[kind]
    case = walk(people, state)
    assert case.state == state
    known = registry.of(case)
    found = {}
    with time_machine.travel(now, tick=False):
        for name, user in readers(people).items():
            client = Client()
            client.force_login(user)
            status = client.get(case.get_absolute_url()).status_code
            listed = [row.path for row in lists.listed(user, day=now.date(), at=now, only_open=False)]
            assert (status == 200) == (case.get_absolute_url() in listed), name
            if status != 200:
                assert status == 404, name
                assert client.get(f"{case.get_absolute_url()}papers/notice/").status_code == 404, name
                continue
            page = client.get(case.get_absolute_url())
            with translation.override("en"):
                shown = known.blocks(page.context["case"], user, now.date())
                blocks = {str(block.title) for block in shown} - BESIDE
            assert len(shown) == len(page.context["blocks"]), name
            papers = {form.code for form in page.context["papers"]}
            found[name] = (blocks, papers)
            for form in known.papers(case, user):
                address = f"{case.get_absolute_url()}papers/{form.code}/"
                assert client.get(address).status_code == (200 if form.code in papers else 404), (name, form.code)
    assert found == states[state]


def test_the_rows_of_each_kind_name_readers_that_there_are():
    names = set(readers(People()))
    for _walk, states in TABLES.values():
        for row in states.values():
            assert set(row) <= names


def test_who_leaves_the_section_sees_no_case_any_more():
    people = People()
    the_rules(people)
    case = a_card(people, "NOTIFIED")
    people.second.roles = ""
    people.second.save()
    assert lists.listed(people.second, day=LATEST.date(), at=LATEST) == []
    assert [row.path for row in lists.listed(people.officer, day=LATEST.date(), at=LATEST)] == [case.get_absolute_url()]
