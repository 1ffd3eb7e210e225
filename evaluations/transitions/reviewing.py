"""The moves of a review as the desk knows them, gathered from the modules by subject."""

from evaluations.transitions import reviews as _reviews
from evaluations.transitions import tally as _tally
from evaluations.transitions import urns as _urns
from evaluations.transitions.reviews import close, lock, resume, start, unlock, void
from evaluations.transitions.tally import approve, archive, check, count, publish, send_back
from evaluations.transitions.urns import open_urns, peel, reseat

MOVES = (*_reviews.MOVES, *_urns.MOVES, *_tally.MOVES)

__all__ = [
    "MOVES", "approve", "archive", "check", "close", "count", "lock", "open_urns", "peel", "publish", "reseat",
    "resume", "send_back", "start", "unlock", "void",
]  # fmt: skip
