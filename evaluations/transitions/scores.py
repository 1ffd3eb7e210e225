"""The moves of schemes, of a quarter's scores and of objections to them."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.models import Cadre
from evaluations import options
from evaluations.models import Scoring
from evaluations.permissions import scores as may
from evaluations.rules import scheme as rules
from evaluations.services import scoring as services
from evaluations.states.scores import ObjectionState, SchemeState
from evaluations.states.scores import ScoringState as S
from zhangdian.calendar.queries import working_end
from zhangdian.notices import services as notices
from zhangdian.options.queries import value
from zhangdian.workflow import Move, MoveRefused, make

DECISION = ("meeting", "met_on", "decision_number")
DECISION_FIELDS = {
    "meeting": forms.CharField(label=gettext_lazy("meeting that decided"), max_length=80),
    "met_on": forms.DateField(label=gettext_lazy("day of the meeting"), widget=forms.DateInput({"type": "date"})),
    "decision_number": forms.CharField(label=gettext_lazy("number of the decision"), max_length=60),
}

ADOPT = Move(
    "adopt", frozenset({SchemeState.DRAFT}), SchemeState.ADOPTED, may.adopts_schemes,
    gettext_lazy("Enter the adoption"), needs=DECISION, fields=DECISION_FIELDS,
    warns=gettext_lazy("From then on its numbers do not change; another scheme takes its place from a later quarter."),
)  # fmt: skip
WITHDRAW = Move(
    "withdraw", frozenset({SchemeState.DRAFT, SchemeState.ADOPTED}), SchemeState.WITHDRAWN, may.keeps_scores,
    gettext_lazy("Withdraw the scheme"), needs=("reason",),
    warns=gettext_lazy("Only a scheme by which nothing was computed can be withdrawn."),
)  # fmt: skip
SCHEME_MOVES = (ADOPT, WITHDRAW)

SHOW = Move(
    "show_scores", frozenset({S.DRAFT}), S.CHECKING, may.keeps_scores, gettext_lazy("Show for checking"),
    warns=gettext_lazy(
        "Every cadre sees the own score, every unit those of its projects, and may object. You cannot freeze them then."
    ),
)  # fmt: skip
TAKE_BACK = Move(
    "take_back", frozenset({S.CHECKING}), S.DRAFT, may.keeps_scores, gettext_lazy("Take back to the draft"),
    needs=("reason",), warns=gettext_lazy("The scores are computed anew and shown again."),
)  # fmt: skip
FREEZE = Move(
    "freeze", frozenset({S.CHECKING}), S.FROZEN, may.freezes, gettext_lazy("Freeze the scores"), needs=DECISION,
    fields=DECISION_FIELDS,
    warns=gettext_lazy("Frozen scores never change; what is reversed later stands beside them as a revision."),
)  # fmt: skip
MOVES = (SHOW, TAKE_BACK, FREEZE)

UPHOLD = Move(
    "uphold", frozenset({ObjectionState.RAISED}), ObjectionState.UPHELD, may.answers,
    gettext_lazy("Uphold the objection"), needs=("answer",),
    warns=gettext_lazy("Put right what it rests on, then take the scores back and compute anew."),
)  # fmt: skip
REJECT = Move(
    "reject", frozenset({ObjectionState.RAISED}), ObjectionState.REJECTED, may.answers,
    gettext_lazy("Do not uphold the objection"), needs=("answer",),
)  # fmt: skip
OBJECTION_MOVES = (UPHOLD, REJECT)


def adopt(scheme, *, actor, at, meeting, met_on, decision_number):
    """Enter the decision that adopts a scheme; refused while its numbers do not fit together."""

    def look(row):
        wrong = rules.problems(row.numbers())
        if wrong:
            raise MoveRefused(
                _("The numbers do not fit together: %(what)s") % {"what": " ".join(problem_words(wrong))},
                MoveRefused.MISSING,
            )
        if not row.peers.exists():
            raise MoveRefused(_("The scheme names no peer group: nobody would be ranked."), MoveRefused.MISSING)
        other = type(row).objects.filter(
            state=SchemeState.ADOPTED, from_year=row.from_year, from_quarter=row.from_quarter
        )
        if other.exists():
            raise MoveRefused(
                _("“%(other)s” is in force from the same quarter on. Choose a later one.") % {"other": other.first()},
                MoveRefused.WRONG_STATE,
            )
        _not_ahead(met_on, at)

    return make(
        ADOPT, scheme, actor=actor, at=at, then=look, before={},
        after={"meeting": meeting, "met_on": str(met_on), "decision_number": decision_number},
        meeting=meeting, met_on=met_on, decision_number=decision_number, adopted_at=at, adopted_by=actor,
    )  # fmt: skip


def _not_ahead(met_on: date, at):
    if met_on > timezone.localdate(at):
        raise MoveRefused(_("The day of the meeting %(day)s is yet to come.") % {"day": met_on}, MoveRefused.MISSING)


PROBLEMS = {
    "project": gettext_lazy("The parts of a project's score do not sum to 100."),
    "parts": gettext_lazy("Key tasks and overall do not sum to 100."),
    "key": gettext_lazy("Projects carried and targets do not sum to the points of the key tasks."),
    "dimensions": gettext_lazy("The five dimensions do not sum to 100."),
    "lines": gettext_lazy("The lines of the grades do not fall from good to poor."),
    "negative": gettext_lazy("A weight is below nought."),
    "facts": gettext_lazy("Praise never takes points away and a problem never adds any."),
    "delay": gettext_lazy("The loss by delay must lie between 0 and 1, in steps of at least one day."),
}


def problem_words(codes):
    """The sentences of `rules.problems`."""
    return [str(PROBLEMS[code]) for code in codes]


def withdraw(scheme, *, actor, at, reason):
    """Withdraw a scheme by which nothing was computed."""

    def look(row):
        used = Scoring.objects.filter(scheme=row).first()
        if used is not None:
            raise MoveRefused(
                _("The scores of %(quarter)s were computed by this scheme; it stays.") % {"quarter": used},
                MoveRefused.WRONG_STATE,
            )

    return make(WITHDRAW, scheme, actor=actor, at=at, reason=reason, then=look)


def show(scoring, *, actor, at):
    """Show the scores for checking and tell everybody concerned."""
    until = working_end(timezone.localdate(at), value(options.scores.CHECK_DAYS, timezone.localdate(at)))

    def tell(row):
        if not row.scores.exists():
            raise MoveRefused(_("There are no scores yet: compute them first."), MoveRefused.WRONG_STATE)
        concerned = User.objects.filter(
            pk__in=Cadre.objects.filter(
                pk__in=row.scores.filter(cadre__isnull=False).values("cadre"), user__isnull=False
            ).values("user")
        )
        notices.tell(
            concerned, kind="score.shown", key=f"{row.pk}.{at:%Y%m%d%H%M%S}",
            title=_("Your score of %(quarter)s can be checked.") % {"quarter": row}, path="/scores/", at=at,
        )  # fmt: skip

    return make(SHOW, scoring, actor=actor, at=at, then=tell, shown_at=at, shown_by=actor, check_until=until)


# The desk calls a move's function by the move's name.
show_scores = show


def take_back(scoring, *, actor, at, reason):
    """Back to the draft, computed anew at once; objections and their answers stay."""

    def again(row):
        services.fill(row, services.quarter_of(row))
        row.computed_at = at

    return make(
        TAKE_BACK, scoring, actor=actor, at=at, reason=reason, then=again, shown_at=None, shown_by=None,
        check_until=None,
    )  # fmt: skip


def freeze(scoring, *, actor, at, meeting, met_on, decision_number):
    """Freeze the scores by a decision: the time for checking is over and every objection is answered."""
    said = {"meeting": meeting, "met_on": str(met_on), "decision_number": decision_number}

    def look(row):
        if at < row.check_until:
            raise MoveRefused(
                _("The scores can be checked until %(until)s; freeze them after that.")
                % {"until": timezone.localtime(row.check_until).strftime("%Y-%m-%d %H:%M")},
                MoveRefused.WRONG_STATE,
            )
        waiting = row.objections.filter(state=ObjectionState.RAISED).count()
        if waiting:
            raise MoveRefused(_("%(n)s objections are not answered yet.") % {"n": waiting}, MoveRefused.WRONG_STATE)
        upheld = row.objections.filter(state=ObjectionState.UPHELD, answered_at__gt=row.computed_at).count()
        if upheld:
            raise MoveRefused(
                _("%(n)s objections were upheld since the scores were computed: take them back and compute anew.")
                % {"n": upheld},
                MoveRefused.WRONG_STATE,
            )
        _not_ahead(met_on, at)
        row.digest = said["digest"] = services.digest_of(row)

    return make(
        FREEZE, scoring, actor=actor, at=at, then=look, before={}, after=said, meeting=meeting, met_on=met_on,
        decision_number=decision_number, frozen_at=at, frozen_by=actor,
    )  # fmt: skip


def uphold(objection, *, actor, at, answer):
    """The objection is right."""
    return _answered(UPHOLD, objection, actor, at, answer)


def reject(objection, *, actor, at, answer):
    """The objection is not right; the answer says why."""
    return _answered(REJECT, objection, actor, at, answer)


def _answered(move, objection, actor, at, answer):
    def tell(row):
        notices.tell(
            [row.raised_by], kind="score.answered", key=row.pk, title=_("Your objection to a score was answered."),
            path=row.get_absolute_url(), at=at,
        )  # fmt: skip
        notices.settle("score_objection", [str(row.pk)], at=at)

    return make(
        move, objection, actor=actor, at=at, then=tell, answer=answer.strip()[:1000], answered_at=at,
        answered_by=actor,
    )  # fmt: skip


def office():
    """Who answers objections."""
    return User.objects.with_role(Role.OFFICE)
