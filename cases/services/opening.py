"""Opening a case: its number without gaps, the rules in force, its officer."""

from django.db import transaction
from django.utils import timezone

from cases import registry
from cases.queries import rulesets
from cases.services import clocks
from zhangdian.papers.gongwen import number_words
from zhangdian.papers.services import next_number
from zhangdian.trail import services as trail


@transaction.atomic
def open_case(row, *, actor, at, handler, verb="open", due_at=None, reason=""):
    """Store a new case: `row` unsaved, with its state and what it is about. All or nothing.

    actor None: drafted by the system. Gives it the next number of its series, the rule set in force on the day, its
    first deadline and one trail line. Returns it. MoveRefused where no rule set is in force.
    """
    day = timezone.localdate(at)
    if row.rule_set_id is None:
        row.rule_set = rulesets.in_force(day)
    kind = registry.of(row)
    row.year, row.number = day.year, next_number(f"case.{kind.name}", day.year)
    row.number_text = number_words(getattr(row, "series", kind.series), row.year, row.number)
    row.opened_at, row.opened_by, row.handler = at, actor, handler
    clocks.enter(row, at=at, due_at=due_at)
    row.save(force_insert=True)
    trail.record(row, verb, actor=actor, at=at, to_state=row.state, reason=reason, after={"whom": str(row.whom)})
    return row
