"""The move of a rule set: adopted by another person, in force from its day, unchanged from then on."""

from django.utils.translation import gettext_lazy

from cases.permissions import rulesets as may
from cases.states.rulesets import RuleSetState as S
from zhangdian.workflow import Move, make

ADOPT = Move(
    "adopt", frozenset({S.DRAFT}), S.ADOPTED, may.adopts, gettext_lazy("Adopt the rule set"), needs=("reason",),
    warns=gettext_lazy("Cases opened from its first day on run by it. It can no longer be changed."),
)  # fmt: skip
MOVES = (ADOPT,)


def adopt(rule_set, *, reason, actor, at):
    """Put a rule set in force from its day on. Returns it."""

    def adopted(row):
        row.adopted_at, row.adopted_by, row.adopted_why = at, actor, reason

    return make(ADOPT, rule_set, actor=actor, at=at, reason=reason, then=adopted)
