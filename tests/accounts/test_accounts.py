"""Accounts: made, given roles, closed, opened; and who may not."""

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts import permissions, rules, services
from accounts.models import User
from accounts.states import Role
from tests.cast import PASSWORD, a_user, at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

NOW = at("2017-04-10 09:00:00")
WHY = "区委组织部批准"


@pytest.fixture
def root(db):
    return a_user("root", administrator="system")


@pytest.fixture
def guard(db):
    return a_user("guard", administrator="security")


@pytest.fixture
def audit(db):
    return a_user("audit", administrator="audit")


def lines(user):
    return list(Entry.objects.about(user).values_list("verb", flat=True))


# Who may ----------------------------------------------------------------------------------------

ACTS = {
    "create_account": lambda actor, other: services.create_account(username="new", name="新", actor=actor, at=NOW),
    "grant_role": lambda actor, other: services.grant_role(other, "office", actor=actor, at=NOW, reason=WHY),
    "withdraw_role": lambda actor, other: services.withdraw_role(other, "planner", actor=actor, at=NOW, reason=WHY),
    "deactivate": lambda actor, other: services.deactivate(other, actor=actor, at=NOW, reason=WHY),
    "reset_password": lambda actor, other: services.reset_password(other, actor=actor, at=NOW, reason=WHY),
    "unlock": lambda actor, other: services.unlock(other, actor=actor, at=NOW, reason=WHY),
    "edit_contact": lambda actor, other: services.edit_contact(other, actor=actor, at=NOW, name="别名"),
}
MAY = {
    "create_account": "system",
    "grant_role": "security",
    "withdraw_role": "security",
    "deactivate": "system",
    "reset_password": "security",
    "unlock": "security",
    "edit_contact": "system",
}
ACTORS = ["system", "security", "audit", *Role.values]


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ACTORS)
def test_each_act_belongs_to_one_administrator_and_nobody_else(act, who):
    other = a_user("other", "planner")
    actor = a_user("actor", administrator=who) if who in {"system", "security", "audit"} else a_user("actor", who)
    if MAY[act] == who:
        if act == "unlock":
            AccessAttempt.objects.create(username="other", ip_address="127.0.0.1", failures_since_start=5)
        ACTS[act](actor, other)
        assert Entry.objects.count() == 1
        return
    with pytest.raises(MoveRefused) as refused:
        ACTS[act](actor, other)
    assert refused.value.why == MoveRefused.WRONG_PERSON
    assert Entry.objects.count() == 0


def test_nobody_raises_himself(guard, root):
    for act in ("grant_role", "withdraw_role", "reset_password", "unlock"):
        with pytest.raises(MoveRefused):
            ACTS[act](guard, guard)
    with pytest.raises(MoveRefused):
        services.deactivate(root, actor=root, at=NOW, reason=WHY)


def test_an_administrator_takes_no_role_and_cannot_be_closed(guard, root, audit):
    with pytest.raises(MoveRefused):
        services.grant_role(audit, "office", actor=guard, at=NOW, reason=WHY)
    with pytest.raises(MoveRefused):
        services.deactivate(audit, actor=root, at=NOW, reason=WHY)


def test_the_database_refuses_an_administrator_with_a_role(root):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=root.pk).update(roles=",office,")


def test_administrators_have_no_role_anywhere_and_do_not_handle_feedback(root, guard, audit):
    for user in (root, guard, audit):
        assert not user.has_role(*Role.values)
        assert not permissions.handles_feedback(user)
        assert not permissions.may_issue_in_bulk(user)


# What is done -----------------------------------------------------------------------------------


def test_a_new_account_has_no_role_and_a_password_told_once(root, client):
    user, password = services.create_account(username="lin", name="林小满", actor=root, at=NOW)
    assert (user.roles, user.must_change_password, user.check_password(password)) == ("", True, True)
    assert password not in str(list(Entry.objects.values()))
    assert lines(user) == ["create"]
    client.post("/login/", {"username": "lin", "password": password})
    assert client.get("/").headers["Location"] == "/password/"


@pytest.mark.parametrize("username", ["Lin", "1lin", "l", "林", "a b", "a" * 41])
def test_a_log_in_name_out_of_form_is_refused(root, username):
    with pytest.raises(ValidationError):
        services.create_account(username=username, name="林", actor=root, at=NOW)
    assert not User.objects.filter(name="林").exists()


def test_a_log_in_name_in_use_is_refused(root):
    with pytest.raises(ValidationError):
        services.create_account(username="root", name="林", actor=root, at=NOW)


