"""What the database itself refuses of cases; how: `models.triggers` and `evaluations.models.guards`.

- Decisions once confirmed, their cases and attendees, what was served, rule sets once adopted, and what else a step
  rested on: never changed, never taken away (`GUARD`), and nothing is added to what is closed (`CLOSED`).
- A case in an effective state without rows that say so: what was served, and the case named by a confirmed decision
  (`EFFECTIVE`). The stamps of the row itself are asked by CHECK constraints (models.base).
- A state whose steps are rows of their own, without them; another value in what was frozen (`STEPS`).
- A disposal of what stands under a legal hold; a withdrawal that ends while the honour is withdrawn (`REFUSALS`).
"""

from cases.models.triggers import SENTENCE, Closed, Effective, Frozen, Needs, Refusal, Trigger
from cases.states import adjustment, appeals, cards, honours, reserve, tolerance, withdrawal
from evaluations.models.guards import Guard

_DECIDED = "(SELECT d.state FROM cases_decision d WHERE d.id = OLD.decision_id) = 'CONFIRMED'"
_ADOPTED = "(SELECT r.state FROM cases_ruleset r WHERE r.id = OLD.rule_set_id) = 'ADOPTED'"
_FOUND = "(SELECT t.state FROM cases_tolerance t WHERE t.id = OLD.tolerance_id) IN ({})".format(
    ", ".join(f"'{state}'" for state in ("DECIDED", *tolerance.EFFECTIVE))
)
KEPT = {
    "cases_decision": "OLD.state = 'CONFIRMED'",
    "cases_decisionitem": _DECIDED,
    "cases_attendee": _DECIDED,
    "cases_served": "OLD.id IS NOT NULL",
    "cases_ruleset": "OLD.state = 'ADOPTED'",
    "cases_clock": _ADOPTED,
    "cases_figure": _ADOPTED,
    "cases_measure": _ADOPTED,
    "cases_circumstance": _ADOPTED,
    "cases_disposal": "OLD.state = 'DONE'",
    "cases_disposalitem": "OLD.done_at IS NOT NULL",
    "cases_tolerancehearing": "OLD.id IS NOT NULL",
    "cases_investigator": _FOUND,
    "cases_tolerancepoint": _FOUND,
    "cases_lesson": "OLD.id IS NOT NULL",
    "cases_adjustevidence": "(SELECT a.served_at FROM cases_adjustment a WHERE a.id = OLD.case_id) IS NOT NULL",
    "cases_adjusttalk": "OLD.id IS NOT NULL",
    "cases_adjustopinion": "OLD.answered_at IS NOT NULL",
    "cases_reservereview": "OLD.id IS NOT NULL",
}
# A circumstance may go out of use; a decision's people may be made one with another row of the same person.
OPEN = {
    "cases_circumstance": ("is_active",), "cases_decisionitem": ("cadre_id",), "cases_attendee": ("cadre_id",),
    "cases_lesson": ("taken_back_at", "taken_back_why"),
}  # fmt: skip
GUARD = Guard("cases_kept", SENTENCE, KEPT, OPEN)

# What hangs on a confirmed decision or an adopted rule set is not added to either: an item slipped in afterwards would
# speak for a case that no meeting saw.
CLOSED = [
    *(Closed(f"cases_{name}", "decision_id", "cases_decision", "CONFIRMED") for name in ("decisionitem", "attendee")),
    *(
        Closed(f"cases_{name}", "rule_set_id", "cases_ruleset", "ADOPTED")
        for name in ("clock", "figure", "measure", "circumstance")
    ),
]

_SERVED = "cases_served s WHERE s.label = 'cases.tolerance' AND s.key = {key} AND s.paper = 'decision'"
_SIGNED = "cases_investigator v WHERE v.tolerance_id = NEW.id AND v.signed_at IS NOT NULL AND v.dropped_at IS NULL"
_FOUND_ON = "cases_tolerancepoint p WHERE p.tolerance_id = NEW.id AND p.side = 'finding'"
# Fed back to the person and to the Party organisation; two who signed; the person, the unit and the masses heard; three
# distinctions and six looks.
_TOLERATED = (
    f"(SELECT COUNT(*) FROM {_SERVED}) >= 2",
    f"(SELECT COUNT(*) FROM {_SIGNED}) >= 2",
    "(SELECT COUNT(DISTINCT h.party) FROM cases_tolerancehearing h WHERE h.tolerance_id = NEW.id) >= 3",
    f"(SELECT COUNT(*) FROM {_FOUND_ON}) >= 9",
)
# A person is honoured in a batch that a confirmed meeting decided, after the opinion and the whole publicity; the
# honour is withdrawn by a delivered withdrawal of its own.
_HONOURED = (
    "EXISTS (SELECT 1 FROM cases_honour h JOIN cases_decision d ON d.id = h.decision_id WHERE h.id = NEW.honour_id "
    f"AND h.state IN ({', '.join(repr(str(state)) for state in honours.HONOUR_EFFECTIVE)}) "
    "AND h.opined_at IS NOT NULL AND h.closed_at >= h.publicity_until AND d.state = 'CONFIRMED') "
    "AND (NEW.state <> 'WITHDRAWN' OR EXISTS (SELECT 1 FROM cases_honourwithdrawal w WHERE w.honouree_id = NEW.id "
    "AND w.state = 'DELIVERED'))"
)


