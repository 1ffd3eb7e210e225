"""What pages and papers read of a count: lines with words, distributions, warnings, the published table."""

from dataclasses import dataclass, field
from itertools import groupby

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.states import Level, Track
from evaluations.models import Review, SubjectResult, Tally
from evaluations.models.reviews import READS_REVIEWS
from evaluations.states.reviews import ReviewKind
from evaluations.states.reviews import ReviewState as S

OBSERVERS = Signer(salt="evaluations.observe")
OUT = (S.PUBLISHED, S.ARCHIVED)


def in_force(review):
    """The count of the review that stands, with who counted; None before the first and after a sending back."""
    return (
        Tally.objects.filter(review=review, withdrawn_at__isnull=True)
        .select_related("counted_by", "checked_by")
        .first()
    )


def withdrawn(review):
    """Counts that were sent back, newest first."""
    return Tally.objects.filter(review=review, withdrawn_at__isnull=False).select_related("counted_by")


def peer_words(peer):
    """A peer group in words."""
    track, _space, level = peer.partition(" ")
    words = [str(Track(track).label)] if track in Track.values else []
    if level in Level.values:
        words.append(str(Level(level).label))
    return "、".join(words) or _("no peer group")


@dataclass
class Part:
    """One part of a distribution, ready to be drawn."""

    label: str
    count: int
    percent: str


@dataclass
class Line:
    """A subject's result as the tables show it."""

    subject: object
    peer: str
    score: str
    level: str
    place: int | None
    papers: int
    blank: int
    marks: list = field(default_factory=list)
    row: object = None


def lines(tally, peer=""):
    """The results of a count by peer group and place; two queries."""
    rows = SubjectResult.objects.filter(tally=tally).select_related("subject__unit")
    if peer:
        rows = rows.filter(peer=peer)
    found = [line_of(row, tally.inputs) for row in rows]
    found.sort(key=lambda line: (line.peer, line.place or 10**6, line.subject.position))
    return found


def line_of(row, inputs):
    """One stored result with its words."""
    return Line(
        row.subject, peer_words(row.peer), "" if row.score is None else f"{row.score:.3f}", row.level, row.place,
        row.papers, row.blank, marks(row, inputs), row,
    )  # fmt: skip


def by_peer(found):
    """[(peer group, [Line])] of lines that are in order."""
    return [(peer, list(some)) for peer, some in groupby(found, key=lambda line: line.peer)]


def group_names(inputs):
    """{key: name of the group with its letter}."""
    return {key: f"{code} {name}" for key, code, name, _weight in inputs["groups"]}


def marks(row, inputs):
    """What must be said beside a result: short sentences."""
    names = group_names(inputs)
    said = []
    if row.is_withheld:
        said.append(
            _("Only %(papers)d valid papers: under %(fewest)d nothing is shown, the subject has no score.")
            % {"papers": row.papers, "fewest": inputs["fewest"]}
        )
        return said
    if row.papers == 0:
        return [_("Nobody gave a valid paper on it: it has no score.")]
    left_out = [names[key] for key in row.detail["left_out"]]
    if left_out:
        said.append(
            _("No valid paper from %(groups)s: the weights are renormalised over the other groups.")
            % {"groups": "、".join(left_out)}
        )
    for keys in row.detail["pooled"]:
        said.append(
            _(
                "%(groups)s are counted together with the sum of their weights: one alone has fewer than "
                "%(fewest)d papers."
            )
            % {"groups": "、".join(names[key] for key in keys), "fewest": inputs["fewest"]}
        )
    if row.detail["parts_hidden"]:
        said.append(_("Items are not shown one by one: too few answered some of them."))
    return said


def warnings(tally):
    """What must be said of the count as a whole."""
    figures, said = tally.figures, []
    for row in figures["groups"]:
        if row["with"]:
            said.append(
                _(
                    "Group %(group)s was opened together with group %(other)s (too few ballots); their weights are "
                    "added up."
                )
                % {"group": row["code"], "other": row["with"]}
            )
    damaged = figures["total"]["damaged"]
    if damaged:
        said.append(
            ngettext("%(n)d paper could not be opened.", "%(n)d papers could not be opened.", damaged) % {"n": damaged}
        )
    if figures["flagged"]:
        said.append(
            ngettext(
                "%(n)d ballot of %(whole)d says the same throughout (整表同项); it is counted.",
                "%(n)d ballots of %(whole)d say the same throughout (整表同项); they are counted.",
                figures["flagged"],
            )
            % {"n": figures["flagged"], "whole": figures["whole"]}
        )
    cut = [row["code"] for row in figures["groups"] if row["is_cut"]]
    if cut:
        said.append(
            _("Ballots of group %(groups)s were cut by subject, so that none shows which subjects it leaves out.")
            % {"groups": "、".join(cut)}
        )
    return said


