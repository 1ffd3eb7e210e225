"""The month: bulletins, their wall, who went faster."""

from tests.browser.scenes.ways import first


def scene_bulletins(visitor):
    visitor.open("/bulletins/")


def scene_bulletin(visitor):
    from evaluations.models import Bulletin

    visitor.open(Bulletin.objects.get(state="CHECKING").get_absolute_url())


def scene_bulletin_print(visitor):
    from evaluations.models import Bulletin

    visitor.page.emulate_media(media="print")
    visitor.open(Bulletin.objects.get(state="PUBLISHED").get_absolute_url())


def scene_bulletin_wall(visitor):
    visitor.open("/bulletins/wall/")


def _wall_scene(visitor, heading):
    """The wall as it stands when its turn has come to the scene with that heading."""
    visitor.open("/bulletins/wall/")
    visitor.page.evaluate(
        "name => { const all = [...document.querySelectorAll('.scene')];"
        " const now = all.find(one => one.getAttribute('aria-labelledby').startsWith(name));"
        " all.forEach(one => { one.hidden = one !== now; }); }",
        heading,
    )


def scene_bulletin_wall_faster(visitor):
    _wall_scene(visitor, "red")


def scene_bulletin_wall_lights(visitor):
    _wall_scene(visitor, "behind")


def scene_bulletin_wall_orders(visitor):
    _wall_scene(visitor, "orders")


def scene_desk_faster(visitor):
    from evaluations.models import Batch

    visitor.open(f"/admin/evaluations/batch/{Batch.objects.get(state='DRAFT').pk}/change/")


def scene_desk_faster_list(visitor):
    visitor.open("/admin/evaluations/batch/")


def _party(state):
    """The row of the unit whose head signs in as `unit`, on the bulletin in that state."""
    from cadres.models import Unit
    from evaluations.models import BulletinParty

    unit = Unit.objects.get(short_name="南溪街道")
    return BulletinParty.objects.get(bulletin__state=state, unit=unit).get_absolute_url()


def scene_bulletin_check(visitor):
    visitor.open(_party("CHECKING"))


def scene_bulletin_receipt(visitor):
    visitor.open(_party("PUBLISHED"))


def scene_faster(visitor):
    visitor.open("/faster/")
    first(visitor, "[href^='/faster/']")


SCENES = {
    "bulletins": ("planner", scene_bulletins, True),
    "bulletin": ("planner", scene_bulletin, True),
    "bulletin-print": ("planner", scene_bulletin_print, True),
    "bulletin-wall": ("leader", scene_bulletin_wall, True),
    "bulletin-wall-faster": ("leader", scene_bulletin_wall_faster, True),
    "bulletin-wall-lights": ("leader", scene_bulletin_wall_lights, True),
    "bulletin-wall-orders": ("leader", scene_bulletin_wall_orders, True),
    "desk-faster": ("planner", scene_desk_faster, False),
    "desk-faster-list": ("planner", scene_desk_faster_list, False),
    "bulletin-check": ("unit", scene_bulletin_check, True),
    "bulletin-receipt": ("unit", scene_bulletin_receipt, True),
    "faster": ("planner", scene_faster, True),
}
