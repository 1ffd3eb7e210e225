"""The moves of an evaluation on site, from the plan to the file."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.models import in_force
from evaluations.models import Check, Examination, ExaminedCadre, Material, Recusal, Talk, TeamMember
from evaluations.options.teams import LEAST_MEMBERS, LEAST_TALKS
from evaluations.permissions.teams import approves_plan, directs, drafts_plan, leads_it, works_in
from evaluations.services import team_ladder
from evaluations.states.teams import CheckKind, CheckState, MaterialState, Outcome, TalkKind, TalkState
from evaluations.states.teams import ExaminationState as S
from zhangdian.notices import services as notices
from zhangdian.options import queries as options
from zhangdian.workflow import Move, MoveRefused, make

BEFORE_MEETING = frozenset({S.DRAFT, S.SUBMITTED, S.APPROVED, S.FORMED, S.ON_SITE, S.VERIFYING, S.MATERIAL})

SUBMIT = Move("submit", frozenset({S.DRAFT}), S.SUBMITTED, drafts_plan, gettext_lazy("Hand up the plan"))
RETURN = Move(
    "return", frozenset({S.SUBMITTED}), S.DRAFT, approves_plan, gettext_lazy("Return the plan"), needs=("reason",)
)
APPROVE = Move("approve", frozenset({S.SUBMITTED}), S.APPROVED, approves_plan, gettext_lazy("Approve the plan"))
FORM = Move(
    "form", frozenset({S.APPROVED}), S.FORMED, drafts_plan, gettext_lazy("Form the team"),
    warns=gettext_lazy("Recusals are looked at; the members who are left are told and see the evaluation from now on."),
)  # fmt: skip
BEGIN = Move("begin", frozenset({S.FORMED}), S.ON_SITE, works_in, gettext_lazy("Go to the front line"))
EXTEND = Move(
    "extend", frozenset({S.ON_SITE}), S.VERIFYING, leads_it, gettext_lazy("Leave the site, verify further"),
    warns=gettext_lazy("Notes that have not been handed in are not used."),
)  # fmt: skip
WRITE_UP = Move("write-up", frozenset({S.VERIFYING}), S.MATERIAL, leads_it, gettext_lazy("Begin the materials"))
JUDGE = Move(
    "judge", frozenset({S.MATERIAL}), S.JUDGED, directs, gettext_lazy("Record the department meeting"),
    needs=("met_on", "meeting_no", "due_present", "present", "agreed"),
    warns=gettext_lazy("What the meeting found are proposals; a decision about a post is made elsewhere."),
)  # fmt: skip
ARCHIVE = Move("archive", frozenset({S.JUDGED}), S.ARCHIVED, drafts_plan, gettext_lazy("Put on file"))
CALL_OFF = Move("call-off", BEFORE_MEETING, S.ABANDONED, directs, gettext_lazy("Call off"), needs=("reason",))
MOVES = (SUBMIT, APPROVE, RETURN, FORM, BEGIN, EXTEND, WRITE_UP, JUDGE, ARCHIVE, CALL_OFF)


def rows_for(user, at):
    """What a move locks: the row and how `user` stands to it."""
    return Examination.objects.standing(user, timezone.localdate(at)).select_related("team")


def _make(move, examination, *, actor, at, **words):
    return make(move, examination, actor=actor, at=at, rows=rows_for(actor, at), **words)


def _tell(row, users, kind, title, at):
    notices.tell(users, kind=kind, key=row.pk, title=title % {"title": row}, path=row.get_absolute_url(), at=at)


def _unready(sentence, **words):
    return MoveRefused(sentence % words if words else sentence, MoveRefused.MISSING)


def submit(examination, *, actor, at):
    """Hand the plan up: it must say whom, where and how."""

    def whole(row):
        if not row.subjects.exists() or not row.works.exists() or not row.ways:
            raise _unready(_("The plan names no cadre, no project or no way yet. Fill it in, then hand it up."))
        _tell(
            row, User.objects.with_role(Role.DIRECTOR), "plan", _("A plan of evaluation awaits approval: %(title)s"), at
        )

    return _make(SUBMIT, examination, actor=actor, at=at, then=whole)


def return_(examination, *, actor, at, reason):
    """Back to the drafter, with a reason."""

    def tell(row):
        _tell(row, [row.drafted_by], f"plan.returned.{at:%Y%m%d%H%M}", _("A plan was returned: %(title)s"), at)

    return _make(RETURN, examination, actor=actor, at=at, reason=reason, then=tell)


def approve(examination, *, actor, at):
    """Approve a plan of another's hand."""
    return _make(APPROVE, examination, actor=actor, at=at, approved_by=actor, approved_at=at)


def able(examination, day):
    """The members of the evaluation's team on `day` who are recused from none of its cadres and projects and are none
    of its cadres themselves, the leader first."""
    cadres, works = examination.subjects.values("cadre"), examination.works.values("project")
    out = Recusal.objects.filter(in_force(day)).filter(Q(cadre__in=cadres) | Q(project__in=works)).values("person")
    seats = TeamMember.objects.filter(in_force(day), team=examination.team_id)
    seats = seats.exclude(cadre__in=out).exclude(cadre__in=cadres)
    return list(seats.select_related("cadre__user").order_by("-is_leader", "id"))


