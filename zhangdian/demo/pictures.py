"""A few invented pictures of sites, drawn: nobody's photo, no real place."""

import hashlib
from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from projects.models import DailyReport, Photo

SIZE = (960, 720)
THUMB = (320, 240)
SKIES = [((176, 205, 232), (238, 243, 247)), ((203, 213, 222), (240, 238, 232)), ((246, 205, 160), (250, 236, 214))]
EARTH = [(176, 148, 112), (160, 136, 108), (186, 164, 128)]


def build(told, limit, at):
    """Photos for the newest reports that have text, at most `limit`; returns how many were made."""
    fit = [each.report for each in told if each.report.version and each.report.text]
    fit.sort(key=lambda report: (-report.day.toordinal(), report.project.code))
    rows, changed = [], []
    for place, report in enumerate(fit):
        if len(rows) >= limit:
            break
        wanted = (1, 2, 0)[place % 3]
        for number in range(min(wanted, limit - len(rows))):
            rows.append(_photo(report, number))
        if wanted:
            report.photos_expected = sum(row.report is report for row in rows)
            changed.append(report)
    Photo.objects.bulk_create(rows)
    DailyReport.objects.bulk_update(changed, ["photos_expected"], batch_size=100)
    for report in changed:
        for version in report.versions.all():
            version.content["photos_expected"] = report.photos_expected
            version.save(update_fields=["content"])
    return len(rows)


def _photo(report, number):
    seed = f"{report.project.code}-{report.day}-{number}"
    picture = draw(report.project.kind, seed)
    whole, small = BytesIO(), BytesIO()
    picture.save(whole, "JPEG", quality=72)
    picture.resize(THUMB, Image.Resampling.LANCZOS).save(small, "JPEG", quality=70)
    name = f"demo-{seed}.jpg"
    photo = Photo(
        report=report,
        sha256=hashlib.sha256(whole.getvalue()).hexdigest(),
        dhash=dhash(picture),
        width=SIZE[0],
        height=SIZE[1],
        size=whole.tell(),
        uploaded_by=report.reporter,
        uploaded_at=report.received_at,
    )
    # An upload keeps what was sent and what is shown apart; here both are the same drawing without EXIF.
    photo.file.save(name, ContentFile(whole.getvalue()), save=False)
    photo.shown.name = photo.file.name
    photo.thumb.save(f"thumb-{name}", ContentFile(small.getvalue()), save=False)
    return photo


def dhash(picture):
    """Difference hash: 64 bits as 16 hexadecimal digits."""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    pixels = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (pixels[row * 9 + column] > pixels[row * 9 + column + 1])
    return f"{bits:016x}"


def draw(kind, seed):
    """A sketch of a site of this kind of project."""
    rng = Random(f"zhangdian-picture-{seed}")
    width, height = SIZE
    image = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(image)
    top, low = rng.choice(SKIES)
    horizon = int(height * rng.uniform(0.45, 0.58))
    for y in range(horizon):
        part = y / horizon
        pen.line([(0, y), (width, y)], fill=tuple(int(a + (b - a) * part) for a, b in zip(top, low, strict=True)))
    _hills(pen, rng, horizon)
    earth = rng.choice(EARTH)
    pen.rectangle([0, horizon, width, height], fill=earth)
    for _ in range(260):
        x, y = rng.randrange(width), rng.randrange(horizon, height)
        shade = rng.randint(-18, 14)
        pen.ellipse([x, y, x + rng.randint(6, 46), y + rng.randint(2, 9)], fill=tuple(c + shade for c in earth))
    scene = {"道路交通": _road, "水利治污": _river, "生态绿化": _trees, "征迁安置": _rubble}.get(kind, _frame)
    scene(pen, rng, horizon)
    if rng.random() < 0.6:
        _digger(pen, rng, horizon)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def _hills(pen, rng, horizon):
    for depth in range(2):
        base = horizon + 2
        points = [(0, base)]
        for x in range(0, SIZE[0] + 80, 80):
            points.append((x, base - rng.randint(8, 70 - depth * 30)))
        points.append((SIZE[0], base))
        pen.polygon(points, fill=(148 + depth * 14, 168 + depth * 4, 160 - depth * 22))


