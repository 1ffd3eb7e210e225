"""Reviews and appeals: one being examined, one just asked for, the period over which is doubted."""


def _appeal(visitor, state):
    from cases.models import Appeal

    visitor.open(Appeal.objects.filter(state=state).order_by("pk").first().get_absolute_url())


def scene_appeal(visitor):
    from cases.models import Appeal
    from tests.browser.scenes.ways import sign_in_as

    row = Appeal.objects.filter(state="ADMITTED").order_by("pk").first()
    sign_in_as(visitor, row.handler)
    visitor.open(row.get_absolute_url())


def scene_appeal_own(visitor):
    from cases.models import Appeal
    from tests.browser.scenes.ways import sign_in_as

    row = Appeal.objects.filter(state="CLOSED").order_by("pk").first()
    sign_in_as(visitor, row.cadre.user)
    visitor.open(row.get_absolute_url())


def scene_retention(visitor):
    visitor.open("/cases/retention/")


SCENES = {
    "appeal": (None, scene_appeal, True),
    "appeal-own": (None, scene_appeal_own, True),
    "retention": ("office", scene_retention, True),
}
