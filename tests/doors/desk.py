"""Doors of the desk itself: the admin's own pages; each room's models stand in the room's module."""

from accounts.states import Role
from tests.cast import MONDAY, at
from tests.doors import ADMINISTRATORS, Desk, Door
from zhangdian.calendar.models import DayOff
from zhangdian.notices import services as notices
from zhangdian.notices.models import Channel, Delivery, Heartbeat, Rung, Stumble
from zhangdian.options.models import Option
from zhangdian.papers.models import Attachment
from zhangdian.trail import services as trail

OFFICES = (Role.OFFICE, Role.DIRECTOR, Role.PLANNER)
KEEPERS = (*OFFICES, "system")
NOW_AT_THE_DOORS = at("2017-04-10 10:00:00")
AUDIT = ("audit", Role.DIRECTOR)


def furnish(world):
    world.things["line"] = trail.record(world.unit, "change", actor=world.people["office"], at=NOW_AT_THE_DOORS)
    world.things["seal"] = trail.seal(at=NOW_AT_THE_DOORS)
    world.things["option"] = Option.objects.create(
        key="light.red", value="25", effective_from=MONDAY.replace(year=2018), reason="试行"
    )
    world.things["day_off"] = DayOff.objects.create(day=MONDAY.replace(day=12), name="防汛演练")
    world.things["paper"] = Attachment.objects.create(
        label="cadres.unit", key=str(world.unit.pk), name="佐证.pdf", size=1, sha256="0" * 64, not_secret=True,
        content_type="application/pdf", uploaded_by=world.people["office"], uploaded_at=NOW_AT_THE_DOORS,
    )  # fmt: skip
    notices.lay_rungs()
    world.things["rung"] = Rung.objects.first()
    world.things["hold"] = notices.hold(
        "", "", until=MONDAY.replace(year=2099), reason="台风", actor=world.people["planner"], at=NOW_AT_THE_DOORS
    )
    world.things["channel"] = Channel.objects.create(code="post", name="电子邮件", kind="email")
    world.things["delivery"] = Delivery.objects.create(
        channel=world.things["channel"], user=world.people["liaison"], message_id="m-1", at=NOW_AT_THE_DOORS,
        next_at=NOW_AT_THE_DOORS, failed_at=NOW_AT_THE_DOORS, error="Connection refused",
    )  # fmt: skip
    world.things["stumble"] = Stumble.objects.create(
        kind="daily_report", key="1", error="ValueError", at=NOW_AT_THE_DOORS, next_at=NOW_AT_THE_DOORS
    )
    world.things["heartbeat"] = Heartbeat.objects.create(name="beat", at=NOW_AT_THE_DOORS)


ROWS = [
    Desk("trail", "entry", "line", see=AUDIT),
    Desk("trail", "seal", "seal", see=AUDIT),
    Door("admin:trail_entry_chain", audit=200, director=200, staff=403, others=302),
    Desk("options", "option", "option", see=(*OFFICES, *ADMINISTRATORS), add=(*KEEPERS, "security"), delete=KEEPERS),
    Desk(
        "calendar",
        "dayoff",
        "day_off",
        see=(Role.SUPERVISOR, Role.TEAM, Role.DISCIPLINE, *ADMINISTRATORS),
        add=KEEPERS,
        change=KEEPERS,
        delete=KEEPERS,
    ),
    Door("admin:calendar_dayoff_year", {"year": 2017}, staff=200, others=302),
    # Nobody answers for the unit's papers here, so nobody sees them; tests/ground/test_papers.py does the rest.
    Door("papers:download", {"pk": "paper"}, stranger=302, others=404),
    Desk("notices", "heartbeat", "heartbeat", see=(*KEEPERS, "audit")),
    Desk("notices", "rung", "rung", see=(*KEEPERS, "audit"), add=OFFICES, change=OFFICES),
    Desk("notices", "hold", "hold", see=(*KEEPERS, "audit"), add=OFFICES),
    Door(
        "admin:notices_hold_move",
        {"object_id": "hold", "name": "release"},
        **dict.fromkeys(map(str, OFFICES), 200),
        system=302,
        audit=302,
        staff=403,
        others=302,
    ),
    Desk(
        "notices",
        "channel",
        "channel",
        see=(*KEEPERS, "audit"),
        add=(Role.PLANNER, "system"),
        change=(Role.PLANNER, "system"),
    ),
    Door(
        "admin:notices_channel_move",
        {"object_id": "channel", "name": "try"},
        **dict.fromkeys(map(str, OFFICES), 302),
        system=302,
        audit=302,
        staff=403,
        others=302,
    ),
    Desk("notices", "delivery", "delivery", see=(*KEEPERS, "audit")),
    Door(
        "admin:notices_delivery_move",
        {"object_id": "delivery", "name": "retry"},
        **dict.fromkeys(map(str, OFFICES), 200),
        system=200,
        audit=302,
        staff=403,
        others=302,
    ),
    Desk("notices", "stumble", "stumble", see=(*KEEPERS, "audit")),
    Door("admin:index", staff=200, others=302),
    Door("admin:login", others=302),
    Door("admin:logout", method="post", staff=307, others=302),
    Door("admin:password_change", others=302),
    Door("admin:password_change_done", staff=200, others=302),
    Door("admin:jsi18n", staff=200, others=302),
    Door("admin:autocomplete", staff=403, others=302),
    Door("admin:app_list", {"app_label": "authtoken"}, staff=404, others=302),
    Door("admin:view_on_site", {"content_type_id": 1, "object_id": 1}, staff=404, others=302),
    Door("admin:search", staff=200, others=302),
    # Of the packages; nobody has business there.
    Desk("auth", "group", None),
    Desk("authtoken", "tokenproxy", None),
]
