"""Group robots: the bytes on the wire as the vendors document them, and what their answers mean."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, quote_plus

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Response

from tests.cast import a_user, at
from zhangdian.notices import robots, sealing, services
from zhangdian.notices.models import Cadence, Channel, Copy, Delivery, Digest
from zhangdian.options.models import Option

NOW = at("2017-04-10 10:05:00")
SECRET = "SEC-bei-jing-lu-1"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def speak(httpserver, kind, people=(), secret="", answer=None, path="/hook?key=abc"):
    """Send one sentence; the request that arrived."""
    good = {"errcode": 0, "errmsg": "ok"} if kind != "feishu" else {"code": 0, "msg": "success", "data": {}}
    httpserver.expect_request("/hook", method="POST").respond_with_json(answer or good)
    robots.send(
        kind, httpserver.url_for(path), "3 人，7 项事项待办", people=people, secret=secret, at=NOW,
        hosts=[httpserver.url_for("").rstrip("/")],
    )  # fmt: skip
    (request, _response), *more = httpserver.log
    assert not more
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    return request


def test_wecom_takes_text_and_mobile_numbers(httpserver):
    request = speak(httpserver, "wecom", ["13800000001", "13800000002"])
    assert request.query_string == b"key=abc"
    assert (
        request.data
        == (
            '{"msgtype": "text", "text": {"content": "3 人，7 项事项待办",'
            ' "mentioned_mobile_list": ["13800000001", "13800000002"]}}'
        ).encode()
    )


def test_wecom_without_people_names_no_list(httpserver):
    assert speak(httpserver, "wecom").data == '{"msgtype": "text", "text": {"content": "3 人，7 项事项待办"}}'.encode()


def test_dingtalk_signs_in_the_query_and_calls_people_in_text_and_list(httpserver):
    request = speak(httpserver, "dingtalk", ["13800000001"], SECRET)
    stamp = str(int(NOW.timestamp()) * 1000)
    wanted = base64.b64encode(hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest())
    assert request.query_string.decode() == f"key=abc&timestamp={stamp}&sign={quote_plus(wanted)}"
    assert parse_qs(request.query_string.decode())["sign"] == [wanted.decode()]
    assert (
        request.data
        == (
            '{"msgtype": "text", "text": {"content": "3 人，7 项事项待办\\n@13800000001"},'
            ' "at": {"atMobiles": ["13800000001"], "isAtAll": false}}'
        ).encode()
    )


def test_dingtalk_without_a_secret_does_not_sign(httpserver):
    assert speak(httpserver, "dingtalk", path="/hook").query_string == b""


def test_feishu_signs_in_the_body_and_calls_people_by_tags(httpserver):
    request = speak(httpserver, "feishu", ["ou_18eac8", "ou_2"], SECRET)
    stamp = str(int(NOW.timestamp()))
    wanted = base64.b64encode(hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()).decode()
    body = (
        f'{{"timestamp": "{stamp}", "sign": "{wanted}", "msg_type": "text", '
        '"content": {"text": "3 人，7 项事项待办\\n'
        '<at user_id=\\"ou_18eac8\\"></at> <at user_id=\\"ou_2\\"></at>"}}'
    )
    assert request.data == body.encode()
    assert json.loads(request.data)["content"]["text"].endswith('<at user_id="ou_2"></at>')


@pytest.mark.parametrize(
    ("kind", "answer", "why"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "errcode 93000: invalid webhook url"),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "errcode 310000: sign not match"),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, "code 19021: sign match fail"),
        ("feishu", {"ok": True}, "code None: "),
        ("wecom", [], "the answer is not what the vendor documents"),
    ],
)
def test_what_the_vendor_refuses_is_said(httpserver, kind, answer, why):
    httpserver.expect_request("/hook").respond_with_json(answer)
    with pytest.raises(robots.Refused) as refused:
        robots.send(kind, httpserver.url_for("/hook"), "x", at=NOW, hosts=[httpserver.url_for("").rstrip("/")])
    assert str(refused.value) == why


def test_a_redirect_is_not_followed(httpserver):
    httpserver.expect_request("/hook").respond_with_response(
        Response(status=302, headers={"Location": httpserver.url_for("/elsewhere")})
    )
    httpserver.expect_request("/elsewhere").respond_with_json({"errcode": 0})
    with pytest.raises(robots.Refused, match="HTTP 302"):
        robots.send("wecom", httpserver.url_for("/hook"), "x", at=NOW, hosts=[httpserver.url_for("").rstrip("/")])
    assert len(httpserver.log) == 1


def test_what_went_wrong_never_names_the_address():
    with pytest.raises(robots.Refused) as refused:
        robots.send("wecom", "http://127.0.0.1:9/hook?key=geheim", "x", at=NOW, hosts=["http://127.0.0.1:9"])
    assert "geheim" not in str(refused.value)


HOSTS = ["qyapi.weixin.qq.com", "http://10.0.0.8:8080"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", True),
        ("http://10.0.0.8:8080/hook", True),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send", False),
        ("https://qyapi.weixin.qq.com:8443/x", False),
        ("https://qyapi.weixin.qq.com.example/x", False),
        ("https://qyapi.weixin.qq.com@example/x", False),
        ("https://example/qyapi.weixin.qq.com", False),
        ("http://10.0.0.8/hook", False),
        ("file:///etc/passwd", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_listed_origins_are_addressed(address, expected):
    assert robots.allowed(address, HOSTS) is expected


@given(st.text(max_size=60))
def test_no_text_is_taken_for_an_address_by_accident(text):
    assert not robots.allowed(text, HOSTS) or text.lower().startswith(("https://qyapi", "http://10.0.0.8:8080"))


@given(st.text(min_size=1, max_size=80))
def test_what_is_sealed_is_read_again_and_not_seen(text):
    sealed = sealing.seal(text)
    assert sealing.unseal(sealed) == text
    assert text not in sealed or len(text) < 5


# From digest to group -------------------------------------------------------------------------


@pytest.fixture
def group(db, httpserver):
    Option.objects.create(
        key="notice.hosts", value=httpserver.url_for("").rstrip("/"), effective_from=NOW.date(), reason="测试"
    )
    channel = Channel(code="group", name="重点项目联络群", kind="wecom", mentions=True)
    services.keep_channel(channel, address=httpserver.url_for("/hook?key=abc"), secret="", at=NOW)
    channel.save()
    return channel


def copies(group, *users):
    for user in users:
        digest = Digest.objects.create(user=user, at=NOW)
        Copy.objects.create(digest=digest, channel=group, items=2, ended=1)


def test_a_group_hears_one_message_a_wake_with_counts_and_no_names(group, httpserver, settings):
    settings.PUBLIC_URL = "https://zhangdian.example"
    httpserver.expect_request("/hook").respond_with_json({"errcode": 0})
    lin, chen = a_user("lin", phone="13800000001"), a_user("chen", phone="13800000002")
    copies(group, lin, chen)
    services.tell_owed(NOW)
    services.tell_owed(NOW)
    assert services.deliver(NOW) == (1, 0)
    assert services.deliver(NOW) == (0, 0)
    ((request, _response),) = httpserver.log
    said = json.loads(request.data)["text"]
    assert said["mentioned_mobile_list"] == ["13800000001", "13800000002"]
    message = Delivery.objects.get()
    assert said["content"] == (
        "张店一线考察：2 人，4 项事项待办，2 项事项已办结。请登录查看：https://zhangdian.example/notices/"
        f" （消息号 {message.message_id[:8]}）"
    )
    assert (message.people, message.items, message.ended) == (2, 4, 2)


def test_a_group_that_does_not_mention_calls_nobody(group, httpserver):
    httpserver.expect_request("/hook").respond_with_json({"errcode": 0})
    group.mentions = False
    group.save()
    copies(group, a_user("lin", phone="13800000001"))
    services.tell_owed(NOW)
    services.deliver(NOW)
    assert "13800000001" not in httpserver.log[0][0].data.decode()


def test_feishu_calls_by_its_own_numbers(group, httpserver):
    httpserver.expect_request("/hook").respond_with_json({"code": 0})
    Channel.objects.update(kind="feishu")
    lin = a_user("lin", phone="13800000001")
    Cadence.objects.create(user=lin, feishu_id="ou_1")
    copies(group, lin)
    services.tell_owed(NOW)
    assert services.deliver(NOW) == (1, 0)
    assert '<at user_id="ou_1"></at>' in json.loads(httpserver.log[0][0].data)["content"]["text"]


def test_a_group_that_refuses_is_tried_again_with_the_same_number(group, httpserver):
    httpserver.expect_ordered_request("/hook").respond_with_data("busy", status=503)
    httpserver.expect_ordered_request("/hook").respond_with_json({"errcode": 0})
    copies(group, a_user("lin"))
    services.tell_owed(NOW)
    assert services.deliver(NOW) == (0, 1)
    message = Delivery.objects.get()
    assert (message.error, message.attempts) == ("HTTP 503", 1)
    assert services.deliver(NOW) == (0, 0)
    assert services.deliver(message.next_at) == (1, 0)
    assert httpserver.log[0][0].data == httpserver.log[1][0].data


def test_an_address_off_the_list_is_refused_when_kept(group):
    with pytest.raises(ValidationError, match=r"notice\.hosts"):
        services.keep_channel(group, address="https://elsewhere.example/hook", secret="", at=NOW)
