"""Why this number: from a score to its parts, lines and pieces, what did not count, and what became of the weights.

Everything shown sums: pieces to their line, lines to their part, parts to the total. Which pieces the reader may open
is asked elsewhere (evaluations.permissions.evidence) and handed in as `links`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.models import Score, ScoreLine, SourceHold
from evaluations.queries import why_words as words
from evaluations.queries.score_inputs import FACT, Quarter
from evaluations.rules import score_lines
from evaluations.rules import why as rules
from evaluations.rules.standings import TAIL
from evaluations.states.scores import Indicator

PARTS = {
    "project": gettext_lazy("score of the project"),
    "key": gettext_lazy("key tasks (重点)"),
    "overall": gettext_lazy("overall (全面)"),
    "additions": gettext_lazy("added and taken"),
}


@dataclass
class PieceView:
    """A piece as the page shows it. points: what it adds to its line, None where it does not count."""

    ref: str
    title: str
    path: str
    says: str
    points: Decimal | None
    why_not: str = ""
    note: str = ""


@dataclass
class LineView:
    """An indicator with its arithmetic. cut: what the cap took from or gave to the sum of the pieces."""

    indicator: str
    label: str
    points: Decimal
    weight: str
    nominal: str
    reached: str
    n: int
    formula: str
    adds: str
    nothing: str
    pieces: list[PieceView]
    left: list[PieceView]
    cut: Decimal


@dataclass
class PartView:
    """重点, 全面, what facts and decisions add; of a project the whole."""

    name: str
    label: str
    weight: str
    points: Decimal
    lines: list[LineView]


@dataclass
class Page:
    """Everything the page says of one score. rounding: what the scheme's decimals make of the sum of the parts."""

    score: Any
    parts: list[PartView]
    rounding: Decimal
    sentences: list[str]
    method: list[str]
    revisions: list[Any]
    choices: list[Any] = field(default_factory=list)


def find(user, day, pk):
    """The score that `user` may see, with quarter, scheme, cadre and project; None otherwise."""
    rows = Score.objects.visible_to(user, day).filter(pk=pk)
    return rows.select_related("scoring__scheme", "cadre__unit", "project", "revised_by").first()


def lines_of(score):
    """The lines of all revisions of the score's subject in its quarter, each with its score; one statement."""
    rows = ScoreLine.objects.filter(
        score__scoring=score.scoring_id, score__cadre=score.cadre_id, score__project=score.project_id
    )
    return list(rows.select_related("score__revised_by").order_by("score__revision", "position"))


def refs(lines, score):
    """What the pieces of the score's own lines rest on."""
    return {f"{piece[0]}:{piece[1]}" for line in lines if line.score_id == score.pk for piece in line.pieces}


def page(score, lines, links, *, own=False):
    """The Page of a score. lines: as `lines_of` gives them. links: {ref: path}. own: its subject reads it, who is told
    nothing of a fact that is not verified yet but that there is one."""
    scheme, until = score.scoring.scheme.numbers(), Quarter(score.scoring.year, score.scoring.quarter).last
    stored = [_read(line) for line in lines if line.score_id == score.pk]
    excused = _excused(stored)
    parts = []
    for line in stored:
        if not parts or parts[-1].name != line.part:
            parts.append(PartView(line.part, str(PARTS[line.part]), "", Decimal(0), []))
        parts[-1].lines.append(_line(scheme, until, line, links, excused, own))
        parts[-1].points += line.points
    for part in parts:
        part.weight = words.number(sum(line.weight for line in stored if line.part == part.name))
    total = sum((line.points for line in stored), Decimal(0))
    rounding = Decimal(0) if score.total is None else score.total - total
    return Page(
        score, parts, rounding, _renormalised(stored), _method(score, scheme, stored), _revisions(lines),
        _choices(parts),
    )  # fmt: skip


def _read(line):
    return score_lines.Line(
        line.part, line.indicator, line.nominal, tuple(map(score_lines.read, line.pieces)), line.reached, line.n,
        line.weight, line.points,
    )  # fmt: skip


