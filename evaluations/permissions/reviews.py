"""Who sets reviews up, who leads them, who opens the urns. Nobody does in a review that judges them."""

from accounts.states import Role
from evaluations.models.reviews import READS_PROJECT_REVIEWS, READS_REVIEWS
from evaluations.queries import reviews as queries
from evaluations.states.reviews import ReviewKind, ReviewState
from zhangdian.desk.permissions import allow


def reads_reviews(user, review=None):
    """The offices that read reviews; who keeps projects reads those of projects."""
    if user.has_role(*READS_REVIEWS):
        return True
    return user.has_role(*READS_PROJECT_REVIEWS) and (review is None or review.kind == ReviewKind.PROJECT)


def keeps_reviews(user, review=None):
    """The cadre section and its leaders, unless they are judged themselves."""
    if not user.has_role(Role.OFFICE, Role.DIRECTOR):
        return False
    return review is None or review.pk is None or not queries.is_subject(user, review)


def sets_up(user, review=None):
    """The plan is changed by who keeps reviews, as long as it is a plan."""
    return keeps_reviews(user, review) and (review is None or review.state == ReviewState.PLANNED)


def leads_reviews(user, review):
    """Voiding, resuming and calling the reserve are decided by a leader of the organisation department."""
    return user.has_role(Role.DIRECTOR) and not queries.is_subject(user, review)


def is_officer(user, review):
    """Is the user one of the three officers of the review's urns?"""
    return user.is_active and review.officers.filter(user=user).exists()


def may_peel(user, review):
    """The one of the pair on duty who takes off the outer seal."""
    return _on_duty(user, review, "peeler")


def may_open(user, review):
    """The one of the pair on duty who opens the inner seal."""
    return _on_duty(user, review, "opener")


def may_reseat(user, review):
    """The officer who lost the passphrase says so; or a leader of the organisation department does."""
    return leads_reviews(user, review) or (is_officer(user, review) and not queries.is_subject(user, review))


def _on_duty(user, review, part):
    seats = queries.officers(review)
    pair = queries.on_duty(seats)
    officer = seats.get(getattr(pair, part)) if pair else None
    return officer is not None and officer.user_id == user.pk and not queries.is_subject(user, review)


allow("evaluations.review", view=reads_reviews, add=keeps_reviews, change=sets_up)
