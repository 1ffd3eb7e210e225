"""Doors of the bulletins and the lists of faster projects: a draft, one being checked, a published one; two lists."""

from datetime import date

from cadres.states import Track
from evaluations.models import Batch, BatchLine, BulletinLine, BulletinParty, Objection
from evaluations.models import Bulletin as Row
from tests.doors import Desk, Door
from tests.doors.world import NOW

END = NOW.replace(year=2099)


def furnish(world):
    """Everything about the world's project: the unit is the project's own, the planner has written nothing."""
    office = world.people["office"]
    director = world.people["director"]
    drafted = {"organ": "办公室", "addressees": "各单位", "drafted_at": NOW, "drafted_by": office, "check_due_at": END,
               "criteria": {"ahead": "5", "per_track": 5, "clean": True}}  # fmt: skip

    def a_bulletin(month, state, **fields):
        row = Row.objects.create(
            month=date(2016, month, 1),
            state=state,
            title=f"关于2016年{month}月重点项目推进情况的通报",
            **drafted | fields,
        )
        party = BulletinParty.objects.create(bulletin=row, unit=world.unit, unit_name=world.unit.name, track=Track.TOWN)
        line = BulletinLine.objects.create(
            bulletin=row, party=party, project=world.project, code="1", name=world.project.name, track=Track.TOWN,
            unit_names=world.unit.name, colour="green", computed="green", is_confirmed=True,
        )  # fmt: skip
        return row, party, line

    world.things["bulletin_draft"], _party, world.things["bulletin_line"] = a_bulletin(9, "DRAFT")
    world.things["bulletin_checking"], party, line = a_bulletin(10, "CHECKING")
    world.things["bulletin_party"] = party
    world.things["objection"] = Objection.objects.create(
        party=party, line=line, claim="有误", evidence="台账", raised_at=NOW, raised_by=world.people["unit_head"]
    )
    world.things["bulletin"], world.things["bulletin_got"], _line = a_bulletin(
        11, "PUBLISHED", reviewed_at=NOW, reviewed_by=director, signed_at=NOW, signed_by=director, published_at=NOW,
        published_by=director, published_on=date(2016, 12, 5), receipt_due_at=END, year=2016, number=1,
        number_text="张项通〔2016〕1号", digest="0" * 64,
    )  # fmt: skip
    batch = Batch.objects.create(
        first_month=date(2016, 11, 1), last_month=date(2016, 11, 1), title="2016年11月进度较快项目", drafted_at=NOW,
        drafted_by=office, criteria={"months": 1, "of": 1},
    )  # fmt: skip
    world.things["batch"] = batch
    world.things["batch_line"] = BatchLine.objects.create(
        batch=batch, project=world.project, code="1", name=world.project.name, track=Track.TOWN, months=1,
        is_proposed=True, is_listed=True,
    )  # fmt: skip


ALL = {"stranger": 302, "administrators": 403, "others": 200}
PUBLIC = {"stranger": 302, "administrators": 404, "others": 200}
STEERS = {"stranger": 302, "planner": 200, "leader": 200, "others": 404}
CHECKED = STEERS | {"unit_head": 200}
TOWARDS = {"stranger": 302, "planner": 302, "leader": 403, "others": 404}


def post(name, args, data=None, **expected):
    return Door(f"evaluations:{name}", args, method="post", data=data or {}, **expected)


def act(verb, thing, **expected):
    return post("bulletin_act", {"pk": thing, "verb": verb}, {"reason": "核对"}, **expected)


OWN = {"pk": "bulletin_checking", "party": "bulletin_party"}
SPEAKS = {"stranger": 302, "planner": 403, "leader": 403, "unit_head": 302, "others": 404}
NOT_PAGES = {"evaluations:bulletin_docx"}

ROWS = [
    Door("evaluations:bulletins", **ALL),
    post("bulletin_draft", {}, {"month": "x"}, stranger=302, planner=302, others=403),
    Door("evaluations:bulletin", {"pk": "bulletin"}, **PUBLIC),
    Door("evaluations:bulletin", {"pk": "bulletin_draft"}, **STEERS),
    Door("evaluations:bulletin", {"pk": "bulletin_checking"}, **CHECKED),
    Door("evaluations:bulletin_docx", {"pk": "bulletin"}, **PUBLIC),
    Door("evaluations:bulletin_docx", {"pk": "bulletin_checking"}, **(CHECKED | {"unit_head": 403})),
    Door("evaluations:bulletin_wall", {"pk": "bulletin"}, **PUBLIC),
    Door("evaluations:bulletin_wall", {"pk": "bulletin_checking"}, stranger=302, others=404),
    Door("evaluations:bulletin_wall_newest", **ALL),
    Door("evaluations:bulletin_words", {"pk": "bulletin_draft"}, **(STEERS | {"leader": 403})),
    post("bulletin_words", {"pk": "bulletin_draft"}, {"next": "抓紧。"}, **TOWARDS),
    Door("evaluations:bulletin_line", {"pk": "bulletin_draft", "line": "bulletin_line"}, **(STEERS | {"leader": 403})),
    post("bulletin_line", {"pk": "bulletin_draft", "line": "bulletin_line"}, **(TOWARDS | {"planner": 422})),
    post("bulletin_correct", {"pk": "bulletin"}, stranger=302, administrators=404, planner=302, others=403),
    act("open-check", "bulletin_draft", **TOWARDS),
    act("nothing", "bulletin_draft", **(TOWARDS | {"planner": 404, "leader": 404})),
    act("archive", "bulletin", stranger=302, administrators=404, planner=302, others=403),
    Door("evaluations:bulletin_check", OWN, **CHECKED),
    post("bulletin_agree", OWN, **SPEAKS),
    post("bulletin_object", OWN, **(SPEAKS | {"unit_head": 422})),
    post("bulletin_receive", {"pk": "bulletin", "party": "bulletin_got"}, **SPEAKS),
    post(
        "objection_answer", {"pk": "objection", "verb": "accept"}, {"answer": "采纳"}, stranger=302, planner=302,
        leader=403, unit_head=403, others=404,
    ),
    post("objection_file", {"pk": "objection"}, **SPEAKS),
    Door("evaluations:batches", **ALL),
    post("batch_draw", {}, {"first": "x", "last": "x"}, stranger=302, planner=302, others=403),
    Door("evaluations:batch", {"pk": "batch"}, **STEERS),
    post("batch_put", {"pk": "batch", "line": "batch_line"}, {"listed": "1"}, **TOWARDS),
    post("batch_publish", {"pk": "batch"}, **(TOWARDS | {"planner": 422, "leader": 422})),
    post("batch_discard", {"pk": "batch"}, {"reason": "不要"}, **TOWARDS),
    Desk("evaluations", "bulletin", "bulletin_draft", see=("planner",)),
    Desk("evaluations", "batch", "batch", see=("planner",)),
    Door(
        "admin:evaluations_batch_move", {"object_id": "batch", "name": "publish"}, planner=200,
        supervisor=403, office=403, director=403, team=403, discipline=403, administrators=403, others=302,
    ),
    Door(
        "admin:evaluations_bulletin_move", {"object_id": "bulletin_draft", "name": "open-check"}, planner=200,
        supervisor=403, office=403,
        director=403, team=403, discipline=403, administrators=403, others=302,
    ),
]  # fmt: skip
