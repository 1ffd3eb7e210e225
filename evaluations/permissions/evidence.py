"""Which pieces of evidence a reader may open, and where: each by the rule of what it is, a statement a kind.

What is not found here is shown without a way. Decisions of a floor above, from which points came, are opened by what
that floor declares.
"""

from django.db.models import CharField, Exists, OuterRef, Value

from evaluations.models import Fact, Order, ReviewSubject, Score, SubjectResult
from evaluations.permissions import tally
from evaluations.queries import score_inputs as inputs
from evaluations.queries import score_results
from projects.models import Project, Target

# label -> function(user, day, keys) -> {key: path}: what floors above let a reader open.
ABOVE = {}


def declare(label, opens):
    """Let pieces of `label` be opened: opens(user, day, keys) gives {key: path} of those that `user` may see."""
    ABOVE[label] = opens


def links(user, day, score, refs):
    """{ref: path} of those among `refs` ("label:key") that `user` may open today. score: whose pieces they are."""
    by_label, found = {}, {}
    for ref in refs:
        label, _colon, key = ref.partition(":")
        by_label.setdefault(label, set()).add(key)
    found |= _site(user, day, score, by_label) | _carried(user, day, score, by_label)
    for label, opens in (OPENS | ABOVE).items():
        if label in by_label:
            found |= {f"{label}:{key}": path for key, path in opens(user, day, by_label[label]).items()}
    return found


# Where on the page of its project a piece stands.
ANCHORS = {inputs.MILESTONE: "milestones", inputs.FIGURE: "curve", inputs.PROJECT: "curve"}


def _site(user, day, score, by_label):
    """Milestones and months of a project's own score stand on its page."""
    labels = [label for label in ANCHORS if label in by_label]
    if not score.project_id or not labels:
        return {}
    if not Project.objects.visible_to(user, day).filter(pk=score.project_id).exists():
        return {}
    return {
        f"{label}:{key}": f"/projects/{score.project_id}/#{ANCHORS[label]}"
        for label in labels
        for key in by_label[label]
    }


def _carried(user, day, score, by_label):
    """A project that a cadre carried leads to the project's own score, a target to its project; one statement."""
    projects, targets = by_label.get(inputs.PROJECT, ()), by_label.get(inputs.TARGET, ())
    if score.project_id or not (projects or targets):
        return {}
    word = CharField()
    scores = Score.objects.visible_to(user, day).newest().filter(scoring=score.scoring_id, project__in=projects)
    seen = Project.objects.visible_to(user, day).order_by().values("pk")
    sites = Target.objects.filter(pk__in=targets, project__in=seen)
    rows = [
        one.order_by().annotate(what=Value(what, output_field=word)).values_list("what", "pk", "project")
        for what, one in (("score", scores), ("target", sites))
    ]
    found = {}
    for what, pk, project in rows[0].union(rows[1], all=True):
        if what == "score":
            found[f"{inputs.PROJECT}:{project}"] = f"/scores/why/{pk}/"
        else:
            found[f"{inputs.TARGET}:{pk}"] = f"/projects/{project}/#targets"
    return found


def _orders(user, day, keys):
    rows = Order.objects.visible_to(user, day).filter(pk__in=keys).order_by()
    return {str(pk): f"/orders/{pk}/" for pk in rows.values_list("pk", flat=True)}


def _facts(user, day, keys):
    rows = Fact.objects.visible_to(user, day).filter(pk__in=keys).order_by()
    return {str(pk): f"/facts/{pk}/" for pk in rows.values_list("pk", flat=True)}


def _results(user, day, keys):
    """The distributions for who sees results, the published table for who sees that; for nobody else anything."""
    mine = ReviewSubject.objects.filter(review=OuterRef("tally__review"), cadre__user=user)
    rows = SubjectResult.objects.filter(pk__in=keys).select_related("tally__review").annotate(judges_me=Exists(mine))
    found = {}
    for row in rows:
        review = row.tally.review
        # Known already: spares a question a review.
        review.asker, review.is_judged = user.pk, row.judges_me
        if tally.sees_results(user, review):
            found[str(row.pk)] = f"/reviews/{review.pk}/results/{row.subject_id}/"
        elif tally.sees_published(user, review, day):
            found[str(row.pk)] = f"/reviews/{review.pk}/published/"
    return found


OPENS = {inputs.ORDER: _orders, inputs.FACT: _facts, score_results.RESULT: _results}