def method(inputs):
    """How was counted, in sentences."""
    said = (
        [_("An item's score is its full mark times the option's weight; four decimals.")] if inputs["options"] else []
    )
    if inputs["trim_from"]:
        said.append(
            _("From %(n)d answers on, one highest and one lowest are dropped at each item.")
            % {"n": inputs["trim_from"]}
        )
    else:
        said.append(_("The mean is over all valid answers; nothing is dropped."))
    said.append(
        _("A group's mean is the sum of its items' means, six decimals; the score is Σ weight × mean ÷ Σ weight, three "
          "decimals, rounded half up.")
    )  # fmt: skip
    said.append(
        _("Levels: %(levels)s.")
        % {"levels": "、".join(f"{label} ≥ {line}" for label, line in inputs["levels"][:-1])}
    )  # fmt: skip
    return said


@dataclass
class Detail:
    """Everything the page of one subject shows."""

    line: Line
    spread: list
    cells: list
    items: list
    rates: list
    reasons: list
    comments: list


def detail(row, inputs):
    """The distributions of one stored result, with names in place of keys."""
    names = group_names(inputs)
    items = {key: (name, full) for key, name, full, _dimension in inputs["items"]}
    said = row.detail
    levels = [label for label, _line in inputs["levels"]]
    cells = [
        {"name": "、".join(names[key] for key in cell["groups"]), "weight": cell["weight"], "papers": cell["papers"],
         "mean": cell["mean"], "spread": parts(cell["spread"]), "items": _items(cell["items"], items)}
        for cell in said["cells"]
    ]  # fmt: skip
    rates = []
    if said["top_rate"] is not None and len(levels) > 1:
        rates = [
            (top_words(levels), said["top_rate"], row.papers),
            (upper_words(levels), said["upper_rate"], row.papers),
        ]
    return Detail(
        line_of(row, inputs), parts(said["spread"]), cells, _items(said["items"], items), rates, said["reasons"],
        said["comments"],
    )  # fmt: skip


def top_words(levels):
    """The words of the rate of the highest level: 优秀率; a level of one sign is named in quotes."""
    if len(levels[0]) == 1:
        return _("share of “%(level)s”") % {"level": levels[0]}
    return _("%(level)s rate") % {"level": levels[0]}


def upper_words(levels):
    """The words of the rate of the two upper levels: 满意率 where they are 满意 and 基本满意, else 称职以上率."""
    if levels[1].startswith("基本"):
        return _("%(level)s rate") % {"level": levels[1].removeprefix("基本")}
    return _("%(level)s or better") % {"level": levels[1]}


def parts(spread):
    """A stored distribution as parts."""
    return [Part(share["label"], share["count"], share["percent"]) for share in spread]


def _items(stored, items):
    return [
        {"name": items[one["key"]][0], "full": items[one["key"]][1], "answers": one["answers"], "void": one["void"],
         "abstained": one["abstained"], "mean": one["mean"] or "–", "spread": parts(one["spread"])}
        for one in stored
    ]  # fmt: skip


def levels_of(tally, found):
    """How many subjects came to each level, for the drawing over the table."""
    counted = {label: 0 for label, _line in tally.inputs["levels"]}
    for line in found:
        if line.level:
            counted[line.level] += 1
    return [Part(label, number, "") for label, number in counted.items()]


def published(user):
    """Published reviews that `user` may read; those of cadres only with an own line or as a reading office."""
    rows = Review.objects.filter(state__in=OUT)
    if not user.has_role(*READS_REVIEWS):
        rows = rows.filter(Q(kind=ReviewKind.PROJECT) | Q(subjects__cadre__user=user)).distinct()
    return rows.order_by("-year", "-quarter", "-published_at")


def published_lines(review, user):
    """The published table: all lines, or, for who is judged in a review of cadres, the own one only."""
    tally = in_force(review)
    found = lines(tally)
    if review.kind == ReviewKind.CADRE and review.subjects.filter(cadre__user=user).exists():
        mine = set(review.subjects.filter(cadre__user=user).values_list("pk", flat=True))
        found = [line for line in found if line.subject.pk in mine]
    return tally, found


def to_handle(user):
    """The reviews that wait for who keeps reviews: to be counted, counted again, decided or published."""
    return Review.objects.filter(state__in=[S.OPENED, S.COUNTED, S.CHECKED, S.APPROVED]).exclude(
        subjects__cadre__user=user
    )


def of_project(project):
    """The newest published result of a project, with its review, as a queryset of one row; no evaluation."""
    return (
        SubjectResult.objects.filter(
            subject__project=project, tally__withdrawn_at__isnull=True, tally__review__state__in=OUT
        )
        .select_related("tally__review")
        .only("score", "level", "tally__review__name")
        .order_by("-tally__review__year", "-tally__review__quarter", "-pk")[:1]
    )


def observe_path(review):
    """The address of the observers' page: nobody guesses it, nobody signs in for it."""
    return f"/observe/{OBSERVERS.sign(str(review.pk)).replace(':', '.')}/"


def observed(token):
    """The key of the review that an observers' address is of; None for one that was not given out."""
    try:
        return OBSERVERS.unsign(token.replace(".", ":"))
    except BadSignature:
        return None
