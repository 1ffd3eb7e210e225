"""Photos: what is shown carries nothing but the picture; its time and place are a hint; a used picture is noticed."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from projects.models import Photo
from projects.rules.photos import distance, fingerprint, is_position
from projects.services import photos
from projects.transitions import photos as moves
from tests.cast import MONDAY, an_open_report, at
from tests.projects.day.scene import NINE, Scene, a_picture, an_upload
from tests.projects.day.test_pages import signed_in


@pytest.fixture
def scene(db):
    return Scene()


def taken(scene, data, report=None):
    photo, _new = moves.attach(report or scene.report, photos.prepare(an_upload(data)), actor=scene.liaison, at=NINE)
    return photo


def with_exif():
    exif = Image.Exif()
    exif[0x0132] = "2017:04:10 08:30:00"
    exif[0x010F] = "Telephone of somebody"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (36.0, 48.0, 30.0), "E", (118.0, 2.0, 15.0)
    exif[0x8825] = place
    return a_picture(size=(640, 480), exif=exif)


def test_the_clean_copy_has_no_exif_and_the_hint_is_kept(scene):
    photo = taken(scene, with_exif())
    assert photos.make_thumbnails(NINE) == 1
    photo.refresh_from_db()
    for file in (photo.shown, photo.thumb):
        with file.open("rb") as stored:
            data = stored.read()
        assert b"Telephone" not in data
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, dict(image.getexif())) == ("WEBP", {})
    assert photo.taken_at == at("2017-04-10 08:30:00")
    assert (photo.latitude, photo.longitude) == (Decimal("36.808333"), Decimal("118.037500"))


def test_thumbnails_are_made_once(scene):
    photo = taken(scene, a_picture())
    photos.make_thumbnails(NINE)
    first = Photo.objects.get(pk=photo.pk).thumb.name
    assert photos.make_thumbnails(NINE) == 0
    assert Photo.objects.get(pk=photo.pk).thumb.name == first


def test_a_broken_picture_is_marked_and_does_not_stop_the_others(scene):
    whole = a_picture(size=(400, 300))
    broken, good = taken(scene, whole[: len(whole) // 3]), taken(scene, a_picture("blue"))
    photos.make_thumbnails(NINE)
    broken.refresh_from_db()
    good.refresh_from_db()
    assert broken.failed
    assert good.thumb
    answer = signed_in(scene.liaison).get(f"/daily-reports/photos/{broken.pk}/thumb/")
    assert answer.headers["Location"].endswith("no-photo.svg")


def test_a_picture_used_before_is_noticed_for_the_reviewer(scene):
    earlier = an_open_report(scene.project, MONDAY.replace(day=7))
    scenery = Image.radial_gradient("L").resize((320, 240)).convert("RGB")
    first, second = io.BytesIO(), io.BytesIO()
    scenery.save(first, "JPEG", quality=92)
    scenery.save(second, "JPEG", quality=55)
    one = taken(scene, first.getvalue(), earlier)
    two = taken(scene, second.getvalue())
    other = taken(scene, a_picture("blue", size=(320, 240)))
    photos.make_thumbnails(NINE)
    two.refresh_from_db()
    other.refresh_from_db()
    assert two.alike == one
    assert other.alike is None


def test_a_photo_is_seen_before_the_sweep_and_never_as_it_was_sent(scene):
    photo = taken(scene, with_exif())
    answer = signed_in(scene.liaison).get(f"/daily-reports/photos/{photo.pk}/shown/")
    data = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "image/webp"
    assert data[:4] == b"RIFF"
    assert signed_in(scene.liaison).get(f"/media/{photo.file.name}").status_code == 404


def test_photos_of_a_report_not_handed_in_are_not_on_the_wall(scene):
    photo = taken(scene, a_picture())
    member = Scene().liaison
    path = f"/daily-reports/photos/{photo.pk}/thumb/"
    assert signed_in(member).get(path).status_code == 404
    scene.submitted(photos_expected=1)
    assert signed_in(member).get(path).status_code == 200
    moves.detach(photo, actor=scene.liaison, at=NINE)
    assert signed_in(member).get(path).status_code == 404
    assert signed_in(scene.head).get(path).status_code == 200


def test_photos_come_with_the_plain_form(scene):
    import time_machine

    with time_machine.travel(NINE, tick=False):
        client = signed_in(scene.liaison)
        sent = {"text": "完成", "has_problem": "no", "needs_coordination": "no"}
        wrong = client.post(
            f"/daily-reports/{scene.report.pk}/submit/", sent | {"photos": [an_upload(b"GIF89a", "x.jpg")]}
        )
        assert wrong.status_code == 422
        assert "x.jpg" in wrong.content.decode()
        client.post(
            f"/daily-reports/{scene.report.pk}/submit/",
            sent | {"photos": [an_upload(a_picture("red")), an_upload(a_picture("blue"))]},
        )
    report = scene.stored()
    assert (report.photos.count(), report.photos_expected, report.version) == (2, 2, 1)


greys = st.lists(st.integers(0, 255), min_size=72, max_size=72)


@given(greys, greys)
def test_a_fingerprint_is_sixteen_digits_and_a_distance_is_symmetric(one, other):
    left, right = fingerprint(one), fingerprint(other)
    assert len(left) == 16
    assert distance(left, left) == 0
    assert distance(left, right) == distance(right, left) <= 64


def test_nowhere_is_no_position():
    assert not is_position(Decimal(0), Decimal(0))
    assert not is_position(Decimal(91), Decimal(10))
    assert not is_position(None, Decimal(10))
    assert is_position(Decimal("36.8"), Decimal("118.0"))
