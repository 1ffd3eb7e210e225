"""The moves of a review as the desk knows them, gathered from the modules by subject."""

from evaluations.transitions import reviews as _reviews
from evaluations.transitions import urns as _urns
from evaluations.transitions.reviews import close, lock, resume, start, unlock, void
from evaluations.transitions.urns import open_urns, peel, reseat

MOVES = (*_reviews.MOVES, *_urns.MOVES)

__all__ = ["MOVES", "close", "lock", "open_urns", "peel", "reseat", "resume", "start", "unlock", "void"]
