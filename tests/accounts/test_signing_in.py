"""Signing in and out, lock-out, time-outs, and the first password."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts import demo, services
from accounts.models import User
from tests.cast import PASSWORD, a_user, at
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry

NOW = at("2017-04-10 09:00:00")
NEW = "Green-river-8"


@pytest.fixture(autouse=True)
def _world(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def sign_in(client, username="lin", password=PASSWORD, path="/login/"):
    return client.post(path, {"username": username, "password": password})


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_signing_in_leads_home_and_leaves_one_line(client):
    a_user("lin")
    assert sign_in(client).headers["Location"] == "/"
    assert verbs() == ["login"]


def test_a_capital_letter_and_a_space_from_a_telephone_do_not_matter(client):
    a_user("lin")
    assert sign_in(client, " Lin ").headers["Location"] == "/"


def test_next_leads_to_own_pages_only(client):
    a_user("lin")
    assert sign_in(client, path="/login/?next=/account/").headers["Location"] == "/account/"
    client.logout()
    assert sign_in(client, path="/login/?next=//elsewhere.example/").headers["Location"] == "/"


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_answer(client):
    a_user("lin")
    a_user("gone", is_active=False)
    pages = [
        sign_in(client, "lin", "wrong").content.decode(),
        sign_in(client, "nobody", "wrong").content.decode(),
        sign_in(client, "gone", PASSWORD).content.decode(),
    ]
    told = {page.split("data-errors>")[1].split("</div>")[0] for page in pages}
    assert len(told) == 1
    assert "登录名或密码不正确" in told.pop()


def test_failures_are_on_the_trail_without_what_was_typed_as_a_name(client):
    a_user("lin")
    sign_in(client, "lin", "wrong")
    sign_in(client, "my-secret-typed-here", "wrong")
    known, unknown = Entry.objects.order_by("id")
    assert (known.verb, known.title, known.actor) == ("login_failed", "陈lin", None)
    assert (unknown.verb, unknown.title) == ("login_failed", "未知登录名")


def test_the_fifth_wrong_try_locks_and_the_page_says_until_when_and_whom_to_ask(client):
    a_user("lin")
    Option.objects.create(key="accounts.help_contact", value="干部科 308 室", effective_from="2017-01-01", reason="设")
    answers = [sign_in(client, "lin", "wrong") for _try in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "09:30" in page
    assert "30 分钟" in page
    assert "干部科 308 室" in page
    assert verbs()[-1] == "login_locked"


def test_while_locked_the_right_password_opens_nothing_and_half_an_hour_later_it_does(client):
    a_user("lin")
    for _try in range(5):
        sign_in(client, "lin", "wrong")
    with time_machine.travel(at("2017-04-10 09:20:00"), tick=False):
        locked = sign_in(client)
        assert locked.status_code == 429
        assert "10 分钟" in locked.content.decode()
    with time_machine.travel(at("2017-04-10 09:30:01"), tick=False):
        assert sign_in(client).status_code == 302


def test_a_name_that_does_not_exist_locks_alike(client):
    assert [sign_in(client, "nobody", "wrong").status_code for _try in range(5)][-1] == 429


# Tries from many places


def wrong_from_many_places(count=20, name="lin"):
    for number in range(count):
        answer = Client(REMOTE_ADDR=f"10.0.{number // 4}.1").post("/login/", {"username": name, "password": "wrong"})
        assert answer.status_code == 200


def from_afar(password=PASSWORD, path="/login/"):
    return Client(REMOTE_ADDR="10.9.9.9").post(path, {"username": "lin", "password": password})


def test_many_wrong_tries_from_everywhere_slow_the_name_and_never_lock_it():
    a_user("lin")
    wrong_from_many_places()
    assert from_afar("wrong").status_code == 200
    slowed = from_afar()
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "60")
    assert "账号没有锁定" in slowed.content.decode()
    assert from_afar(path="/api/v1/token/").json()["code"] == "locked"
    assert verbs().count("login_locked") == 2
    with time_machine.travel(at("2017-04-10 09:01:01"), tick=False):
        assert from_afar().status_code == 302


def test_a_browser_that_knows_the_person_is_never_slowed(client):
    a_user("lin")
    sign_in(client)
    client.post("/logout/")
    wrong_from_many_places()
    from_afar("wrong")
    assert from_afar().status_code == 429
    assert sign_in(client).status_code == 302


def test_a_cookie_that_somebody_made_up_helps_nobody():
    a_user("lin")
    wrong_from_many_places()
    from_afar("wrong")
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    stranger.cookies["device"] = "lin"
    assert stranger.post("/login/", {"username": "lin", "password": PASSWORD}).status_code == 429


def test_a_browser_of_several_people_knows_the_last_eight(client):
    for number in range(9):
        a_user(f"p{number}")
        sign_in(client, f"p{number}")
        client.post("/logout/")
    names = client.cookies["device"].value.split(":")[0].split(",")
    assert names == [f"p{number}" for number in range(8, 0, -1)]


def test_how_many_tries_and_how_long_a_pause_are_settings_and_others_are_not_slowed():
    a_user("lin")
    a_user("wang")
    for key, value in (("accounts.name_tries", "10"), ("accounts.name_pause", "5")):
        Option.objects.create(key=key, value=value, effective_from="2017-01-01", reason="网信办要求")
    wrong_from_many_places(10)
    from_afar("wrong")
    assert from_afar().headers["Retry-After"] == "5"
    assert Client(REMOTE_ADDR="10.9.9.9").post("/login/", {"username": "wang", "password": PASSWORD}).status_code == 302


def test_unlocking_ends_the_slowness_too():
    account = a_user("lin")
    wrong_from_many_places()
    from_afar("wrong")
    services.unlock(account, actor=a_user(administrator="security"), at=NOW, reason="本人来电")
    assert from_afar().status_code == 302


def test_signing_out_ends_the_session_and_leaves_a_line(client):
    a_user("lin")
    sign_in(client)
    client.post("/logout/")
    assert client.get("/").status_code == 302
    assert verbs() == ["login", "logout"]


def test_signing_out_from_the_desk_is_the_same_act(client):
    a_user("lin", "office")
    sign_in(client)
    client.post("/admin/logout/", follow=True)
    assert verbs() == ["login", "logout"]


def test_signing_out_by_a_link_is_refused(client):
    assert client.get("/logout/").status_code == 405


def test_the_demo_log_ins_are_shown_in_demo_mode_only(client, settings):
    settings.DEMO = True
    page = client.get("/login/").content.decode()
    assert all(f"<code>{name}</code>" in page for name in demo.NAMES)
    settings.DEMO = False
    page = client.get("/login/").content.decode()
    assert demo.PASSWORD not in page
    assert "<code>" not in page


def test_outside_demo_mode_the_public_password_opens_nothing_even_where_its_hash_stands(client, settings):
    User.objects.create_user("liaison", demo.PASSWORD, name="林小满")
    settings.DEMO = False
    assert sign_in(client, "liaison", demo.PASSWORD).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post("/api/v1/token/", {"username": "liaison", "password": demo.PASSWORD}).status_code == 401
    settings.DEMO = True
    assert sign_in(client, "liaison", demo.PASSWORD).status_code == 302


# Time-outs --------------------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_of_rest(client):
    a_user("lin")
    sign_in(client)
    with time_machine.travel(at("2017-04-10 09:29:00"), tick=False):
        assert client.get("/account/").status_code == 200
    with time_machine.travel(at("2017-04-10 09:58:00"), tick=False):
        assert client.get("/account/").status_code == 200
    with time_machine.travel(at("2017-04-10 10:29:00"), tick=False):
        assert client.get("/account/?a=1").headers["Location"] == "/login/?next=%2Faccount%2F%3Fa%3D1"


def test_the_rest_allowed_is_a_setting(client):
    a_user("lin")
    Option.objects.create(key="accounts.idle_minutes", value="15", effective_from="2017-01-01", reason="从严")
    sign_in(client)
    with time_machine.travel(at("2017-04-10 09:16:00"), tick=False):
        assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("referer", ["http://testserver/daily-reports/7/?day=1", "http://elsewhere.example/x/", ""])
def test_a_form_sent_too_late_leads_back_to_the_page_it_stood_on(client, referer):
    a_user("lin")
    sign_in(client)
    with time_machine.travel(at("2017-04-10 09:31:00"), tick=False):
        answer = client.post("/account/revoke-token/", headers={"Referer": referer} if referer else {})
    expected = "/login/?next=%2Fdaily-reports%2F7%2F%3Fday%3D1" if "testserver" in referer else "/login/"
    assert answer.headers["Location"] == expected


def test_a_form_sent_without_any_session_leads_back_too(client):
    answer = client.post("/account/revoke-token/", headers={"Referer": "http://testserver/account/"})
    assert answer.headers["Location"] == "/login/?next=%2Faccount%2F"


def test_the_api_says_that_the_session_is_over(client):
    a_user("lin")
    sign_in(client)
    with time_machine.travel(at("2017-04-10 09:31:00"), tick=False):
        answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")


def test_an_administrator_has_one_session_at_a_time(client):
    a_user("root", administrator="system")
    other = Client()
    sign_in(other, "root")
    sign_in(client, "root")
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


# Passwords --------------------------------------------------------------------------------------


def change(client, new=NEW, old=PASSWORD, again=None):
    return client.post("/password/", {"old_password": old, "new_password": new, "again": again or new})


def test_who_has_a_first_password_sees_nothing_before_setting_an_own_one(client):
    a_user("lin", must_change_password=True)
    sign_in(client)
    assert client.get("/").headers["Location"] == "/password/"
    assert client.get("/api/v1/me/").json()["code"] == "password_change_required"
    assert change(client).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert verbs() == ["login", "change_password"]


def test_changing_the_password_keeps_the_own_session_and_ends_the_others_and_the_token(client):
    a_user("lin")
    other = Client()
    sign_in(other)
    token = other.post("/api/v1/token/", {"username": "lin", "password": PASSWORD}).json()["token"]
    sign_in(client)
    change(client)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert other.get("/api/v1/me/", headers={"Authorization": f"Token {token}"}).status_code == 401


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("Short-1", "10"),
        ("all-lower-case", "三种"),
        ("Demo-Zhangdian1", "手册"),
        (PASSWORD, "相同"),
        ("1234567890", "三种"),
        ("Password123", "常见"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(client, new, sentence):
    a_user("lin")
    sign_in(client)
    page = change(client, new=new).content.decode()
    assert sentence in page
    assert User.objects.get().check_password(PASSWORD)


def test_a_wrong_old_password_and_two_different_new_ones_are_refused(client):
    a_user("lin")
    sign_in(client)
    assert "当前密码不正确" in change(client, old="x").content.decode()
    assert "不一致" in change(client, again="Green-river-9").content.decode()


def test_a_password_of_ninety_days_must_be_changed_at_the_next_log_in(client):
    a_user("lin", password_changed_at=at("2017-01-10 12:00:00"))
    with time_machine.travel(at("2017-04-09 12:00:00"), tick=False):
        sign_in(client)
        assert client.get("/").status_code == 200
    client.post("/logout/")
    sign_in(client)
    assert client.get("/").headers["Location"] == "/password/"
    assert verbs()[-2:] == ["password_expired", "login"]


def test_the_age_of_passwords_is_a_setting(client):
    a_user("lin", password_changed_at=at("2016-01-10 12:00:00"))
    Option.objects.create(key="accounts.password_days", value="0", effective_from="2017-04-10", reason="上级要求")
    sign_in(client)
    assert client.get("/").status_code == 200


# One's own account ------------------------------------------------------------------------------


def test_telephone_and_e_mail_are_corrected_on_the_trail_and_the_name_is_not(client):
    a_user("lin")
    sign_in(client)
    client.post("/account/", {"phone": "13900000000", "email": "lin@example.com", "name": "别人"})
    user = User.objects.get()
    assert (user.phone, user.email, user.name) == ("13900000000", "lin@example.com", "陈lin")
    line = Entry.objects.get(verb="change")
    assert line.content.after == {"phone": "13900000000", "email": "lin@example.com"}


def test_a_wrong_e_mail_is_refused_and_what_was_typed_stays(client):
    a_user("lin")
    sign_in(client)
    page = client.post("/account/", {"phone": "1", "email": "not-one"}).content.decode()
    assert 'value="not-one"' in page
    assert User.objects.get().phone == ""


def test_the_language_is_remembered_for_the_next_device(client):
    a_user("lin")
    sign_in(client)
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert User.objects.get().language == "en"
    other = Client()
    sign_in(other)
    assert "My account" in other.get("/account/").content.decode()


def test_a_language_we_do_not_have_is_not_remembered(client):
    a_user("lin")
    sign_in(client)
    client.post("/i18n/setlang/", {"language": "fr", "next": "/"})
    assert User.objects.get().language == ""
