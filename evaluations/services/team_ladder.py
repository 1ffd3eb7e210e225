"""Reminders of a team's work: notes that were not handed in, materials that are to be written and signed, facts that
wait for whoever verifies them. Titles name no person; nobody is reminded of a case of the own."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.models import Cadre, in_force
from evaluations.models import Examination, ExaminedCadre, Fact, Material, Recusal, Talk, TeamMember
from evaluations.options.facts import VERIFY_DAYS
from evaluations.options.teams import MATERIAL_DAYS, NOTE_DAYS
from evaluations.states.facts import FactState
from evaluations.states.teams import ExaminationState, MaterialState, TalkState
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.notices.registry import declare
from zhangdian.notices.rules import Owed
from zhangdian.options import queries as options

NOTE, MATERIAL, FACT = "talk", "material", "fact_check"
WRITE, SIGN = "w", "s"
MORNING = time(8, 30)


# What is owed ------------------------------------------------------------------------------------


def notes_owed():
    """Notes written down on a site that a team has not left yet."""
    return Talk.objects.filter(state=TalkState.DRAFT, examination__state=ExaminationState.ON_SITE)


@dataclass(frozen=True)
class Due:
    """A material that is to be written or signed. cadre: the key of whom it is about. material: once begun."""

    examination: Examination
    cadre: int
    material: Material | None

    @property
    def stage(self):
        """Who has it: the members who write, or the leader who signs."""
        return SIGN if self.material and self.material.state == MaterialState.HANDED_UP else WRITE

    @property
    def key(self):
        """Giving back makes the writing and the signing new ones."""
        return material_key(self.examination.pk, self.cadre, self.stage, self.material)


def material_key(examination, cadre, stage, material=None):
    """The ladder's key of a material at a stage; `material` is none before it was begun."""
    return f"{examination}.{cadre}.{stage}{material.given_back if material else 0}"


def materials_owed(**which):
    """[Due]: every cadre of an evaluation at its materials whose material is not signed; two statements."""
    subjects = ExaminedCadre.objects.filter(examination__state=ExaminationState.MATERIAL, **which)
    subjects = list(subjects.select_related("examination").order_by("pk"))
    rows = Material.objects.filter(examination__in={row.examination_id for row in subjects})
    there = {(row.examination_id, row.cadre_id): row for row in rows}
    found = [Due(row.examination, row.cadre_id, there.get((row.examination_id, row.cadre_id))) for row in subjects]
    return [due for due in found if due.material is None or due.material.state != MaterialState.SIGNED]


def facts_owed():
    """Facts that nobody has verified yet."""
    return Fact.objects.filter(state=FactState.DRAFT)


def _settled(owed):
    def settled(keys):
        still = {str(pk) for pk in owed().filter(pk__in=keys).values_list("pk", flat=True)}
        return {key for key in keys if key not in still}

    return settled


def _materials_settled(keys):
    still = {due.key for due in materials_owed(examination__in={key.split(".")[0] for key in keys})}
    return {key for key in keys if key not in still}


TEAM_WORDS = {
    "recorder": gettext_lazy("the recorder of the note"),
    "turn": gettext_lazy("who writes it, or the leader who signs it"),
    "leader": gettext_lazy("leader of the team"),
    "office": gettext_lazy("cadre section"),
    "director": gettext_lazy("organisation department leader"),
}
declare(
    NOTE, gettext_lazy("notes of a team to be handed in"), who=TEAM_WORDS,
    rungs=[(0, "recorder"), (1, "recorder"), (2, "leader")], settled=_settled(notes_owed),
)  # fmt: skip
declare(
    MATERIAL, gettext_lazy("evaluation materials due"), who=TEAM_WORDS,
    rungs=[(-1, "turn"), (0, "turn"), (1, "leader"), (2, "office")], settled=_materials_settled,
)  # fmt: skip
declare(
    FACT, gettext_lazy("facts to be verified"), who=TEAM_WORDS, rungs=[(0, "office"), (3, "office"), (5, "director")],
    settled=_settled(facts_owed),
)  # fmt: skip


def no_notes(examination, *, at):
    """The team has left the site: notes that were not handed in are not used, nobody owes them."""
    rows = Talk.objects.filter(examination=examination, state=TalkState.DRAFT)
    notices.settle(NOTE, list(rows.values_list("pk", flat=True)), at=at)


def no_materials(examination, *, at):
    """The evaluation was called off: what of its materials was owed is no longer."""
    notices.settle(MATERIAL, [due.key for due in materials_owed(examination=examination)], at=at)


# Climbing ----------------------------------------------------------------------------------------


def remind(*, at):
    """Let the three ladders climb; returns what was done in a sentence. Safe to run twice."""
    day = timezone.localdate(at)
    days = options.values(day, NOTE_DAYS, MATERIAL_DAYS, VERIFY_DAYS)
    done = [
        notices.climb(NOTE, _notes(days[NOTE_DAYS]), lambda word, keys: note_people(word, keys, day), at=at),
        notices.climb(
            MATERIAL, _materials(days[MATERIAL_DAYS]), lambda word, keys: material_people(word, keys, day), at=at
        ),
        notices.climb(FACT, _facts(days[VERIFY_DAYS]), lambda word, keys: fact_people(word, keys, day), at=at),
    ]
    said = " · ".join(str(one) for one in done)
    notices.beat("remind_teams", at=at, said=said)
    return said


