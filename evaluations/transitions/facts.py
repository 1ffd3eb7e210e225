"""The moves of a fact: verified by another than its author, objected to by whom it concerns, answered."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from evaluations.models import Fact
from evaluations.permissions.facts import answers, objects, verifies, withdraws
from evaluations.services.team_ladder import FACT
from evaluations.states.facts import FactState as S
from zhangdian.notices import services as notices
from zhangdian.workflow import Move, make

VERIFY = Move(
    "verify", frozenset({S.DRAFT}), S.VERIFIED, verifies, gettext_lazy("Verify"),
    warns=gettext_lazy("The cadre sees it from then on and may object."),
)  # fmt: skip
REJECT = Move("reject", frozenset({S.DRAFT}), S.REJECTED, verifies, gettext_lazy("Not borne out"), needs=("reason",))
WITHDRAW = Move(
    "withdraw", frozenset({S.DRAFT, S.VERIFIED}), S.WITHDRAWN, withdraws, gettext_lazy("Withdraw"), needs=("reason",)
)
OBJECT = Move("object", frozenset({S.VERIFIED}), S.VERIFIED, objects, gettext_lazy("Object"), needs=("objection",))
ANSWER = Move("answer", frozenset({S.VERIFIED}), S.VERIFIED, answers, gettext_lazy("Answer"), needs=("answer",))
MOVES = (VERIFY, REJECT, WITHDRAW, OBJECT, ANSWER)


def _make(move, fact, *, actor, at, **words):
    rows = Fact.objects.standing(actor, timezone.localdate(at)).select_related("cadre__user")
    return make(move, fact, actor=actor, at=at, rows=rows, **words)


def _tell(row, users, kind, title, at):
    notices.tell(users, kind=kind, key=row.pk, title=title, path=row.get_absolute_url(), at=at)


def _checked(row, at):
    """It waits for nobody's verification any more."""
    notices.settle(FACT, [row.pk], at=at)


def verify(fact, *, actor, at):
    """It is so: the cadre is told."""

    def tell(row):
        _checked(row, at)
        if row.cadre.user_id:
            _tell(row, [row.cadre.user], "fact", _("A fact was entered in your book; you may object."), at)

    return _make(VERIFY, fact, actor=actor, at=at, verified_by=actor, verified_at=at, then=tell)


def reject(fact, *, actor, at, reason):
    """It is not so, or cannot be shown."""
    return _make(REJECT, fact, actor=actor, at=at, reason=reason, then=lambda row: _checked(row, at))


def withdraw(fact, *, actor, at, reason):
    """It no longer counts; what was said stays readable."""
    return _make(WITHDRAW, fact, actor=actor, at=at, reason=reason, then=lambda row: _checked(row, at))


def object(fact, *, objection, actor, at):
    """The cadre says briefly what is wrong."""

    def tell(row):
        _tell(row, User.objects.with_role(Role.OFFICE), "fact.objected", _("A cadre objects to a fact."), at)

    return _make(OBJECT, fact, actor=actor, at=at, objection=objection.strip()[:500], objected_at=at, then=tell)


def answer(fact, *, answer, actor, at):
    """The cadre section answers; where the objection is right it withdraws the fact besides."""

    def tell(row):
        if row.cadre.user_id:
            _tell(row, [row.cadre.user], "fact.answered", _("Your objection to a fact was answered."), at)

    return _make(
        ANSWER, fact, actor=actor, at=at, answer=answer.strip()[:500], answered_by=actor, answered_at=at, then=tell
    )