def form(examination, *, actor, at):
    """Form the team: enough members whom no recusal keeps out, a leader among them."""
    day = timezone.localdate(at)

    def seats(row):
        members = able(row, day)
        least = options.value(LEAST_MEMBERS, day)
        if len(members) < least:
            raise _unready(
                _("Without those who are recused the team has %(count)s members; %(least)s are needed. "
                  "Add a member on the desk, or give the evaluation to another team."),
                count=len(members), least=least,
            )  # fmt: skip
        if not members[0].is_leader:
            raise _unready(_("The leader of the team is recused or not named: name a leader for these days first."))
        row.formed_on, row.formed_of = day, "、".join(member.cadre.name for member in members)[:400]
        users = [member.cadre.user for member in members if member.cadre.user_id]
        _tell(row, users, "examination", _("You are in the team of an evaluation: %(title)s"), at)

    return _make(FORM, examination, actor=actor, at=at, then=seats)


def begin(examination, *, actor, at):
    """The team goes to the site."""
    return _make(BEGIN, examination, actor=actor, at=at)


def extend(examination, *, actor, at):
    """Leave the site once enough talks about each cadre have been handed in."""
    least = options.value(LEAST_TALKS, timezone.localdate(at))

    def heard(row):
        filed = Talk.objects.filter(examination=row, state=TalkState.FILED, kind=TalkKind.TALK)
        counts = dict(filed.order_by().values_list("cadre").annotate(n=Count("pk")))
        few = [s.cadre.name for s in row.subjects.select_related("cadre") if counts.get(s.cadre_id, 0) < least]
        if few:
            raise _unready(
                _("Fewer than %(least)s individual talks have been handed in about %(names)s."),
                least=least, names="、".join(few),
            )  # fmt: skip
        team_ladder.no_notes(row, at=at)

    return _make(EXTEND, examination, actor=actor, at=at, then=heard)


def write_up(examination, *, actor, at):
    """Begin the materials, once discipline has answered about each cadre and nothing asked is open."""

    def answered(row):
        checks = Check.objects.filter(examination=row)
        waiting = checks.filter(state=CheckState.ASKED).count()
        about = checks.filter(state=CheckState.ANSWERED, kind=CheckKind.INTEGRITY).values("cadre")
        unasked = row.subjects.exclude(cadre__in=about).count()
        if waiting or unasked:
            raise _unready(
                _("%(waiting)s replies are awaited, and about %(unasked)s cadres there is no opinion on integrity yet. "
                  "The cadre section asks for it on the page of the evaluation."),
                waiting=waiting, unasked=unasked,
            )  # fmt: skip
        office = User.objects.with_role(Role.OFFICE)
        _tell(row, office, "examination.material", _("The materials are being written: %(title)s"), at)

    return _make(WRITE_UP, examination, actor=actor, at=at, then=answered)


def judge(examination, *, outcomes, met_on, meeting_no, due_present, present, agreed, actor, at):
    """Record the meeting and what it found about each cadre. outcomes: {cadre pk: (Outcome, note)}."""
    day = timezone.localdate(at)
    if met_on and met_on > day:
        raise ValidationError({"met_on": _("The day %(day)s is yet to come.") % {"day": met_on}})
    if None not in (due_present, present, agreed) and not agreed <= present <= due_present:
        raise ValidationError({"agreed": _("Agreed cannot be more than present, present not more than due.")})

    def found(row):
        subjects = list(row.subjects.select_for_update(of=("self",)).select_related("cadre"))
        unsigned = {s.cadre_id for s in subjects} - set(
            Material.objects.filter(examination=row, state=MaterialState.SIGNED).values_list("cadre", flat=True)
        )
        if unsigned:
            raise _unready(
                _("%(count)s materials are not signed yet: the team leader signs them."), count=len(unsigned)
            )
        for subject in subjects:
            outcome, note = outcomes.get(subject.cadre_id, ("", ""))
            if outcome not in Outcome.values:
                raise ValidationError(_("Say what the meeting found about %(name)s.") % {"name": subject.cadre})
            subject.outcome, subject.outcome_note = outcome, note[:200]
        ExaminedCadre.objects.bulk_update(subjects, ["outcome", "outcome_note"])
        office = User.objects.with_role(Role.OFFICE)
        _tell(row, office, "examination.judged", _("Considered by the meeting, to be put on file: %(title)s"), at)

    return _make(
        JUDGE, examination, actor=actor, at=at, then=found, met_on=met_on, meeting_no=(meeting_no or "").strip(),
        due_present=due_present, present=present, agreed=agreed, before={},
        after={"met_on": str(met_on), "meeting_no": meeting_no, "agreed": f"{due_present}/{present}/{agreed}"},
    )  # fmt: skip


def archive(examination, *, actor, at):
    """Put it on file: nothing changes any more."""
    return _make(ARCHIVE, examination, actor=actor, at=at)


def call_off(examination, *, actor, at, reason):
    """End it without a result; replies still awaited are no longer asked for."""

    def quiet(row):
        waiting = Check.objects.filter(examination=row, state=CheckState.ASKED)
        notices.settle("integrity", [str(key) for key in waiting.values_list("pk", flat=True)], at=at)
        team_ladder.no_notes(row, at=at)
        team_ladder.no_materials(row, at=at)

    return _make(CALL_OFF, examination, actor=actor, at=at, reason=reason, then=quiet)
