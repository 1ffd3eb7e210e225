"""The worlds in which it is asked who sees what (test_visibility): the people of each kind of case, the way to each of
its states, and everybody who might look. Every name is invented."""

import io
import zipfile
from types import SimpleNamespace

from django.test import Client

from accounts.models import User
from cases.models import Card, Honouree
from cases.services import reserve as reserve_services
from cases.transitions import cards, honourees, honours, reserve
from evaluations.models import Recusal
from tests.cases import adjustment_scene, appeal_scene, cards_scene, honours_scene, tolerance_scene
from tests.cases.scene import LATEST, NEXT_DAY, OPENED, People, a_card, decided, the_rules
from tests.cast import LONG_AGO, a_cadre, a_unit, a_user, at

ROLES = ("leader", "planner", "supervisor", "team", "discipline")
ADMINISTRATORS = ("system", "security", "audit")


def readers(people):
    """{reader: account}: everybody whom a case about `people.cadre` of `people.unit` might concern, one of each role,
    the administrators. Who is "in the office" has all that its section and its leaders have."""
    boss = a_user("see-boss", name="丁一")
    a_cadre("丁一", user=boss, head_of=a_unit("南岭镇"))
    colleague = a_user("see-colleague", name="丁二")
    a_cadre("丁二", user=colleague, unit=people.unit)
    recused = a_user("see-recused", "office", "director", name="丁三")
    keeps_out = a_cadre("丁三", user=recused)
    Recusal.objects.create(person=keeps_out, cadre=people.cadre, reason="近亲属", from_on=LONG_AGO)
    return {
        "officer": people.officer, "office": people.second, "director": people.director, "subject": people.subject,
        "subject in the office": in_office(people.subject), "head": people.head,
        "head in the office": in_office(people.head), "another head": boss, "colleague": colleague,
        "stranger": people.stranger, "recused": recused,
        **{role: a_user(f"see-{role}", role) for role in ROLES},
        **{kind: a_user(f"see-{kind}", administrator=kind) for kind in ADMINISTRATORS},
        **getattr(people, "others", {}),
    }  # fmt: skip


def in_office(user):
    """The same account with the roles of the cadre section and of its leaders."""
    found = User.objects.get(pk=user.pk)
    found.roles = ",office,director,"
    return found


def asked_by(user):
    """What a door's `find` needs of a request."""
    return SimpleNamespace(user=user)


# What they read at a door, and who they are in the database --------------------------------------


def client_of(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def text_of(answer):
    """What an answer says, that of papers and workbooks too; "" where the door stays shut."""
    if answer.status_code != 200:
        return ""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] != b"PK":
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return "".join(file.read(name).decode(errors="replace") for name in file.namelist() if name.endswith(".xml"))


def roles(user, words):
    """Give roles in the database: who logs in brings them along."""
    User.objects.filter(pk=user.pk).update(roles=words)
    user.refresh_from_db()


# The people ---------------------------------------------------------------------------------------


def of_cards():
    people = People()
    the_rules(people)
    return people


def of_tolerance():
    people = tolerance_scene.People()
    the_rules(people)
    people.others = {"investigator": people.inspector}
    return people


def of_adjustments():
    return adjustment_scene.Cast()


def of_appeals():
    people = appeal_scene.more(People())
    the_rules(people)
    return people


def of_honours():
    """The subject is the first on the list; there is one whom the section takes out of it."""
    scene = honours_scene.Scene()
    scene.unit = scene.unit_of_all
    scene.head = a_user("see-head", name="江海")
    a_cadre("江海", user=scene.head, head_of=scene.unit)
    scene.cadre = scene.cadres[0]
    scene.subject = scene.cadre.user
    scene.others = {"taken out": scene.cadres[1].user}
    return scene


# The way to each state ----------------------------------------------------------------------------


def a_card_at(people, state):
    officer = people.officer
    if state == "LIFTED":
        return cards.lift(a_card(people, "RECTIFIED"), verdict="属实", actor=officer, at=LATEST)
    if state == "DROPPED":
        return cards.drop(a_card(people, "NOTIFIED"), reason="查无此事", actor=officer, at=LATEST)
    if state == "WITHDRAWN":
        return cards.withdraw(a_card(people, "VALID"), reason="申诉撤销", actor=people.director, at=LATEST)
    if state == "LAPSED":
        return cards.lapse(a_card(people, "VALID"), at=at("2019-04-20 09:00:00"))
    if state == "ESCALATED":
        return escalated(people)
    return a_card(people, state)


def escalated(people):
    """The yellow card of two that went up into a red one."""
    yellow, _other = cards_scene.two_yellows(people)
    red = cards.propose_red(yellow, facts="又一件", actor=people.officer, at=LATEST)
    red = cards.serve_facts(red, manner="system", actor=people.officer, at=LATEST)
    red = cards.state(red, statement="请予从轻。", actor=people.subject, at=LATEST)
    red = cards.propose(red, proposal="建议红牌。", actor=people.officer, at=LATEST)
    red = decided(people, (red, "give"), meeting="joint", held_on=LATEST.date(), when=LATEST)
    cards.deliver(red, manner="signed", actor=people.officer, at=LATEST)
    return Card.objects.get(pk=yellow.pk)


def a_unit_card_at(people, state):
    """A card given to a unit: what the person does there, its head does."""
    row = cards_scene.a_unit_card(people)
    road = {
        "NOTIFIED": lambda: cards.serve_facts(row, manner="system", actor=people.officer, at=OPENED),
        "HEARD": lambda: cards.state(row, statement="材料未到。", actor=people.head, at=NEXT_DAY),
        "PROPOSED": lambda: cards.propose(row, proposal="建议亮牌。", actor=people.officer, at=NEXT_DAY),
        "DECIDED": lambda: decided(people, (row, "give")),
        "VALID": lambda: cards.deliver(row, manner="signed", actor=people.officer, at=LATEST),
        "RECTIFIED": lambda: cards.report(row, rectification="已报结。", actor=people.head, at=LATEST),
    }  # fmt: skip
    for walk in road.values():
        if row.state == state:
            break
        row = walk()
    return row


def an_entry_at(scene, state):
    """An entry of the reserve list; REMOVED by a leader, DROPPED before the meeting."""
    aside = {"REMOVED": "IN", "DROPPED": "CHECKED"}
    row = scene.entry(aside.get(state, state))
    if state == "REMOVED":
        row = reserve_services.propose_exit(row, reason="本人申请", actor=scene.officer, at=honours_scene.OUT)
        return reserve.remove(row, reason="本人申请", actor=scene.director, at=honours_scene.OUT)
    if state == "DROPPED":
        return reserve.drop(row, reason="另有安排", actor=scene.officer, at=honours_scene.OUT)
    return row


def a_batch_at(scene, state):
    """A batch of honours, from which the second is taken out before the opinion is asked."""
    row = scene.batch()
    second = Honouree.objects.get(honour=row, cadre=scene.cadres[1])
    honourees.take_out(second, reason="本人谦让", actor=scene.officer, at=honours_scene.DRAWN)
    if state == "DROPPED":
        return honours.drop(scene.walk(row, "OPINED"), reason="缓评", actor=scene.officer, at=honours_scene.OPINED)
    return scene.walk(row, state) if state != "DRAFT" else row
