"""Reviews: the list, the page of one, and the officers' pages with the keys."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from evaluations.documents.slips import slips
from evaluations.forms.reviews import KeyForm, PassphraseForm
from evaluations.models import Review
from evaluations.permissions.reviews import is_officer, keeps_reviews
from evaluations.permissions.tally import sees_results
from evaluations.queries import reviews as queries
from evaluations.queries.tally import observe_path
from evaluations.services import reviews as services
from evaluations.services import tickets
from evaluations.states.reviews import ReviewState as S
from evaluations.transitions import reviewing as moves
from evaluations.transitions.urns import OPEN, PEEL
from zhangdian.trail import queries as trail
from zhangdian.workflow import MoveRefused

PAGE = 30
COUNTED = (S.COUNTED, S.CHECKED, S.APPROVED, S.PUBLISHED, S.ARCHIVED)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def seen(request, pk):
    """The review, if the person may see it; the three administrators see none."""
    if request.user.administrator:
        raise PermissionDenied
    rows = Review.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rows.standing(request.user), pk=pk)


@login_required
def review_list(request):
    """The reviews that the person may see, and what waits for them as an officer."""
    if request.user.administrator:
        raise PermissionDenied
    rows = Review.objects.visible_to(request.user, timezone.localdate())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = {"page": page, "duties": queries.duties_of(request.user), "keeps": keeps_reviews(request.user)}
    return render(request, "evaluations/reviews/list.html", words)


@login_required
def review_page(request, pk):
    """One review: where it stands, how many have voted, who keeps the keys, what is next."""
    review = seen(request, pk)
    groups = queries.turnout(review)
    officers = queries.officers(review)
    pair = queries.on_duty(officers)
    judged = review.state in (S.OPEN, S.CLOSED, S.PEELED)
    words = {
        "review": review,
        "groups": groups,
        "total": _sums(groups),
        "verdict": queries.verdict(groups, timezone.localdate()) if judged else None,
        "officers": [officers[seat] for seat in ("first", "second", "reserve") if seat in officers],
        "peeler": officers.get(pair.peeler) if pair else None,
        "opener": officers.get(pair.opener) if pair else None,
        "subjects": review.subjects.count(),
        "items": list(review.items.all()),
        "duty": queries.duty_of(request.user, review, officers),
        "may_issue": review.state == S.LISTED and keeps_reviews(request.user, review),
        "on_desk": request.user.is_staff,
        "sees_results": review.state in COUNTED and sees_results(request.user, review),
        "observers": observe_path(review) if keeps_reviews(request.user, review) and review.locked_at else "",
        "entries": trail.timeline(review, moves=moves.MOVES, contents=False),
    }
    return render(request, "evaluations/reviews/page.html", words)


def _sums(groups):
    return {
        "expected": sum(group.expected for group in groups),
        "issued": sum(group.issued for group in groups),
        "used": sum(group.used for group in groups),
    }


@login_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def review_key(request, pk):
    """An officer makes the key; a second time replaces it, until voting begins."""
    review = seen(request, pk)
    if not is_officer(request.user, review):
        raise PermissionDenied
    form = KeyForm(request.POST or None)
    if form.is_valid():
        try:
            services.make_key(review, passphrase=form.cleaned_data["passphrase"], actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            messages.error(request, str(refused))
            return redirect(review)
        except ValidationError as wrong:
            form.add_error("passphrase", wrong.messages)
        else:
            messages.success(
                request, _("Your key is made. The passphrase is stored nowhere: keep it until the urns are open.")
            )
            return redirect(review)
    officer = review.officers.get(user=request.user)
    return render(request, "evaluations/reviews/key.html", {"review": review, "form": form, "officer": officer})


@login_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def review_peel(request, pk):
    """The officer on duty takes off the first seal."""
    return _unseal(request, pk, PEEL, moves.peel, _("The first seal is off. The other officer has been told."))


@login_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def review_open(request, pk):
    """The other officer on duty opens the urns."""
    return _unseal(request, pk, OPEN, moves.open_urns, _("The urns are open; the ballots can be counted."))


def _unseal(request, pk, move, function, done):
    review = seen(request, pk)
    if not is_officer(request.user, review):
        raise PermissionDenied
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        try:
            function(review, actor=request.user, at=timezone.now(), passphrase=form.cleaned_data["passphrase"])
        except MoveRefused as refused:
            if refused.why != MoveRefused.MISSING:
                messages.error(request, str(refused))
                return redirect(review)
            form.add_error("passphrase", str(refused))
        else:
            messages.success(request, done)
            return redirect(review)
    return render(request, "evaluations/reviews/unseal.html", {"review": review, "form": form, "move": move})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def review_slips(request, pk):
    """The slips: what issuing means, and after it the slips themselves, shown this once."""
    review = seen(request, pk)
    if not keeps_reviews(request.user, review):
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "evaluations/reviews/issue.html", {"review": review, "groups": queries.turnout(review)})
    try:
        made = tickets.issue(review, actor=request.user, at=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(review)
    if request.POST.get("as") == "docx":
        address = request.build_absolute_uri(reverse("evaluations:vote"))
        return HttpResponse(
            slips(review, made, address), content_type=DOCX,
            headers={"Content-Disposition": 'attachment; filename="slips.docx"'},
        )  # fmt: skip
    return render(request, "evaluations/reviews/slips.html", {"review": review, "slips": made})