def _morning(first, days):
    """The morning of the last of `days` working days after the day `first`."""
    return datetime.combine(calendar().add(first, days), MORNING, tzinfo=timezone.get_current_timezone())


def _under(project):
    return (f"project:{project}",) if project else ()


def _notes(days):
    rows = notes_owed().select_related("examination").order_by("pk")
    title = _("A note to be handed in: %(title)s")
    return [
        Owed(
            str(row.pk), _morning(timezone.localdate(row.held_at), days), title % {"title": row.examination},
            row.get_absolute_url(), _under(row.project_id),
        )
        for row in rows
    ]  # fmt: skip


def _materials(days):
    words = {
        WRITE: _("A material to be written: %(title)s"), SIGN: _("A material to be signed: %(title)s"),
    }  # fmt: skip
    return [
        Owed(
            due.key, _morning(due.examination.until_on, days), words[due.stage] % {"title": due.examination},
            (due.material or due.examination).get_absolute_url(),
        )
        for due in materials_owed()
    ]  # fmt: skip


def _facts(days):
    title = _("A fact to be verified: %(project)s, %(day)s")
    return [
        Owed(
            str(row.pk), _morning(timezone.localdate(row.made_at), days),
            title % {"project": row.project or _("no project"), "day": row.day}, row.get_absolute_url(),
            _under(row.project_id),
        )
        for row in facts_owed().select_related("project").order_by("pk")
    ]  # fmt: skip


# Who is told -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Apart:
    """Who keeps out: recusals of the day by user, the accounts of the cadres."""

    recused: frozenset
    own: dict

    def may(self, user, cadre, project=None):
        """Is the user neither the cadre nor recused from it or from the project?"""
        out = ("cadre", cadre) if cadre else None, ("project", project) if project else None
        return self.own.get(cadre) != user.pk and not any((user.pk, one) in self.recused for one in out if one)


def _apart(cadres, day):
    recused = set()
    rows = Recusal.objects.filter(in_force(day), person__user__isnull=False)
    for user, cadre, project in rows.values_list("person__user_id", "cadre_id", "project_id"):
        recused.add((user, ("cadre", cadre) if cadre else ("project", project)))
    own = Cadre.objects.filter(pk__in=[pk for pk in cadres if pk])
    return Apart(frozenset(recused), dict(own.exclude(user=None).values_list("pk", "user_id")))


def _seats(examinations, day):
    """{examination: [(user, leads?)]}: who sits in its team and is none of its cadres, the leader first."""
    rows = TeamMember.objects.filter(in_force(day), team__in={row.team_id for row in examinations})
    rows = rows.exclude(cadre__user=None).select_related("cadre__user").order_by("-is_leader", "pk")
    by_team = {}
    for row in rows:
        by_team.setdefault(row.team_id, []).append((row.cadre_id, row.cadre.user, row.is_leader))
    subjects = set(ExaminedCadre.objects.filter(examination__in=examinations).values_list("examination", "cadre"))
    found = {}
    for one in examinations:
        mine = by_team.get(one.team_id, ())
        found[one.pk] = [(user, leads) for cadre, user, leads in mine if (one.pk, cadre) not in subjects]
    return found


def note_people(word, keys, day):
    """{key: users} of the ladder of notes: the recorder while in the team, then its leader."""
    talks = list(Talk.objects.filter(pk__in=keys).select_related("examination", "recorder"))
    seats = _seats({row.examination for row in talks}, day)
    apart, found = _apart({row.cadre_id for row in talks}, day), {}
    for row in talks:
        wanted = [
            user
            for user, leads in seats[row.examination_id]
            if (leads if word == "leader" else user.pk == row.recorder_id)
        ]
        found[str(row.pk)] = [user for user in wanted if apart.may(user, row.cadre_id, row.project_id)]
    return found


def material_people(word, keys, day):
    """{key: users} of the ladder of materials: who writes or signs it, the leader of the team, the cadre section."""
    rows = {due.key: due for due in materials_owed(examination__in={key.split(".")[0] for key in keys})}
    rows = {key: due for key, due in rows.items() if key in keys}
    apart = _apart({due.cadre for due in rows.values()}, day)
    office = list(User.objects.with_role(Role.OFFICE).order_by("pk")) if word == "office" else []
    seats = {} if office else _seats({due.examination for due in rows.values()}, day)
    found = {}
    for key, due in rows.items():
        users = office or [user for user, leads in seats[due.examination.pk] if leads == _leads(word, due)]
        users = [user for user in users if apart.may(user, due.cadre)]
        drafter = due.material and [user for user in users if user.pk == due.material.drafted_by_id]
        found[key] = drafter if word == "turn" and due.stage == WRITE and drafter else users
    return found


def _leads(word, due):
    return word == "leader" or due.stage == SIGN


def fact_people(word, keys, day):
    """{key: users} of the ladder of facts: the cadre section, then its leaders; never who entered it."""
    users = list(User.objects.with_role(Role.OFFICE if word == "office" else Role.DIRECTOR).order_by("pk"))
    rows = list(Fact.objects.filter(pk__in=keys).only("cadre_id", "author_id"))
    apart = _apart({row.cadre_id for row in rows}, day)
    return {
        str(row.pk): [user for user in users if user.pk != row.author_id and apart.may(user, row.cadre_id)]
        for row in rows
    }
