"""What the database itself refuses: changing a frozen score, its lines, or the numbers of an adopted scheme.

How: `guards`."""

from evaluations.models.guards import Guard

SENTENCE = "what is frozen is not changed; make a revision"
_OF = "(SELECT s.state FROM evaluations_scoring s WHERE s.id = {}) = 'FROZEN'"
FROZEN = {
    "evaluations_scoring": "OLD.state = 'FROZEN'",
    "evaluations_score": _OF.format("OLD.scoring_id"),
    "evaluations_scoreline": _OF.format("(SELECT c.scoring_id FROM evaluations_score c WHERE c.id = OLD.score_id)"),
    "evaluations_scheme": "OLD.state <> 'DRAFT'",
    "evaluations_peergroup": "(SELECT m.state FROM evaluations_scheme m WHERE m.id = OLD.scheme_id) <> 'DRAFT'",
    "evaluations_scoreentry": "1 = 1",
}
# What may still change in a frozen row: a later revision takes the mark of the newest away; a scheme is withdrawn.
OPEN_COLUMNS = {"evaluations_score": ("is_newest",), "evaluations_scheme": ("state",)}
GUARD = Guard("evaluations_score_kept", SENTENCE, FROZEN, OPEN_COLUMNS)
names, create, drop, let_go = GUARD.names, GUARD.create, GUARD.drop, GUARD.let_go