def test_a_role_is_granted_and_withdrawn_with_the_reason(guard):
    user = a_user("lin", "planner")
    services.grant_role(user, "office", actor=guard, at=NOW, reason=WHY)
    assert User.objects.get(pk=user.pk).role_set == {"office", "planner"}
    services.withdraw_role(user, "planner", actor=guard, at=NOW, reason=WHY)
    assert User.objects.get(pk=user.pk).roles == ",office,"
    assert lines(user) == ["grant_role", "withdraw_role"]
    assert set(Entry.objects.values_list("reason", flat=True)) == {WHY}


def test_a_role_unknown_held_already_or_without_a_reason_is_refused(guard):
    user = a_user("lin", "planner")
    with pytest.raises(ValidationError):
        services.grant_role(user, "king", actor=guard, at=NOW, reason=WHY)
    with pytest.raises(MoveRefused) as held:
        services.grant_role(user, "planner", actor=guard, at=NOW, reason=WHY)
    with pytest.raises(MoveRefused) as silent:
        services.grant_role(user, "office", actor=guard, at=NOW, reason=" ")
    assert (held.value.why, silent.value.why) == (MoveRefused.WRONG_STATE, MoveRefused.MISSING)
    assert Entry.objects.count() == 0


def test_a_leaver_is_out_at_once_and_comes_back_without_roles_and_sessions(root):
    user = a_user("lin", "planner")
    browser = Client()
    browser.post("/login/", {"username": "lin", "password": PASSWORD})
    token = browser.post("/api/v1/token/", {"username": "lin", "password": PASSWORD}).json()["token"]
    services.deactivate(user, actor=root, at=NOW, reason="调离")
    assert browser.get("/").status_code == 302
    assert browser.post("/login/", {"username": "lin", "password": PASSWORD}).status_code == 200
    services.reactivate(user, actor=root, at=NOW, reason="调回")
    assert browser.get("/").status_code == 302
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Token {token}"}).status_code == 401
    row = User.objects.get(pk=user.pk)
    assert (row.is_active, row.roles) == (True, "")
    assert [verb for verb in lines(user) if "activate" in verb] == ["deactivate", "reactivate"]


def test_a_reset_password_ends_sessions_lifts_the_lock_and_must_be_changed(guard):
    user = a_user("lin")
    browser = Client()
    browser.post("/login/", {"username": "lin", "password": PASSWORD})
    for _try in range(5):
        Client().post("/login/", {"username": "lin", "password": "wrong"})
    password = services.reset_password(user, actor=guard, at=NOW, reason="遗忘")
    assert browser.get("/").status_code == 302
    assert browser.post("/login/", {"username": "lin", "password": password}).status_code == 302
    assert browser.get("/").headers["Location"] == "/password/"


def test_unlocking_lets_in_at_once_and_says_when_there_was_nothing_to_unlock(guard, client):
    user = a_user("lin")
    for _try in range(5):
        client.post("/login/", {"username": "lin", "password": "wrong"})
    services.unlock(user, actor=guard, at=NOW, reason="本人来电")
    assert client.post("/login/", {"username": "lin", "password": PASSWORD}).status_code == 302
    with pytest.raises(MoveRefused):
        services.unlock(user, actor=guard, at=NOW, reason="本人来电")


# In bulk ----------------------------------------------------------------------------------------


def test_accounts_in_bulk_are_numbered_where_names_clash(db):
    office = a_user("office", "office")
    a_user("zhangsan")
    made = services.make_accounts([("张三", "1390001", 11), ("张叁", "", 12), ("单雄", "", 13)], actor=office, at=NOW)
    assert [(key, user.username) for key, user, _password in made] == [
        (11, "zhangsan2"), (12, "zhangsan3"), (13, "shanxiong"),
    ]  # fmt: skip
    for _key, user, password in made:
        stored = User.objects.get(pk=user.pk)
        assert stored.check_password(password)
        assert (stored.must_change_password, stored.roles, lines(stored)) == (True, "", ["create"])


def test_accounts_in_bulk_cost_the_same_statements_for_two_and_for_forty(db, django_assert_max_num_queries):
    office = a_user("office", "office")
    with django_assert_max_num_queries(6) as few:
        services.make_accounts([("甲一", "", n) for n in range(2)], actor=office, at=NOW)
    with django_assert_max_num_queries(len(few)):
        services.make_accounts([("乙二", "", n) for n in range(40)], actor=office, at=NOW)


def test_accounts_in_bulk_are_all_or_none(db):
    office = a_user("office", "office")
    with pytest.raises(ValidationError):
        services.make_accounts([("甲", "", 1), ("乙" * 41, "", 2)], actor=office, at=NOW)
    assert User.objects.count() == 1