def _road(pen, rng, horizon):
    middle = rng.randint(380, 580)
    pen.polygon([(middle - 14, horizon), (middle + 14, horizon), (860, 720), (90, 720)], fill=(92, 92, 96))
    for step in range(9):
        part = (step / 9) ** 1.8
        y = horizon + part * (720 - horizon)
        half, x = 2 + part * 9, middle + (475 - middle) * part
        pen.rectangle([x - half, y, x + half, y + 6 + part * 34], fill=(236, 232, 214))


def _river(pen, rng, horizon):
    pen.polygon([(300, horizon), (640, horizon), (940, 720), (60, 720)], fill=(112, 150, 158))
    for _ in range(60):
        y = rng.randrange(horizon + 8, 712)
        x = rng.randrange(280, 680)
        pen.line([(x, y), (x + rng.randint(20, 90), y)], fill=(150, 184, 190), width=2)
    for side in ((300, 60), (640, 940)):
        pen.line([(side[0], horizon), (side[1], 720)], fill=(196, 192, 184), width=16)


def _trees(pen, rng, horizon):
    for row in range(5):
        y = horizon + 30 + row * 52
        size = 12 + row * 9
        for x in range(rng.randrange(40), SIZE[0], 70 + row * 22):
            pen.rectangle([x - 2, y - size, x + 2, y + 4], fill=(110, 84, 60))
            green = (74 + rng.randint(0, 30), 120 + rng.randint(0, 34), 70)
            pen.ellipse([x - size, y - size * 3, x + size, y - size], fill=green)


def _rubble(pen, rng, horizon):
    for x in range(60, 880, 190):
        tall = rng.randint(60, 130)
        pen.rectangle([x, horizon - tall, x + 120, horizon + 30], fill=(198, 160, 138))
        for hole in range(2):
            pen.rectangle(
                [x + 18 + hole * 50, horizon - tall + 20, x + 44 + hole * 50, horizon - tall + 56], fill=(90, 84, 82)
            )
    for _ in range(220):
        x, y = rng.randrange(960), rng.randrange(horizon + 30, 716)
        size = rng.randint(4, 22)
        grey = rng.randint(120, 190)
        pen.polygon(
            [(x, y), (x + size, y - size // 2), (x + size + 6, y + size // 2)], fill=(grey, grey - 12, grey - 24)
        )


def _frame(pen, rng, horizon):
    floors, bays = rng.randint(3, 6), rng.randint(4, 7)
    left, wide, tall = rng.randint(90, 240), 74, 58
    base = horizon + 60
    for floor in range(floors + 1):
        y = base - floor * tall
        pen.rectangle([left, y - 7, left + bays * wide, y], fill=(188, 186, 182))
    for bay in range(bays + 1):
        pen.rectangle([left + bay * wide - 5, base - floors * tall, left + bay * wide + 5, base], fill=(172, 170, 168))
    for floor in range(rng.randint(1, floors)):
        y = base - floor * tall
        pen.rectangle([left + 8, y - tall + 6, left + bays * wide - 8, y - 10], fill=(96, 142, 108))
    mast = left + bays * wide + rng.randint(50, 130)
    pen.rectangle([mast, 60, mast + 9, base], fill=(226, 178, 48))
    pen.line([(mast - 260, 76), (mast + 120, 76)], fill=(226, 178, 48), width=8)
    hook = mast - rng.randint(90, 240)
    pen.line([(hook, 76), (hook, 76 + rng.randint(60, 190))], fill=(70, 70, 70), width=3)


def _digger(pen, rng, horizon):
    x, y = rng.randint(120, 700), rng.randint(horizon + 90, 640)
    pen.rectangle([x, y, x + 92, y + 20], fill=(58, 58, 60))
    pen.rectangle([x + 8, y - 42, x + 74, y], fill=(232, 168, 34))
    pen.rectangle([x + 44, y - 64, x + 74, y - 42], fill=(120, 150, 168))
    pen.line([(x + 10, y - 30), (x - 52, y - 92), (x - 96, y - 18)], fill=(222, 158, 30), width=11)
    pen.polygon([(x - 112, y - 20), (x - 84, y - 20), (x - 90, y + 8), (x - 116, y + 2)], fill=(74, 74, 74))