def _words(states):
    return tuple(map(str, states))


# A line a kind that ends in something that touches a person.
EFFECTIVE: list[Effective] = [
    Effective("cases_card", "cases.card", _words(cards.EFFECTIVE)),
    Effective("cases_appeal", "cases.appeal", _words(appeals.EFFECTIVE), ("outcome",)),
    Effective("cases_tolerance", "cases.tolerance", _words(tolerance.EFFECTIVE), ("outcome", "decision"), _TOLERATED),
    Effective("cases_adjustment", "cases.adjustment", _words(adjustment.EFFECTIVE)),
    Effective("cases_promotion", "cases.promotion", ("APPOINTED",), ()),
    Effective("cases_honour", "cases.honour", _words(honours.HONOUR_EFFECTIVE), ()),
    Effective("cases_honouree", "cases.honouree", _words(honours.HONOUREE_EFFECTIVE), (), must=_HONOURED),
    Effective("cases_honourwithdrawal", "cases.honourwithdrawal", _words(withdrawal.EFFECTIVE)),
    # Confidential: nothing is served of it.
    Effective("cases_reserveentry", "cases.reserveentry", _words((*reserve.RESERVE_EFFECTIVE, reserve.R.DECIDED)), ()),
]


def _talk(time):
    return f"EXISTS (SELECT 1 FROM cases_adjusttalk t WHERE t.case_id = NEW.id AND t.time = '{time}')"


# Steps that are rows of their own.
STEPS: list[Trigger] = [
    Needs(
        "cases_adjustment",
        (
            (adjustment.UNVERIFIED, "EXISTS (SELECT 1 FROM cases_adjustevidence e WHERE e.case_id = NEW.id)"),
            (adjustment.UNPROPOSED, _talk("before")),
            (
                adjustment.UNFORWARDED,
                (
                    "(SELECT COUNT(*) FROM cases_adjustopinion o WHERE o.case_id = NEW.id "
                    "AND o.answered_at IS NOT NULL) >= 2"
                ),
            ),
            ((*adjustment.UNFORWARDED, "FORWARDED", "DECLINED", "DECIDED"), _talk("decided")),
        ),
    ),
    Frozen("cases_promotion", ("pack",)),
    Frozen("cases_honourwithdrawal", ("honouree_id",)),
]

_HELD = "a legal hold stands on the case: nothing of it is disposed of"
_HOLD = "SELECT 1 FROM cases_legalhold h WHERE h.lifted_at IS NULL"
_BESIDE = ("cases_legalhold", "cases_disposalitem")
# Nothing under a legal hold enters a batch, is marked disposed of, or lets its batch be carried out.
REFUSALS = [
    Refusal(
        "cases_disposalitem", "held", f"EXISTS ({_HOLD} AND h.label = NEW.label AND h.key = NEW.key)", _HELD,
        beside=_BESIDE,
    ),
    Refusal(
        "cases_disposal", "held",
        f"NEW.state = 'DONE' AND EXISTS ({_HOLD} AND EXISTS (SELECT 1 FROM cases_disposalitem i "
        "WHERE i.disposal_id = NEW.id AND i.label = h.label AND i.key = h.key))",
        _HELD, acts=("UPDATE",), beside=_BESIDE,
    ),
    # Before a withdrawal stands no longer, the honour is given back.
    Refusal(
        "cases_honourwithdrawal", "stands",
        "NEW.state <> 'DELIVERED' AND OLD.state = 'DELIVERED' AND EXISTS (SELECT 1 FROM cases_honouree o "
        "WHERE o.id = OLD.honouree_id AND o.state = 'WITHDRAWN')",
        "the honour is still withdrawn by this case", acts=("UPDATE",), beside=("cases_honouree",),
    ),
]  # fmt: skip
TRIGGERS: list[Trigger] = [*CLOSED, *EFFECTIVE, *STEPS, *REFUSALS]


def lay(apps, editor):
    """Create every trigger whose table the migration knows: the last operation of a migration of this floor."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    columns = {name: [field.column for field in model._meta.concrete_fields] for name, model in tables.items()}
    known = {table: condition for table, condition in KEPT.items() if table in tables}
    Guard(GUARD.function, SENTENCE, known, OPEN).create(editor, columns)
    for one in TRIGGERS:
        if {one.table, *getattr(one, "beside", ())} <= set(tables):
            one.create(editor)


def lift(apps, editor):
    """Take them away, for a migration backwards."""
    GUARD.drop(editor)
    for one in TRIGGERS:
        one.drop(editor)
