"""Doors of the evaluation teams' work."""

from accounts.states import Role
from cadres.models import Cadre
from evaluations.models import Examination, ExaminationProject, ExaminedCadre, Recusal, Team, TeamMember, TeamProject
from evaluations.services import talks as services
from evaluations.states.teams import CheckKind
from evaluations.transitions import talks, teams
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_unit, a_user
from tests.doors import Desk, Door
from tests.doors.world import NOW
from tests.evaluations.teams.scene import WORDS

KEEPERS = (Role.OFFICE,)
READERS = (Role.DIRECTOR,)


def furnish(world):
    """An evaluation at the front line by a team in which the world's `team` sits; another one writes its material."""
    people = world.people
    cadre, other = a_cadre("卢青原"), a_cadre("周远山")
    mate = a_user("door-mate", "team")
    home = a_unit()
    seats = [Cadre.objects.create(name=user.name, unit=home, user=user) for user in (people["team"], mate)]
    team = Team.objects.create(name="第一考察组")
    for number, seat in enumerate(seats):
        TeamMember.objects.create(team=team, cadre=seat, is_leader=number == 1, from_on=LONG_AGO)
    TeamProject.objects.create(team=team, project=world.project, from_on=LONG_AGO, until_on=LONG_AGO)

    def at_site(title, about):
        row = Examination.objects.create(
            title=title, team=team, ways=["talk"], from_on=MONDAY, until_on=MONDAY, drafted_by=people["office"]
        )
        ExaminedCadre.objects.create(examination=row, cadre=about)
        ExaminationProject.objects.create(examination=row, project=world.project)
        row = teams.submit(row, actor=people["office"], at=NOW)
        row = teams.form(teams.approve(row, actor=people["director"], at=NOW), actor=people["office"], at=NOW)
        return teams.begin(row, actor=mate, at=NOW)

    def note(row, about):
        said = WORDS | {"kind": "talk", "cadre": about, "relation": "peer", "held_at": NOW}
        return services.write_note(row, said, actor=people["team"], at=NOW)

    first, second = at_site("青禾路考察", cadre), at_site("年底考察", other)
    for _number in range(3):
        talks.file(note(second, other), actor=people["team"], at=NOW)
    second = teams.extend(second, actor=mate, at=NOW)
    asked = services.ask(second, CheckKind.INTEGRITY, actor=people["office"], at=NOW)[0]
    talks.reply(asked, finding="clear", words="未发现问题", actor=people["discipline"], at=NOW)
    second = teams.write_up(second, actor=mate, at=NOW)
    material = services.begin_material(second, other, actor=people["team"], at=NOW)
    recusal = Recusal.objects.create(person=seats[1], cadre=a_cadre(), reason="同学", from_on=LONG_AGO)
    world.things |= {
        "eval_team": team, "examination": first, "examination_written": second, "team_note": note(first, cadre),
        "team_check": services.ask(first, CheckKind.INTEGRITY, actor=people["office"], at=NOW)[0],
        "team_material": material, "team_recusal": recusal, "examined": other,
    }  # fmt: skip


FIRST, SECOND = {"pk": "examination"}, {"pk": "examination_written"}
NOTE, CHECK, MATERIAL = {"pk": "team_note"}, {"pk": "team_check"}, {"pk": "team_material"}
TEAM = {"stranger": 302, "team": 200, "office": 200, "others": 404}
ALL = TEAM | {"director": 200}
MOVES = {"stranger": 302, "team": 403, "office": 403, "others": 404}
WHY = {"reason": "核对"}

ROWS = [
    Door("evaluations:examinations", stranger=302, others=200),
    Door("evaluations:examination", FIRST, **ALL),
    Door("evaluations:note_new", FIRST, **ALL | {"office": 403, "director": 403}),
    Door("evaluations:note_new", FIRST, method="post", **ALL | {"office": 403, "director": 403, "team": 422}),
    Door(
        "evaluations:check_ask", FIRST, method="post", data={"kind": "archive"},
        **MOVES | {"director": 403, "office": 302},
    ),
    Door(
        "evaluations:material_begin", SECOND | {"cadre": "examined"}, method="post",
        **MOVES | {"director": 403, "team": 302},
    ),
    Door("evaluations:examination_move", FIRST | {"verb": "call-off"}, method="post", data=WHY, **MOVES, director=302),
    Door("evaluations:note", NOTE, **TEAM),
    Door("evaluations:note_change", NOTE, **TEAM | {"office": 403}),
    Door("evaluations:note_change", NOTE, method="post", **TEAM | {"office": 403, "team": 422}),
    Door("evaluations:note_move", NOTE | {"verb": "file"}, method="post", **MOVES | {"team": 302}),
    Door("evaluations:checks", stranger=302, discipline=200, office=200, director=200, others=403),
    Door("evaluations:check", CHECK, **ALL, discipline=200),
    Door(
        "evaluations:check_move", CHECK | {"verb": "reply"}, method="post",
        data={"finding": "clear", "words": "未发现"}, **MOVES, director=403, discipline=302,
    ),
    Door("evaluations:check_move", CHECK | {"verb": "reply"}, method="post", **MOVES, director=403, discipline=422),
    Door("evaluations:material", MATERIAL, **ALL),
    Door("evaluations:material", MATERIAL, query="?purpose=meeting", **ALL),
    Door(
        "evaluations:material_save", MATERIAL, method="post", data={"base": 1, "opinion": "建议列入视野"},
        **MOVES | {"director": 403, "team": 302},
    ),
    Door("evaluations:material_save", MATERIAL, method="post", **MOVES | {"director": 403, "team": 422}),
    Door("evaluations:material_export", MATERIAL, method="post", data={"purpose": "archive"}, **ALL),
    Door(
        "evaluations:material_move", MATERIAL | {"verb": "hand-up"}, method="post",
        **MOVES | {"director": 403, "team": 302},
    ),
    Desk("evaluations", "team", "eval_team", see=READERS, add=KEEPERS, change=KEEPERS),
    Desk("evaluations", "recusal", "team_recusal", see=READERS, add=KEEPERS, change=KEEPERS),
    Desk("evaluations", "examination", "examination", see=(*READERS, *KEEPERS), add=KEEPERS),
    Desk("evaluations", "check", "team_check", see=(*READERS, *KEEPERS)),
    Door(
        "admin:evaluations_examination_move", {"object_id": "examination", "name": "call-off"}, director=200,
        office=302, staff=403, others=302,
    ),
    Door(
        "admin:evaluations_check_move", {"object_id": "team_check", "name": "withdraw"}, office=200, director=302,
        staff=403, others=302,
    ),
]  # fmt: skip

# Data, not pages to look at.
NOT_PAGES = {"evaluations:material_export"}
