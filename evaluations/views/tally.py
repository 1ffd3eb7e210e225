"""Pages of a review's results: for who keeps it, for who reads it, for everybody once published, for observers."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.documents import review_archive
from evaluations.models import Review, ReviewSubject, SubjectResult
from evaluations.permissions.reviews import keeps_reviews
from evaluations.permissions.tally import sees_published, sees_results
from evaluations.queries import reviews
from evaluations.queries import tally as queries
from evaluations.states.reviews import ReviewState as S
from zhangdian.desk.purpose import ask


def _seen(request, pk):
    """The review under its results, for whom these are meant; 404 or 403 for the others."""
    rows = Review.objects.visible_to(request.user, timezone.localdate())
    review = get_object_or_404(rows.standing(request.user), pk=pk)
    if not sees_results(request.user, review):
        raise PermissionDenied
    return review


@login_required
@require_GET
def results(request, pk):
    """All subjects of the review with score, level and place, and what must be said of the count."""
    review = _seen(request, pk)
    tally = queries.in_force(review)
    context = {"review": review, "tally": tally, "withdrawn": queries.withdrawn(review)}
    if tally is not None:
        lines = queries.lines(tally)
        context |= {
            "peers": queries.by_peer(lines), "levels": queries.levels_of(tally, lines), "total": len(lines),
            "warnings": queries.warnings(tally), "method": queries.method(tally.inputs),
        }  # fmt: skip
    return render(request, "evaluations/tally/results.html", context)


@login_required
@require_GET
def result(request, pk, subject):
    """Why this number: one subject with its distributions by group and item, and the reasons given."""
    review = _seen(request, pk)
    tally = queries.in_force(review)
    row = get_object_or_404(SubjectResult.objects.select_related("subject__unit"), tally=tally, subject=subject)
    context = {
        "review": review, "tally": tally, "page": queries.detail(row, tally.inputs),
        "method": queries.method(tally.inputs), "fewest": tally.inputs["fewest"],
    }  # fmt: skip
    return render(request, "evaluations/tally/result.html", context)


@login_required
@require_GET
def published_list(request):
    """The reviews whose results are published."""
    if request.user.administrator:
        raise PermissionDenied
    day = timezone.localdate()
    found = [review for review in queries.published(request.user)[:60] if sees_published(request.user, review, day)]
    return render(request, "evaluations/tally/published_list.html", {"reviews": found})


@login_required
@require_GET
def published(request, pk):
    """The published results of one review."""
    review = get_object_or_404(Review.objects.standing(request.user), pk=pk)
    if not sees_published(request.user, review, timezone.localdate()):
        raise Http404
    tally, lines = queries.published_lines(review, request.user)
    context = {
        "review": review, "tally": tally, "peers": queries.by_peer(lines), "method": queries.method(tally.inputs),
        "levels": queries.levels_of(tally, lines), "total": len(lines), "sees_more": sees_results(request.user, review),
    }  # fmt: skip
    return render(request, "evaluations/tally/published.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def pack(request, pk):
    """The archive of a review, for a purpose."""
    review = get_object_or_404(Review.objects.visible_to(request.user, timezone.localdate()), pk=pk)
    if not keeps_reviews(request.user, review):
        raise PermissionDenied
    if review.state != S.ARCHIVED:
        raise Http404

    def give():
        return review_archive.pack(review), "application/zip", f"review-{review.year}Q{review.quarter}-{review.pk}.zip"

    count = ReviewSubject.objects.filter(review=review).count()
    back = f"/reviews/{review.pk}/results/"
    return ask(request, ReviewSubject, count, give=give, title=_("Take the archive of the review away"), back=back)


@never_cache
@require_GET
def observe(request, token):
    """What an observer may see of a vote: numbers, never who."""
    review = get_object_or_404(Review.objects.exclude(state=S.PLANNED), pk=queries.observed(token))
    groups = reviews.turnout(review)
    context = {
        "review": review, "groups": groups, "verdict": reviews.verdict(groups, timezone.localdate()),
        "total": {key: sum(getattr(row, key) for row in groups) for key in ("expected", "issued", "used", "unused")},
        "damaged": sum(row.group.damaged or 0 for row in groups), "tally": queries.in_force(review),
        "steps": [
            (_("lists locked"), review.locked_at), (_("voting opened"), review.opened_at),
            (_("voting closed"), review.closed_at), (_("first seal taken off"), review.peeled_at),
            (_("urns opened"), review.unsealed_at), (_("counted"), review.counted_at),
            (_("counted again by a second person"), review.checked_at), (_("approved"), review.approved_at),
            (_("published"), review.published_at),
        ],
    }  # fmt: skip
    return render(request, "evaluations/tally/observe.html", context)
