"""Builders of the day: content as a form cleans it, a report at a state, a picture."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projects.models import DailyReport
from projects.transitions import day as moves
from tests.cast import MONDAY, a_cadre, a_project, a_unit, a_user, an_open_report, at

NINE = at("2017-04-10 09:00:00")


def said(text="路基完成 200 米", **changes):
    """Content of a report as the form cleans it."""
    return moves.nothing_changed() | {"no_change": False, "text": text} | changes


class Scene:
    """A project with its liaison, the head of its unit, the planner and a day's open report."""

    def __init__(self, day=MONDAY):
        self.liaison = a_user()
        self.head = a_user()
        self.planner = a_user(None, "planner")
        self.stranger = a_user()
        self.unit = a_unit()
        a_cadre(user=self.head, head_of=self.unit)
        self.project = a_project(unit=self.unit, liaison=self.liaison)
        self.report = an_open_report(self.project, day)

    def stored(self):
        return DailyReport.objects.get(pk=self.report.pk)

    def submitted(self, when=NINE, **changes):
        return moves.submit(self.report, said(**changes), actor=self.liaison, at=when)

    def returned(self, when=NINE):
        self.submitted(when)
        return moves.return_(self.report, actor=self.head, at=when, reason="请写明桩号")

    def exempted(self, when=NINE):
        return moves.exempt(self.report, actor=self.planner, at=when, reason="台风停工")


def a_picture(colour="red", kind="JPEG", size=(64, 48), **words):
    """The bytes of a small picture with some structure in it."""
    image = Image.new("RGB", size, colour)
    for x in range(size[0] // 2):
        image.putpixel((x, x % size[1]), (x * 3 % 256, 90, 30))
    out = io.BytesIO()
    image.save(out, kind, **words)
    return out.getvalue()


def an_upload(data=None, name="a.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data if data is not None else a_picture(), kind)
