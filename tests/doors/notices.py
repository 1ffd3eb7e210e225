"""Doors of the bell."""

from tests.doors import Door
from tests.doors.world import NOW
from zhangdian.notices import services
from zhangdian.notices.models import Digest, Notice, Reminder


def furnish(world):
    services.tell([world.people["liaison"]], kind="test", key="1", title="请办理", path="/", at=NOW)
    world.things["notice"] = Notice.objects.get(kind="test")
    digest = world.things["digest"] = Digest.objects.create(user=world.people["liaison"], at=NOW)
    Reminder.objects.create(
        kind="daily_report", key="1", rung=1, user=world.people["liaison"], title="日报待上报", path="/", due_at=NOW,
        at=NOW, digest=digest,
    )  # fmt: skip


ROWS = [
    Door("notices:list", stranger=302, others=200),
    Door("notices:read", {"pk": "notice"}, method="post", stranger=302, liaison=302, others=404),
    Door("notices:digest", {"pk": "digest"}, stranger=302, liaison=200, others=404),
    Door("notices:cadence", stranger=302, others=200),
    Door("notices:read_all", method="post", others=302),
]
