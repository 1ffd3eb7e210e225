"""The day through the interface: the same moves, and a key that makes sending twice harmless."""

import json
import struct
import zlib
from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.services import issue_token
from projects.models import Photo, Receipt, ReportVersion
from projects.services import receipts
from projects.states import Channel
from projects.states import ReportState as S
from projects.transitions import day as moves
from tests.cast import MONDAY, a_target, a_user, an_open_report, at
from tests.counting import same_count
from tests.projects.day.scene import NINE, Scene, a_picture, an_upload, said
from tests.projects.day.test_pages import MORNING, signed_in
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry

WORK = {"text": "路基完成 200 米", "has_problem": False, "needs_coordination": False, "plan": "浇筑"}


@pytest.fixture
def scene(db):
    return Scene()


@pytest.fixture(autouse=True)
def nine():
    with time_machine.travel(NINE, tick=False):
        yield


def send(client, scene, data=WORK, verb="submit", key="", **headers):
    if key:
        headers["Idempotency-Key"] = key
    return client.post(
        f"/api/v1/daily-reports/{scene.report.pk}/{verb}/", data, content_type="application/json", headers=headers
    )


def upload(client, scene, data=None, **words):
    return client.post(f"/api/v1/daily-reports/{scene.report.pk}/photos/", {"photo": an_upload(data, **words)})


def test_a_report_is_handed_in_and_read_back(scene):
    target = a_target(scene.project)
    client = signed_in(scene.liaison)
    answer = send(client, scene, WORK | {"amounts": [{"target": target.pk, "amount": "3.5"}]})
    assert answer.status_code == 201
    assert answer.json()["received_at"] == "2017-04-10T09:00:00+08:00"
    stored = client.get(f"/api/v1/daily-reports/{scene.report.pk}/").json()
    assert (stored["text"], stored["amounts"][0]["amount"]) == (WORK["text"], "3.50")


def test_a_program_comes_by_the_interface_and_the_pages_own_script_by_the_web(scene):
    assert send(signed_in(scene.liaison), scene).json()["channel"] == Channel.WEB
    program = Client(headers={"Authorization": f"Token {issue_token(scene.liaison, at=NINE, ip='10.0.0.1')}"})
    assert send(program, scene, WORK | {"text": "改", "base": 1}, "revise").status_code == 201
    assert list(scene.stored().versions.values_list("channel", flat=True)) == [Channel.API, Channel.WEB]
    other = an_open_report(scene.project, MONDAY.replace(day=11))
    answer = program.post(f"/api/v1/daily-reports/{other.pk}/submit/", WORK, content_type="application/json")
    assert answer.json()["channel"] == Channel.API


def test_who_typed_over_a_stored_report_is_told_how_to_go_on(scene):
    """The answer was lost and the text changed: a new key, the version that stands there, nothing overwritten."""
    client = signed_in(scene.liaison)
    send(client, scene, key="abcdefgh")
    answer = send(client, scene, WORK | {"text": "别的"}, key="bcdefghi")
    assert (answer.status_code, answer.json()["code"], answer.json()["now"]["version"]) == (409, "state", 1)
    again = WORK | {"text": "别的", "base": answer.json()["now"]["version"]}
    assert send(client, scene, again, "revise", key="cdefghij").json()["version"] == 2


def test_the_same_content_without_a_key_is_200_and_no_new_version(scene):
    client = signed_in(scene.liaison)
    assert send(client, scene).status_code == 201
    assert send(client, scene).status_code == 200
    assert ReportVersion.objects.count() == Entry.objects.count() == 1
    assert send(client, scene, WORK | {"text": "别的"}).status_code == 409


