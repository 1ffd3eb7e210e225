"""Doors of the bell."""

from tests.doors import Door
from tests.doors.world import NOW
from zhangdian.notices import services
from zhangdian.notices.models import Notice


def furnish(world):
    services.tell([world.people["liaison"]], kind="test", key="1", title="请办理", path="/", at=NOW)
    world.things["notice"] = Notice.objects.get(kind="test")


ROWS = [
    Door("notices:list", stranger=302, others=200),
    Door("notices:read", {"pk": "notice"}, method="post", stranger=302, liaison=302, others=404),
    Door("notices:read_all", method="post", others=302),
]
