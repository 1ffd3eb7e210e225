"""What the database itself refuses: changing what a published bulletin or list says. How: `guards`."""

from evaluations.models.guards import Guard

OPEN_COLUMNS = {
    "evaluations_bulletin": ("id", "state"),
    "evaluations_bulletinparty": ("id", "unit_id", "received_at", "received_by_id"),
    "evaluations_bulletinline": ("id",),
    "evaluations_objection": ("id",),
    "evaluations_batch": ("id",),
    "evaluations_batchline": ("id",),
}
_LINE = "(SELECT b.published_at FROM evaluations_bulletin b WHERE b.id = OLD.bulletin_id) IS NOT NULL"
_OBJECTION = (
    "(SELECT b.published_at FROM evaluations_bulletin b JOIN evaluations_bulletinparty p ON p.bulletin_id = b.id "
    "WHERE p.id = OLD.party_id) IS NOT NULL"
)
_LISTED = "(SELECT b.state FROM evaluations_batch b WHERE b.id = OLD.batch_id) = 'PUBLISHED'"
PUBLISHED = {
    "evaluations_bulletin": "OLD.published_at IS NOT NULL",
    "evaluations_bulletinparty": _LINE,
    "evaluations_bulletinline": _LINE,
    "evaluations_objection": _OBJECTION,
    "evaluations_batch": "OLD.state = 'PUBLISHED'",
    "evaluations_batchline": _LISTED,
}
SENTENCE = "what is published is not changed; publish a correction"
GUARD = Guard(
    "evaluations_frozen", SENTENCE, PUBLISHED, OPEN_COLUMNS,
    beside={"evaluations_bulletin": "NEW.state NOT IN ('PUBLISHED', 'ARCHIVED')"},
)  # fmt: skip
names, create, drop, let_go = GUARD.names, GUARD.create, GUARD.drop, GUARD.let_go
