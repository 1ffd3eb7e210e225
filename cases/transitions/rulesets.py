"""The move of a rule set: adopted by another person, in force from its day, unchanged from then on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.permissions import rulesets as may
from cases.queries.rulecheck import check
from cases.states.rulesets import RuleSetState as S
from zhangdian.trail.models import Entry
from zhangdian.workflow import Move, MoveRefused, make

ADOPT = Move(
    "adopt", frozenset({S.DRAFT}), S.ADOPTED, may.adopts, gettext_lazy("Adopt the rule set"), needs=("reason",),
    warns=gettext_lazy("Cases opened from its first day on run by it. It can no longer be changed."),
)  # fmt: skip
MOVES = (ADOPT,)


def adopt(rule_set, *, reason, actor, at):
    """Put a rule set in force from its day on. Returns it.

    Refused where a case would come to a halt by it (queries.rulecheck), and to whoever ever wrote a line of it.
    """

    def adopted(row):
        keys = [str(key) for key in row.circumstances.values_list("pk", flat=True)]
        of_catalogue = Entry.objects.filter(label="cases.circumstance", key__in=keys)
        if any(lines.filter(actor=actor).exists() for lines in (Entry.objects.about(row), of_catalogue)):
            raise MoveRefused(
                _("You had a hand in this rule set: somebody else adopts it."), MoveRefused.WRONG_PERSON
            )  # fmt: skip
        halts = [one.sentence for one in check(row) if one.stops]
        if halts:
            raise MoveRefused(" ".join(halts[:5]), MoveRefused.WRONG_STATE)
        row.adopted_at, row.adopted_by, row.adopted_why = at, actor, reason

    return make(ADOPT, rule_set, actor=actor, at=at, reason=reason, then=adopted)