@given(st.text(max_size=40), st.sets(st.sampled_from(["zhangsan", "zhangsan2", "user", "user2"])))
def test_every_name_gets_a_log_in_name_in_form_that_is_free(name, taken):
    made = rules.login_name(name, taken)
    assert made not in taken
    services.login_name(made)


@pytest.mark.parametrize(
    ("name", "syllables"),
    [("单雄信", "shan xiong xin"), ("曾国安", "zeng guo an"), ("仇英", "qiu ying"), ("解缙", "xie jin"),
     ("查良", "zha liang"), ("长孙明", "zhangsun ming"), ("任 远", "ren yuan"), ("区大同", "ou da tong")],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name, syllables):
    assert " ".join(rules.pinyin(name)) == syllables


@given(st.randoms())
def test_a_first_password_passes_the_house_rules(random):
    from django.contrib.auth.password_validation import validate_password

    validate_password(rules.first_password(random.choice))


# The first three --------------------------------------------------------------------------------


def test_the_first_three_are_made_once_and_told_once(db, capsys):
    call_command("create_administrators")
    told = dict(line.split() for line in capsys.readouterr().out.splitlines()[:3])
    assert {name: User.objects.get(username=name).administrator for name in told} == {
        "sysadmin": "system", "secadmin": "security", "auditor": "audit",
    }  # fmt: skip
    for name, password in told.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.must_change_password
    with pytest.raises(CommandError):
        call_command("create_administrators")
    assert User.objects.count() == 3


def test_an_administrator_who_lost_his_password_gets_one_from_the_command_line(root, capsys):
    call_command("create_administrators", "--reset", "root")
    password = capsys.readouterr().out.split()[1]
    assert User.objects.get(pk=root.pk).check_password(password)
    a_user("lin")
    with pytest.raises(CommandError):
        call_command("create_administrators", "--reset", "lin")


# The desk ---------------------------------------------------------------------------------------


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def address(account, act):
    return f"/admin/accounts/user/{account.pk}/act/{act}/"


def test_the_system_administrator_makes_an_account_and_sees_its_password_once(root):
    answer = desk(root).post(
        "/admin/accounts/user/add/", {"username": "lin", "name": "林小满", "phone": "", "email": ""}
    )
    user = User.objects.get(username="lin")
    assert "no-store" in answer.headers["Cache-Control"]
    assert user.username in answer.text
    assert lines(user) == ["create"]
    page = desk(root).get(f"/admin/accounts/user/{user.pk}/change/").text
    assert address(user, "deactivate") in page
    assert address(user, "grant_role") not in page


def test_a_change_on_the_desk_leaves_one_line_and_touches_neither_roles_nor_password(root):
    user = a_user("lin", "planner")
    desk(root).post(
        f"/admin/accounts/user/{user.pk}/change/",
        {"name": "林大满", "phone": "139", "email": "", "roles": ",office,", "administrator": "audit", "password": "x"},
    )
    row = User.objects.get(pk=user.pk)
    assert (row.name, row.roles, row.administrator, row.check_password(PASSWORD)) == ("林大满", ",planner,", "", True)
    assert lines(user) == ["change"]


def test_the_security_administrator_grants_by_a_form_with_a_reason(guard):
    user = a_user("lin")
    browser = desk(guard)
    page = browser.get(address(user, "grant_role")).text
    assert 'value="office"' in page
    assert browser.post(address(user, "grant_role"), {"role": "office", "reason": ""}).status_code == 200
    assert User.objects.get(pk=user.pk).roles == ""
    assert browser.post(address(user, "grant_role"), {"role": "office", "reason": WHY}).status_code == 302
    assert User.objects.get(pk=user.pk).roles == ",office,"


def test_a_password_reset_on_the_desk_shows_a_slip(guard):
    user = a_user("lin")
    answer = desk(guard).post(address(user, "reset_password"), {"reason": "遗忘"})
    password = answer.context["slips"][0][1]
    assert password in answer.text
    assert User.objects.get(pk=user.pk).check_password(password)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("act", ["grant_role", "withdraw_role", "unlock", "reset_password", "deactivate"])
def test_the_auditor_and_the_offices_press_no_button(audit, act):
    user = a_user("lin", "planner")
    assert desk(audit).post(address(user, act), {"reason": WHY, "role": "office"}).status_code == 403
    assert desk(a_user("office", "office")).get(address(user, act)).status_code == 403
    assert User.objects.get(pk=user.pk).role_set == {"planner"}
