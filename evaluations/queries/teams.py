"""What the pages of the evaluation teams read."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.states import Role
from cadres.models import in_force
from evaluations.models import Check, Examination, Material, Talk, TeamMember
from evaluations.states.teams import CheckKind, CheckState, MaterialState, TalkKind, TalkState
from evaluations.states.teams import ExaminationState as S
from zhangdian.waiting import Wait

OVER = (S.ARCHIVED, S.ABANDONED)


def listed(user, day, state=""):
    """The evaluations that `user` may see, with their team and how many cadres and projects; those in work first."""
    rows = Examination.objects.visible_to(user, day).select_related("team")
    rows = rows.annotate(cadres=Count("subjects", distinct=True), projects=Count("works", distinct=True))
    if state in S.values:
        return rows.filter(state=state).order_by("-from_on", "-pk")
    return rows.annotate(over=Exists(Examination.objects.filter(pk=OuterRef("pk"), state__in=OVER))).order_by(
        "over", "-from_on", "-pk"
    )


@dataclass
class Person:
    """A cadre of an evaluation with what stands about it: counts of notes, verifications, the material."""

    subject: object
    filed: int = 0
    checks: list = field(default_factory=list)
    material: object = None


@dataclass
class Page:
    """An evaluation as its page shows it."""

    examination: Examination
    people: list
    works: list
    members: list
    talks: list | None
    checks: list


def page_of(examination, user, day, *, at, talks):
    """The Page of an evaluation that `user` has been found to see; talks: may the notes be listed? Six statements."""
    filed = Talk.objects.filter(examination=examination, state=TalkState.FILED, kind=TalkKind.TALK)
    filed = filed.filter(cadre=OuterRef("cadre")).order_by().values("cadre").annotate(n=Count("pk")).values("n")
    subjects = examination.subjects.select_related("cadre__unit").annotate(filed=Coalesce(Subquery(filed), 0))
    people = {row.cadre_id: Person(row, filed=row.filed) for row in subjects}
    checks = list(Check.objects.visible_to(user, day).filter(examination=examination).select_related("cadre"))
    for check in checks:
        check.late = check.is_late(at)
        people[check.cadre_id].checks.append(check)
    for material in Material.objects.visible_to(user, day).filter(examination=examination).select_related("drafted_by"):
        people[material.cadre_id].material = material
    seats = TeamMember.objects.filter(in_force(day), team=examination.team_id).select_related("cadre")
    shown = None
    if talks:
        rows = Talk.objects.visible_to(user, day).filter(examination=examination)
        shown = list(rows.select_related("cadre", "project", "recorder"))
    return Page(
        examination,
        list(people.values()),
        list(examination.works.select_related("project")),
        list(seats),
        shown,
        checks,
    )


def in_work(user, day):
    """Evaluations of the teams of `user` that are in work, as the home page of a member lists them."""
    return list(Examination.objects.visible_to(user, day).filter(state__in=WITH_TEAM).select_related("team")[:12])


WITH_TEAM = (S.FORMED, S.ON_SITE, S.VERIFYING, S.MATERIAL)


def requests(user, day, *, waiting=False):
    """What discipline was asked, the longest due first; `waiting`: only what is not answered."""
    rows = Check.objects.visible_to(user, day).filter(kind=CheckKind.INTEGRITY)
    rows = rows.select_related("cadre__unit", "examination", "asked_by")
    if waiting:
        return rows.filter(state=CheckState.ASKED).order_by("due_at", "pk")
    return rows.annotate(done=Exists(Check.objects.filter(pk=OuterRef("pk")).exclude(state=CheckState.ASKED))).order_by(
        "done", "due_at", "pk"
    )


def waits(user, day, at):
    """What may wait for a person in the teams' work: [Wait]."""
    found = []
    rows = Examination.objects.visible_to(user, day)
    if user.has_role(Role.TEAM):
        drafts = Talk.objects.filter(recorder=user, state=TalkState.DRAFT, examination__state=S.ON_SITE)
        found += [
            Wait(rows.filter(state__in=WITH_TEAM), _("evaluations of your team in work"), "/examinations/", stays=True),
            Wait(drafts, _("notes of yours not handed in yet"), f"/examinations/?state={S.ON_SITE}"),
        ]
    if user.has_role(Role.DIRECTOR):
        ready = rows.filter(~Q(pk__in=_unready()), state=S.MATERIAL)
        found += [
            Wait(rows.filter(state=S.SUBMITTED), _("plans of evaluation to approve"),
                 f"/examinations/?state={S.SUBMITTED}", urgent=True),
            Wait(ready, _("evaluations for the meeting"), f"/examinations/?state={S.MATERIAL}"),
        ]  # fmt: skip
    if user.has_role(Role.OFFICE):
        found += [
            Wait(rows.filter(state=S.APPROVED), _("teams to form"), f"/examinations/?state={S.APPROVED}"),
            Wait(rows.filter(state=S.JUDGED), _("evaluations to put on file"), f"/examinations/?state={S.JUDGED}"),
        ]
    if user.has_role(Role.DISCIPLINE):
        asked = Check.objects.visible_to(user, day).filter(state=CheckState.ASKED)
        words, late = _("opinions on integrity asked of you"), asked.filter(due_at__lte=at)
        found.append(Wait(asked, words, "/checks/", late, stays=True))
    return found


def _unready():
    """Evaluations in which some cadre has no signed material."""
    signed = Material.objects.filter(
        examination=OuterRef("pk"), cadre=OuterRef("subjects__cadre"), state=MaterialState.SIGNED
    )
    return Examination.objects.filter(~Exists(signed)).order_by().values("pk")
