"""Photos: checked by what they are, kept as they came, shown only as a clean copy.

The file that was sent is never served. What is shown is encoded anew, without EXIF and without anything that was
hidden behind the picture; the photo's own time and place are kept beside it as a hint.
"""

import hashlib
import io
import logging
import uuid
import warnings
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from projects.models import Photo
from projects.rules.photos import distance, fingerprint, is_position, tells

log = logging.getLogger("zhangdian.photos")

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
# A picture that unpacks to more than this is no photo of a site.
MAX_PIXELS = 60_000_000
SHOWN, THUMB = 1600, 320
ALIKE = 4
# Nothing of this kind has business in a photo: whoever hides it there wants a browser to run it.
MARKUP = (b"<script", b"<!doctype", b"<html", b"<?php", b"javascript:", b"<iframe")
BATCH = 40


def prepare(file):
    """An unsaved Photo of an uploaded file, or a ValidationError that says what is wrong with it.

    file: a Django file. Looks at the content, never at the name or the type that was claimed.
    """
    if file.size > settings.PHOTO_MAX_BYTES:
        raise ValidationError(
            _("The photo has %(size)s MB; at most %(limit)s MB are taken. Send a smaller one.")
            % {"size": round(file.size / 1024 / 1024, 1), "limit": settings.PHOTO_MAX_BYTES // 1024 // 1024}
        )
    data = file.read()
    kind, width, height = inspect(data)
    sha256 = hashlib.sha256(data).hexdigest()
    photo = Photo(sha256=sha256, width=width, height=height, size=len(data))
    photo.file = ContentFile(data, name=f"{uuid.uuid4().hex}.{FORMATS[kind]}")
    return photo


def inspect(data):
    """(format, width, height) of the bytes of a JPEG, PNG or WebP picture; anything else is refused."""
    wrong = ValidationError(_("This is not a photo that can be taken. Send a JPEG, PNG or WebP picture."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
                kind, (width, height) = image.format, image.size
                if width * height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                if getattr(image, "n_frames", 1) > 1 and kind != "JPEG":
                    raise wrong
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_("The picture is too large when unpacked. Send a smaller one.")) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise wrong from None
    lowered = data.lower()
    if any(mark in lowered for mark in MARKUP) or b"PK\x05\x06" in data[-70_000:]:
        raise ValidationError(_("The file holds more than a picture. Take the photo again and send that."))
    return kind, width, height


def make_thumbnails(at, limit=BATCH):
    """Make the clean copy and the thumbnail of photos that have none; returns how many. Safe to run twice: each run
    makes the same from the same, and the last one to write wins."""
    made = 0
    for photo in Photo.objects.filter(thumb="", failed="").select_related("report")[:limit]:
        made += make_shown(photo)
    return made


def make_shown(photo):
    """Make the clean copy, the thumbnail and the hints of one photo; returns True when it could."""
    try:
        with photo.file.open("rb") as source:
            data = source.read()
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
            hints = _hints(image)
            image.draft("RGB", (SHOWN, SHOWN))
            upright = ImageOps.exif_transpose(image).convert("RGB")
        shown, thumb = _fit(upright, SHOWN), _fit(upright, THUMB)
        photo.dhash = fingerprint(list(thumb.convert("L").resize((9, 8)).tobytes()))
    except Exception as trouble:  # a picture that breaks the decoder must not stop the others
        log.warning("photo %s could not be prepared: %s", photo.pk, trouble)
        Photo.objects.filter(pk=photo.pk).update(failed=str(trouble)[:200] or "?")
        photo.failed = str(trouble)[:200] or "?"
        return False
    stem = uuid.uuid4().hex
    photo.shown.save(f"{stem}-s.webp", _encoded(shown, 78), save=False)
    photo.thumb.save(f"{stem}-t.webp", _encoded(thumb, 70), save=False)
    photo.taken_at, photo.latitude, photo.longitude = hints
    photo.alike = _alike(photo)
    photo.save(update_fields=["shown", "thumb", "dhash", "taken_at", "latitude", "longitude", "alike"])
    return True


def _fit(image, side):
    copy = image.copy()
    copy.thumbnail((side, side))
    return copy


def _encoded(image, quality):
    """The picture alone as WebP: no EXIF, no profile, nothing behind it."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=2)
    return ContentFile(out.getvalue())


def _alike(photo):
    """An earlier photo of another report that is the same picture, or looks so on the same project."""
    earlier = Photo.objects.filter(pk__lt=photo.pk).exclude(report=photo.report_id)
    same = earlier.filter(sha256=photo.sha256).first()
    if same or not tells(photo.dhash):
        return same
    same = earlier.filter(dhash=photo.dhash).first()
    if same:
        return same
    near = earlier.filter(report__project=photo.report.project_id).exclude(dhash="").order_by("-pk")
    for other in near.only("pk", "dhash")[:400]:
        if distance(photo.dhash, other.dhash) <= ALIKE:
            return other
    return None


def _hints(image):
    """(time, latitude, longitude) as the photo itself says; None where it does not, or where it makes no sense."""
    try:
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        text = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        taken = _time(text)
        latitude = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S")
        longitude = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W")
        if not is_position(latitude, longitude):
            latitude = longitude = None
    except Exception:  # a hint that cannot be read is no hint
        return None, None, None
    return taken, latitude, longitude


def _time(text):
    try:
        return timezone.make_aware(datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S"))
    except (ValueError, OverflowError):
        return None


def _degrees(parts, reference, negative):
    if not parts:
        return None
    degrees, minutes, seconds = (Decimal(str(float(part))) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return (-value if reference == negative else value).quantize(Decimal("0.000001"))


def cleaned(file):
    """The bytes of a clean copy (JPEG, at most SHOWN wide and high, no EXIF) of an uploaded picture, for rooms that
    keep pictures as papers; a ValidationError says what is wrong with the picture."""
    if file.size > settings.PHOTO_MAX_BYTES:
        raise ValidationError(
            _("The photo has %(size)s MB; at most %(limit)s MB are taken. Send a smaller one.")
            % {"size": round(file.size / 1024 / 1024, 1), "limit": settings.PHOTO_MAX_BYTES // 1024 // 1024}
        )
    data = file.read()
    inspect(data)
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
            image.draft("RGB", (SHOWN, SHOWN))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError):
        raise ValidationError(_("This is not a photo that can be taken. Send a JPEG, PNG or WebP picture.")) from None
    out = io.BytesIO()
    _fit(upright, SHOWN).save(out, "JPEG", quality=82)
    return out.getvalue()
