"""The day: signing in, the home pages, reports, the wall."""

from tests.browser.scenes.ways import first


def scene_sign_in(visitor):
    visitor.open("/login/")


def scene_liaison(visitor):
    visitor.open("/")


def scene_report(visitor):
    visitor.open("/daily-reports/")
    first(visitor, "[href$='/fill/']")


def scene_wall(visitor):
    visitor.open("/wall/")


def scene_cockpit(visitor):
    visitor.open("/cockpit/")


def scene_review(visitor):
    visitor.open("/daily-reports/review/")


SCENES = {
    "login": (None, scene_sign_in, True),
    "home-liaison": ("liaison", scene_liaison, True),
    "report-form": ("liaison", scene_report, True),
    "wall": ("liaison", scene_wall, True),
    "cockpit": ("leader", scene_cockpit, True),
    "review": ("unit", scene_review, True),
}