def _excused(lines):
    """{ref: what was found} of the pieces that a decision excused; asked only where there are any."""
    keys = {
        piece.ref: piece for line in lines for piece in line.pieces
        if piece.skip == score_lines.EXCUSED and not piece.values.get("excused")
    }  # fmt: skip
    if not keys:
        return {}
    rows = SourceHold.objects.filter(is_excused=True, source_key__in={piece.key for piece in keys.values()})
    found = {}
    for label, key, outcome in rows.order_by("pk").values_list("source_label", "source_key", "outcome"):
        found[f"{label}:{key}"] = outcome
    return found


def _line(scheme, until: date, line, links, excused, own):
    pieces, left = [], []
    for piece, points in zip(line.pieces, rules.shares(scheme, until, line), strict=True):
        view = _piece(scheme, until, line, piece, points, links, excused, own)
        (left if piece.skip else pieces).append(view)
    cut = rules.cut(scheme, line) if line.indicator == "additions" else Decimal(0)
    return LineView(
        line.indicator, str(Indicator(line.indicator).label), line.points, words.number(line.weight),
        words.number(line.nominal), "" if line.reached is None else words.number(line.reached), line.n,
        words.formula(scheme, until, line), words.adds(line.indicator) if pieces else "",
        "" if pieces or left else words.nothing(line.indicator), pieces, left, cut,
    )  # fmt: skip


def _piece(scheme, until, line, piece, points, links, excused, own):
    path, why_not, note = links.get(piece.ref, ""), "", ""
    says = words.says(scheme, until, line.indicator, piece)
    title = piece.title
    if piece.skip:
        why_not = str(words.SKIPS.get(piece.skip, piece.skip))
        if piece.ref in excused:
            why_not += " " + _("What was found: %(outcome)s") % {"outcome": excused[piece.ref]}
    elif piece.open:
        note = _("It counts, but is objected to or under appeal.")
    if own and piece.label == FACT and piece.skip == score_lines.UNVERIFIED and not path:
        title, says = _("a fact about you that waits to be verified"), ""
    return PieceView(piece.ref, title, path, says, points, why_not, note)


def _renormalised(lines):
    """Which indicators left the denominator and how the others' weights became what they are, in sentences."""
    found = rules.weights(lines)
    if not found.left or not found.changed:
        return []
    label = lambda name: str(Indicator(name).label)  # noqa: E731
    left = "、".join(label(name) for name in found.left)
    changed = "、".join(
        f"{label(name)} {words.number(nominal)} → {words.number(weight)}" for name, nominal, weight in found.changed
    )
    return [
        _("Left out, because nothing could be owed or counted there: %(left)s. The weights of the others grew in "
          "proportion, first within their part, so that they make 100 again: %(changed)s.")
        % {"left": left, "changed": changed}
    ]  # fmt: skip


def _method(score, scheme, stored):
    """The lines of the grades, the meaning of the range of places and of a robust estimate, in sentences."""
    robust = any(piece.values.get("robust") for line in stored for piece in line.pieces)
    words_of_robust = [
        _("The robust estimate takes out how strictly or mildly each rater marks; it may lie above 100; no line "
          "wins more than its weight.")
    ] if robust else []  # fmt: skip
    if not score.cadre_id:
        return words_of_robust
    found = [
        _("Grades: good from %(good)s, rather good from %(fair)s, poor below %(poor)s, ordinary between.")
        % {"good": words.number(scheme.good), "fair": words.number(scheme.fair), "poor": words.number(scheme.poor)}
    ]
    if score.place and score.drawn:
        found.append(
            _("The range of places: the ballots of the reviews are drawn anew %(n)s times, with replacement; the range "
              "holds the middle %(share)s %% of the places that come out. Nothing else is drawn.")
            % {"n": len(score.drawn), "share": 100 - 2 * TAIL}
        )  # fmt: skip
    elif score.place:
        found.append(_("No range of places is given: there are no ballots of this quarter that may be drawn anew."))
    return found + words_of_robust


def _revisions(lines):
    """The scores of all revisions, the first frozen one first; empty where there is but one."""
    found = list({line.score_id: line.score for line in lines}.values())
    return found if len(found) > 1 else []


def _choices(parts):
    """[(line, [(value, words)])] of what may be objected to."""
    found = []
    for line in (line for part in parts for line in part.lines):
        whole = (f"{line.indicator}|", _("the line “%(line)s” as a whole") % {"line": line.label})
        pieces = [(f"{line.indicator}|{piece.ref}", piece.title) for piece in (*line.pieces, *line.left)]
        found.append((line.label, [whole, *pieces]))
    return found