def test_the_same_key_is_answered_byte_for_byte(scene):
    client = signed_in(scene.liaison)
    first, second = (send(client, scene, key="abcdefgh") for _time in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.status_code == 201
    assert ReportVersion.objects.count() == 1


def test_the_same_key_with_other_content_is_409_and_changes_nothing(scene):
    client = signed_in(scene.liaison)
    send(client, scene, key="abcdefgh")
    answer = send(client, scene, WORK | {"text": "别的"}, key="abcdefgh")
    assert (answer.status_code, answer.json()["code"]) == (409, "key")
    assert scene.stored().text == WORK["text"]


def test_while_the_first_is_running_the_second_is_told_to_come_back(scene):
    form_content = moves.snapshot(said(WORK["text"], plan="浇筑"))
    receipts.claim(scene.liaison, "abcdefgh", receipts.digest("submit", scene.report.pk, form_content), at=NINE)
    client = signed_in(scene.liaison)
    answer = send(client, scene, key="abcdefgh")
    assert (answer.status_code, answer.headers["Retry-After"]) == (409, "2")
    with time_machine.travel(at("2017-04-10 09:02:00"), tick=False):  # the process that claimed it has died
        assert send(client, scene, key="abcdefgh").status_code == 201


def test_what_may_be_otherwise_next_time_is_not_kept(scene):
    other = signed_in(scene.head)
    assert send(other, scene, key="abcdefgh").status_code == 403
    scene.exempted()
    client = signed_in(scene.liaison)
    assert send(client, scene, key="abcdefgh").status_code == 409
    assert not Receipt.objects.exists()
    moves.reopen(scene.report, actor=scene.planner, at=NINE, reason="复工")
    assert send(client, scene, key="abcdefgh").status_code == 201


def test_a_refused_content_is_answered_alike_under_its_key(scene):
    client = signed_in(scene.liaison)
    first, second = (send(client, scene, {"text": "只有文字"}, key="abcdefgh") for _time in range(2))
    assert first.status_code == second.status_code == 400
    assert first.content == second.content
    assert "has_problem" in first.json()


def test_a_trouble_of_ours_is_not_kept(scene, monkeypatch):
    from projects.api import day as api

    def broken(*args, **words):
        raise RuntimeError

    client = signed_in(scene.liaison, raise_request_exception=False)
    with monkeypatch.context() as patch:
        patch.setattr(api.moves, "submit", broken)
        assert send(client, scene, key="abcdefgh").status_code == 500
    assert send(client, scene, key="abcdefgh").status_code == 201


def test_page_and_interface_share_a_key(scene):
    client = signed_in(scene.liaison)
    page = MORNING | {"plan": "浇筑", "key": "k" * 32}
    assert client.post(f"/daily-reports/{scene.report.pk}/submit/", page).status_code == 302
    answer = send(client, scene, key="k" * 32)
    assert (answer.status_code, answer.json()["version"]) == (201, 1)
    assert ReportVersion.objects.count() == 1


def test_a_key_of_two_people_is_two_keys(scene):
    receipts.claim(scene.head, "abcdefgh", "another digest", at=NINE)
    assert send(signed_in(scene.liaison), scene, key="abcdefgh").status_code == 201


@pytest.mark.parametrize("key", ["kurz", "ü" * 9, "x" * 81])
def test_a_key_that_is_none_is_refused(scene, key):
    assert send(signed_in(scene.liaison), scene, key=key).status_code == 400


def test_what_a_device_of_somebody_else_wrote_is_not_taken(scene):
    answer = send(signed_in(scene.liaison), scene, **{"X-Person": "999"})
    assert (answer.status_code, answer.json()["code"]) == (403, "login")


@pytest.mark.parametrize(
    ("received", "written", "late", "channel"),
    [
        ("17:59:59", None, False, Channel.WEB),
        ("18:00:00", None, True, Channel.WEB),
        ("19:59:00", "2017-04-10T17:30:00+08:00", False, Channel.OFFLINE),
        ("20:00:01", "2017-04-10T17:30:00+08:00", True, Channel.OFFLINE),
        ("19:00:00", "2017-04-10T22:00:00+08:00", True, Channel.WEB),
        ("19:00:00", "yesterday", True, Channel.WEB),
    ],
)
def test_lateness_in_the_interface_is_the_servers(scene, received, written, late, channel):
    with time_machine.travel(at(f"2017-04-10 {received}"), tick=False):
        sent = WORK | {"is_late": False, "received_at": "2017-04-10T08:00:00+08:00", "due_at": "2030-01-01"}
        answer = send(signed_in(scene.liaison), scene, sent | ({"written_at": written} if written else {}))
    assert answer.json()["is_late"] is late
    assert (scene.stored().is_late, scene.stored().channel) == (late, channel)
    assert scene.stored().due_at == at("2017-04-10 18:00:00")


def test_the_other_verbs_go_through_the_same_moves(scene):
    liaison, head, planner = signed_in(scene.liaison), signed_in(scene.head), signed_in(scene.planner)
    assert send(planner, scene, {"reason": ""}, "exempt").status_code == 409
    assert send(planner, scene, {"reason": "停电"}, "return").status_code == 403  # the person before the state
    assert send(planner, scene, {"reason": "停电"}, "exempt").json()["state"] == S.EXEMPT
    assert send(planner, scene, {"reason": "来电"}, "reopen").json()["state"] == S.OPEN
    send(liaison, scene)
    assert send(liaison, scene, {}, "read").status_code == 403
    assert send(head, scene, {}, "read").status_code == 200
    assert send(liaison, scene, WORK | {"text": "改", "base": 1}, "revise").json()["version"] == 2
    assert send(head, scene, {"reason": "缺桩号"}, "return").json()["state"] == S.RETURNED
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == [
        "exempt", "reopen", "submit", "read", "revise", "return",
    ]  # fmt: skip


def test_lists_are_filtered_paged_and_cost_the_same(scene):
    client = signed_in(scene.planner)
    late = an_open_report(day=MONDAY.replace(day=7))
    rows = client.get("/api/v1/daily-reports/?missing=true").json()
    assert [row["id"] for row in rows["results"]] == [late.pk]
    assert client.get("/api/v1/daily-reports/?since=2017-04-10&until=2017-04-10").json()["count"] == 1

    def grow():
        for _number in range(12):
            an_open_report()

    same_count(client, "/api/v1/daily-reports/", grow)


def test_nobody_reads_what_does_not_concern_them(scene):
    for user in (scene.stranger, a_user(administrator="system")):
        assert signed_in(user).get("/api/v1/daily-reports/").json()["count"] == 0
        assert signed_in(user).get(f"/api/v1/daily-reports/{scene.report.pk}/").status_code == 404
        assert send(signed_in(user), scene).status_code == 404
    assert send(Client(), scene).status_code in (401, 403)


# Photos


def test_a_second_batch_sent_again_adds_exactly_the_missing_ones(scene):
    client = signed_in(scene.liaison)
    send(client, scene, WORK | {"photos_expected": 5})
    colours = ("red", "blue", "green", "white", "black")
    pictures = [a_picture(colour) for colour in colours]
    for picture in pictures[:2]:
        assert upload(client, scene, picture).status_code == 201
    assert "已收到2/5张照片" in client.get(f"/daily-reports/{scene.report.pk}/").content.decode()
    answers = [upload(client, scene, picture) for picture in pictures]
    assert [answer.status_code for answer in answers] == [200, 200, 201, 201, 201]
    assert (answers[-1].json()["received"], answers[-1].json()["expected"]) == (5, 5)
    assert (Photo.objects.count(), scene.stored().version) == (5, 1)


def test_one_more_photo_is_a_new_version_and_the_earlier_stays(scene):
    client = signed_in(scene.liaison)
    send(client, scene, WORK | {"photos_expected": 1})
    upload(client, scene, a_picture("red"))
    moves.read(scene.report, actor=scene.head, at=NINE)
    upload(client, scene, a_picture("blue"))
    report = scene.stored()
    assert (report.version, report.read_at) == (2, None)
    assert [report.photos.of_version(number).count() for number in (1, 2)] == [1, 2]
    client.post(f"/daily-reports/photos/{report.photos.first().pk}/remove/")
    assert [report.photos.of_version(number).count() for number in (1, 2, 3)] == [1, 2, 1]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"",
        b"\xff\xd8\xff\xe0 no picture",
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(scene, data):
    answer = upload(signed_in(scene.liaison), scene, data)
    assert answer.status_code == 400
    assert answer.json()["photo"]
    assert not Photo.objects.exists()


def test_a_picture_with_something_behind_it_is_refused(scene):
    client = signed_in(scene.liaison)
    assert upload(client, scene, a_picture() + b"<script>alert(1)</script>").status_code == 400
    assert upload(client, scene, a_picture() + b"PK\x05\x06" + bytes(18)).status_code == 400


def test_a_bomb_is_refused_before_it_is_unpacked(scene):
    picture = bytearray(a_picture("white", "PNG"))
    picture[16:24] = struct.pack(">II", 30_000, 30_000)
    picture[29:33] = struct.pack(">I", zlib.crc32(bytes(picture[12:29])))
    bomb = bytes(picture)
    assert upload(signed_in(scene.liaison), scene, bomb).status_code == 400


def test_photos_have_a_limit(scene):
    Option.objects.create(key="daily.photos", value="1", effective_from=date(2017, 1, 1), reason="试行")
    client = signed_in(scene.liaison)
    assert upload(client, scene, a_picture("red")).status_code == 201
    assert upload(client, scene, a_picture("blue")).status_code == 409


def test_only_the_liaison_adds_photos(scene):
    assert upload(signed_in(scene.head), scene).status_code == 403
    assert upload(signed_in(scene.stranger), scene).status_code == 404


def test_the_schema_has_examples(scene):
    schema = signed_in(scene.planner).get("/api/schema/?format=json")
    text = json.dumps(json.loads(schema.content), ensure_ascii=False)
    assert "/api/v1/daily-reports/{id}/submit/" in text
    assert "Idempotency-Key" in text
    assert "路基完成 200 米" in text
