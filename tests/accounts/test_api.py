"""The API's frame: tokens, sessions, throttles, and one shape for every refusal."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework import exceptions as rest
from rest_framework.authtoken.models import Token

from tests.cast import PASSWORD, a_user
from zhangdian import api_errors
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused


@pytest.fixture(autouse=True)
def _world(db):
    cache.clear()


def a_token(client, username="lin", password=PASSWORD):
    return client.post("/api/v1/token/", {"username": username, "password": password})


def me(client, token):
    return client.get("/api/v1/me/", headers={"Authorization": f"Token {token}"})


def test_a_token_opens_the_api_and_only_its_digest_is_stored(client):
    a_user("lin")
    answer = a_token(client)
    token = answer.json()["token"]
    assert answer.status_code == 201
    assert me(client, token).json()["username"] == "lin"
    assert Token.objects.get().key != token
    assert me(client, Token.objects.get().key).status_code == 401
    assert list(Entry.objects.values_list("verb", flat=True)) == ["issue_token"]


def test_a_new_token_replaces_the_one_before(client):
    a_user("lin")
    old, new = (a_token(client).json()["token"] for _time in range(2))
    assert me(client, old).status_code == 401
    assert me(client, new).status_code == 200


def test_a_token_is_ended_by_its_owner(client):
    a_user("lin")
    token = a_token(client).json()["token"]
    assert client.delete("/api/v1/token/", headers={"Authorization": f"Token {token}"}).status_code == 204
    assert me(client, token).status_code == 401
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["issue_token", "revoke_token"]


def test_a_token_asked_for_with_json_is_the_same(client):
    a_user("lin")
    answer = client.post("/api/v1/token/", {"username": "lin", "password": PASSWORD}, content_type="application/json")
    assert me(client, answer.json()["token"]).status_code == 200


def test_a_stale_token_in_the_header_is_not_in_the_way_of_a_new_one(client):
    a_user("lin")
    answer = client.post(
        "/api/v1/token/", {"username": "lin", "password": PASSWORD}, headers={"Authorization": "Token stale"}
    )
    assert answer.status_code == 201


def test_a_closed_account_gets_no_token_and_its_token_opens_nothing(client):
    user = a_user("lin")
    token = a_token(client).json()["token"]
    user.is_active = False
    user.save()
    assert me(client, token).status_code == 401
    assert a_token(client).status_code == 401


def test_before_the_first_password_is_changed_there_is_no_token(client):
    user = a_user("lin")
    token = a_token(client).json()["token"]
    user.must_change_password = True
    user.save()
    answer = a_token(client)
    assert (answer.status_code, answer.json()["code"]) == (403, "password_change_required")
    answer = me(client, token)
    assert (answer.status_code, answer.json()["code"]) == (401, "password_change_required")


def test_five_wrong_passwords_lock_the_token_too_and_say_so_in_json(client):
    a_user("lin")
    answers = [a_token(client, password="wrong") for _try in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 429]
    assert answers[-1].json()["code"] == "locked"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert a_token(client).json()["code"] == "locked"
    assert Entry.objects.order_by("id").values_list("verb", flat=True).last() == "login_locked"


def test_a_good_token_sets_the_count_of_wrong_passwords_back(client):
    a_user("lin")
    for _round in range(2):
        for _try in range(4):
            assert a_token(client, password="wrong").status_code == 401
        cache.clear()
        assert a_token(client).status_code == 201


def test_tokens_are_throttled_by_sender(client):
    answers = [a_token(client, f"nobody{number}", "x") for number in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].json()["code"] == "throttled"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_forged_forwarded_address_does_not_dodge_the_throttle(client):
    answers = [
        client.post(
            "/api/v1/token/", {"username": f"nobody{number}", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
        for number in range(11)
    ]  # fmt: skip
    assert answers[-1].status_code == 429


def test_behind_a_trusted_proxy_the_sender_is_whom_the_proxy_saw(rf, settings):
    from accounts.lockout import client_ip

    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}, REMOTE_ADDR="172.16.0.1")
    assert client_ip(request) == "172.16.0.1"
    settings.TRUSTED_PROXIES = 1
    assert client_ip(request) == "10.1.2.3"


def test_the_session_of_the_browser_opens_the_api_and_needs_the_csrf_header_to_write():
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user("lin"))
    assert client.get("/api/v1/me/").status_code == 200
    answer = client.delete("/api/v1/token/")
    assert answer.status_code == 403
    client.get("/account/")
    token = client.cookies["csrftoken"].value
    assert client.delete("/api/v1/token/", headers={"X-CSRFToken": token}).status_code == 204


def test_a_stranger_is_told_how_to_sign_in(client):
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer.json() == {
        "detail": "请先登录，或在请求头中附上 “Authorization: Token …”。",
        "code": "not_authenticated",
    }
    assert answer.headers["WWW-Authenticate"] == "Token"


def test_sentences_are_in_the_language_of_the_request(client):
    answer = client.get("/api/v1/me/", headers={"Accept-Language": "en"})
    assert answer.json()["detail"].startswith("Sign in")


def test_an_incomplete_request_names_its_fields(client):
    body = client.post("/api/v1/token/", {"username": "lin"}).json()
    assert body["code"] == "invalid"
    assert list(body["fields"]) == ["password"]
    assert body["detail"]


def test_what_is_not_json_is_named(client):
    answer = client.post("/api/v1/token/", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_is_not_there_is_said_in_json(client, method):
    answer = getattr(client, method)("/api/v1/nothing/here/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (MoveRefused("已上报", MoveRefused.WRONG_STATE), 409, "wrong_state"),
        (MoveRefused("不是您", MoveRefused.WRONG_PERSON), 403, "wrong_person"),
        (MoveRefused("须填事由", MoveRefused.MISSING), 400, "missing"),
        (ValidationError("不对"), 400, "invalid"),
        (ValidationError({"text": ["太长"]}), 400, "invalid"),
        (rest.ValidationError({"rows": [{}, {"day": ["缺"]}]}), 400, "invalid"),
        (rest.PermissionDenied(), 403, "permission_denied"),
        (rest.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    ],
)
def test_every_refusal_has_one_shape(raised, status, code):
    answer = api_errors.handle(raised, {})
    assert answer.status_code == status
    assert answer.data["code"] == code
    assert isinstance(answer.data["detail"], str)
    assert answer.data["detail"]
    assert all(isinstance(text, str) for texts in answer.data.get("fields", {}).values() for text in texts)


def test_a_fault_of_ours_is_not_dressed_up():
    assert api_errors.handle(ZeroDivisionError(), {}) is None


def test_the_schema_is_valid_and_documents_the_shape_of_refusals(client, capsys):
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert schema["components"]["schemas"]["Error"]["required"] == ["detail", "code"]
    for path, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            assert "401" in operation["responses"], f"{verb} {path}"


def test_the_schema_needs_a_log_in_and_so_does_its_page(client):
    assert client.get("/api/schema/").status_code == 401
    assert client.get("/api/docs/").headers["Location"].startswith("/login/")


def test_the_docs_page_has_nothing_inline_and_nothing_from_elsewhere(client):
    client.force_login(a_user("lin"))
    page = client.get("/api/docs/")
    text = page.content.decode()
    assert "<style" not in text
    assert "<script>" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "'unsafe" not in page.headers["Content-Security-Policy"]
    script = client.get("/api/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert client.get("/api/schema/").status_code == 200
