"""What is rare, so that every workflow stands in every state somewhere: withdrawn, voided, not yet begun."""

from datetime import date, timedelta
from decimal import Decimal

from cadres.models import Cadre
from evaluations.models import Check, Examination, ExaminedCadre, Fact, Talk
from evaluations.states.facts import FactState
from evaluations.states.teams import CheckKind, CheckState, ExaminationState, Leaning, MaterialState, Relation, TalkKind
from evaluations.states.teams import TalkState as T
from projects.models import Programme, Project
from projects.states import Nature, ProgrammeState, Stage
from zhangdian import vault
from zhangdian.demo import teams, words
from zhangdian.demo.clock import instant
from zhangdian.trail import services as trail


def build(district, day):
    """The rare rows; returns their trail lines."""
    _idea(day)
    return [*_withdrawn_fact(district, day), *_of_teams(district)]


def _idea(day):
    """A project that is only thought of, on the list that is being drawn up."""
    programme = Programme.objects.filter(state=ProgrammeState.DRAFT).order_by("pk").first()
    if programme is not None:
        Project.objects.create(
            programme=programme, code=f"{programme.year}-901", name="青禾河滨河步道二期", kind=next(iter(words.KINDS)),
            nature=Nature.NEW, location="青禾镇", total_investment=Decimal(1800), year_plan=Decimal(0),
            state=Stage.IDEA, starts_on=date(programme.year, 6, 1), ends_on=date(programme.year + 1, 6, 30),
        )  # fmt: skip


def _withdrawn_fact(district, day):
    """Entered for the wrong person, and taken back by who entered it."""
    office, made = district.users["office"], instant(day - timedelta(days=20), 10.2)
    cadre = Cadre.objects.filter(is_assessed=True).exclude(user=office).order_by("pk").first()
    fact = Fact.objects.create(
        cadre=cadre, day=day - timedelta(days=22), what="牵头协调管线迁改会商，形成会议纪要并按期落实。",
        kind="achievement", source="inspection", evidence="会议纪要复印件", state=FactState.WITHDRAWN, author=office,
        made_at=made,
    )  # fmt: skip
    over = made + timedelta(hours=1)
    return [
        trail.line(fact, "create", actor=office, at=made),
        trail.line(
            fact, "withdraw", actor=office, at=over, from_state="DRAFT", to_state="WITHDRAWN", reason="对象录入有误"
        ),
    ]  # fmt: skip


def _of_teams(district):
    """A note that is void, a verification that was not needed, a material that waits for the leader."""
    lines = []
    for row in Examination.objects.filter(state=ExaminationState.VERIFYING).order_by("pk")[:1]:
        lines += _void_note(row) + _withdrawn_check(row, district.users["office"])
    for row in Examination.objects.filter(state=ExaminationState.MATERIAL).order_by("pk")[:1]:
        lines += _handed_up(row)
    return lines


def _people(row):
    """(leader, another member, the cadre) of an evaluation."""
    seats = row.team.members.order_by("-is_leader", "pk").select_related("cadre__user")
    examined = row.subjects.select_related("cadre").order_by("pk").first()
    return seats[0].cadre.user, seats[1].cadre.user, examined.cadre


def _void_note(row):
    leader, mate, cadre = _people(row)
    held = Talk.objects.filter(examination=row).latest("held_at").held_at + timedelta(hours=1)
    project = Talk.objects.filter(examination=row).latest("held_at").project
    talk = Talk(
        examination=row, kind=TalkKind.TALK, cadre=cadre, project=project, relation=Relation.PEER, held_at=held,
        recorder=mate, state=T.VOID,
    )  # fmt: skip
    said = {
        "person": "某同志(谈话对象9)", "place": "项目部", "points": "（记录不全）", "examples": "", "shortcomings": "",
        "leaning": Leaning.UNSAID,
    }  # fmt: skip
    talk.sealed = vault.seal(said, talk)
    talk.save()
    return [
        trail.line(talk, "create", actor=mate, at=held + timedelta(minutes=30)),
        trail.line(
            talk, "void", actor=leader, at=held + timedelta(minutes=50), from_state="DRAFT", to_state="VOID",
            reason="谈话中途中止，另行约谈",
        ),
    ]  # fmt: skip


def _withdrawn_check(row, office):
    _leader, _mate, cadre = _people(row)
    asked = Talk.objects.filter(examination=row).earliest("held_at").held_at + timedelta(minutes=20)
    check = Check.objects.create(
        examination=row, cadre=cadre, kind=CheckKind.PETITION, asked_by=office, asked_at=asked,
        due_at=instant(asked.date() + timedelta(days=8), 0), state=CheckState.WITHDRAWN,
    )  # fmt: skip
    over = asked + timedelta(hours=2)
    return [
        trail.line(check, "create", actor=office, at=asked),
        trail.line(
            check, "withdraw", actor=office, at=over, from_state="ASKED", to_state="WITHDRAWN",
            reason="三个月内已核查，不再重复",
        ),
    ]  # fmt: skip


def _handed_up(row):
    """A second cadre of the evaluation, whose material is with the leader."""
    leader, mate, first = _people(row)
    begins = row.materials.earliest("pk").versions.earliest("pk").at
    other = Cadre.objects.filter(is_assessed=True, unit=first.unit).exclude(pk=first.pk).order_by("pk").first()
    if other is None or other.user_id in (leader.pk, mate.pk):
        return []
    ExaminedCadre.objects.create(examination=row, cadre=other)
    lines = teams._material(row, other, mate, leader, begins, False)
    material = row.materials.get(cadre=other)
    material.state = MaterialState.HANDED_UP
    material.save()
    handed = begins + timedelta(hours=4)
    return [*lines, trail.line(material, "hand-up", actor=mate, at=handed, from_state="DRAFT", to_state="HANDED_UP")]
