"""Who counts, counts again, approves, publishes; who may see what came out. Nobody in a review that judges them."""

from evaluations.models.reviews import READS_REVIEWS
from evaluations.permissions.reviews import keeps_reviews, leads_reviews, reads_reviews
from evaluations.queries import tally as queries
from evaluations.queries.reviews import is_subject
from evaluations.states.reviews import ReviewKind
from evaluations.states.reviews import ReviewState as S
from projects.permissions.day import may_see_wall

OUT = (S.PUBLISHED, S.ARCHIVED)


def may_count(user, review):
    """The cadre section and its leaders."""
    return keeps_reviews(user, review)


def may_check(user, review):
    """A second person of theirs: never who counted."""
    if not keeps_reviews(user, review):
        return False
    tally = queries.in_force(review)
    return tally is not None and tally.counted_by_id != user.pk


def may_send_back(user, review):
    """Before the approval who keeps reviews; after it only a leader of the organisation department."""
    return leads_reviews(user, review) if review.state == S.APPROVED else keeps_reviews(user, review)


def may_approve(user, review):
    """A leader of the organisation department enters what the meeting decided."""
    return leads_reviews(user, review)


def sees_results(user, review):
    """Distributions and reasons: who keeps reviews from the count on, the offices that read reviews once published."""
    if not user.is_active or is_subject(user, review):
        return False
    return keeps_reviews(user, review) or (review.state in OUT and reads_reviews(user, review))


def sees_published(user, review, day):
    """The published results: of projects every member of a project group and the offices; of cadres the offices that
    read reviews, and everybody judged in it (their own line only)."""
    if review.state not in OUT or user.administrator or not user.is_active:
        return False
    if review.kind == ReviewKind.PROJECT:
        return may_see_wall(user, day)
    return user.has_role(*READS_REVIEWS) or is_subject(user, review)
