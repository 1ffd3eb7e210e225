"""Computing the scores of a quarter, storing them, and finding out whether they still come out as stored.

Projects first, then cadres, each subject once in the order of its key. Lines and the pieces they rest on, which are
nearly all there is, are stored in batches and let go; of each score its own row is kept until the places are known. A
draft is thrown away and computed anew as often as one likes.
"""

import gc
import hashlib
from array import array
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from types import SimpleNamespace

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import PeerGroup, Scheme, Score, ScoreLine, Scoring
from evaluations.queries import score_inputs as inputs
from evaluations.queries.sides import Side
from evaluations.rules import cadre_scores, project_scores, score_lines, score_texts, standings
from evaluations.rules import scheme as scheme_rules
from evaluations.states.scores import SchemeState, ScoringState, Unranked
from zhangdian.bulk import draw_keys, insert_rows
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

BATCH = 2000
# Of whom no place is known.
NOWHERE = SimpleNamespace(place=None, of=None, low=None, high=None)


def scheme_for(quarter):
    """The adopted scheme in force in the quarter: the newest whose first quarter is not later; None if none is."""
    rows = Scheme.objects.filter(state=SchemeState.ADOPTED)
    found = rows.filter(from_year__lt=quarter.year) | rows.filter(
        from_year=quarter.year, from_quarter__lte=quarter.number
    )
    return found.order_by("-from_year", "-from_quarter").first()


@transaction.atomic
def compute(quarter, *, actor, at):
    """Compute the scores of `quarter`, or compute its draft anew; returns the Scoring.

    Refused before the quarter is over, without an adopted scheme, and once the scores are shown or frozen.
    """
    if timezone.localdate(at) <= quarter.last:
        raise MoveRefused(
            _("The quarter is not over: scores are computed from %(day)s on.")
            % {"day": quarter.last + timezone.timedelta(days=1)},
            MoveRefused.WRONG_STATE,
        )
    scheme = scheme_for(quarter)
    if scheme is None:
        raise MoveRefused(
            _("No adopted scheme is in force in %(year)s Q%(quarter)s. Draw one up and let a meeting adopt it first.")
            % {"year": quarter.year, "quarter": quarter.number},
            MoveRefused.MISSING,
        )
    scoring, _is_new = Scoring.objects.get_or_create(
        year=quarter.year, quarter=quarter.number, defaults={"scheme": scheme, "computed_at": at}
    )
    scoring = Scoring.objects.select_for_update().get(pk=scoring.pk)
    if scoring.state != ScoringState.DRAFT:
        raise MoveRefused(
            _("The scores of %(quarter)s are at “%(state)s” and are not computed anew.")
            % {"quarter": scoring, "state": scoring.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    scoring.scheme, scoring.computed_at = scheme, at
    scoring.save(update_fields=["scheme", "computed_at"])
    said = fill(scoring, quarter)
    trail.record(scoring, "open_scoring", actor=actor, at=at, before={}, after=said | {"scheme": scheme.name})
    return scoring


def quarter_of(scoring):
    """The quarter of a scoring."""
    return inputs.Quarter(scoring.year, scoring.quarter)


def fill(scoring, quarter):
    """Throw away what the draft holds and store it anew; returns {"projects", "cadres"} as counts."""
    _empty(scoring)
    with _unswept():
        return _filled(scoring, quarter)


@contextmanager
def _unswept():
    """The collector finds nothing in what a score is made of, and walks over all of it again and again: a fifth of the
    time. What is thrown away goes by itself; a batch at most is there at once."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _filled(scoring, quarter):
    scheme = scoring.scheme.numbers()
    groups = PeerGroup.objects.filter(scheme=scoring.scheme).values_list("track", "level", "label")
    peers = {(track, level): label for track, level, label in groups}
    carried, counts = {}, {"projects": 0, "cadres": 0}
    targets = inputs.targets(quarter)
    shared = inputs.common(quarter)

    def of_projects():
        for found in inputs.projects(quarter, shared):
            total = project_scores.score(scheme, quarter.last, found.basis)
            carried[found.key] = inputs.Carried(
                found.title,
                score_texts.total(total.total),
                _settled(scheme, quarter, found, total),
                tuple(targets.get(found.key, ())),
            )
            counts["projects"] += 1
            yield _row(scoring, scheme, total, found, project_id=found.key)

    def of_cadres():
        for found in inputs.cadres(quarter, carried, shared):
            total = cadre_scores.score(scheme, found.basis)
            peer = peers.get((found.track, found.level), "")
            counts["cadres"] += 1
            yield _row(scoring, scheme, total, found, cadre_id=found.key, peer=peer)

    _store(chain(of_projects(), of_cadres()))
    return counts


def _empty(scoring):
    """Two statements, whatever there is."""
    score, line = Score._meta.db_table, ScoreLine._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {line} WHERE score_id IN (SELECT id FROM {score} WHERE scoring_id = %s)", [scoring.pk]
        )
        cursor.execute(f"DELETE FROM {score} WHERE scoring_id = %s", [scoring.pk])


def _settled(scheme, quarter, found, total):
    """The project's total if its open matters were settled the other way."""
    if not any(piece.open or piece.skip in score_lines.FLIPS for pieces in found.basis.values() for piece in pieces):
        return score_texts.total(total.total)
    basis = {name: score_lines.settled(pieces) for name, pieces in found.basis.items()}
    return score_texts.total(project_scores.score(scheme, quarter.last, basis).total)


@dataclass(slots=True)
class Row:
    """A score on its way into the database: what `Score` holds, without the weight of a model."""

    scoring_id: int
    project_id: int | None
    cadre_id: int | None
    title: str
    peer: str
    total: Decimal | None
    pieces: int
    days: int
    drawn: list
    revision: int = 0
    grade: str = ""
    unranked: str = ""
    digest: str = ""
    pk: int = 0


def _row(scoring, scheme, total, found, *, peer="", project_id=None, cadre_id=None):
    """(Row, lines, their texts)."""
    row = Row(
        scoring.pk, project_id, cadre_id, found.title[:120], peer, total.total, total.pieces, found.days,
        _moves(total.lines, found.drawn),
    )  # fmt: skip
    row.unranked = why_unranked(scheme, row) if cadre_id else ("" if total.total is not None else Unranked.NOTHING)
    row.grade = grade_of(scheme, row)
    texts = score_texts.written(total.lines)
    row.digest = score_texts.digest(row, total.lines, texts)
    return row, total.lines, texts


def grade_of(scheme, score):
    """The grade of a cadre's score; none where too little is known to give one."""
    if not score.cadre_id or score.unranked not in (Unranked.NO, Unranked.PEER):
        return ""
    return scheme_rules.grade(score.total, scheme)


def _moves(lines, drawn):
    """How far each draw moves the total, in hundredths: the lines that rest on the review move as one."""
    if not drawn:
        return []
    weight = sum((line.weight for line in lines if line.indicator in ("review", *scheme_rules.DIMENSIONS)), Decimal(0))
    return [round(float(weight) * move) for move in drawn] if weight else []


def why_unranked(scheme, row):
    """Why the score of a cadre has no place by the numbers of `scheme`; empty where it has one."""
    if row.total is None:
        return Unranked.NOTHING
    if not row.peer:
        return Unranked.PEER
    if row.pieces < scheme.fewest_pieces:
        return Unranked.PIECES
    return Unranked.DAYS if row.days < scheme.fewest_days else Unranked.NO


ROW = (
    "id", "scoring", "project", "cadre", "revision", "is_newest", "title", "peer", "total", "grade", "pieces", "days",
    "place", "place_low", "place_high", "of", "unranked", "revised_at", "revised_by", "revised_why", "drawn", "digest",
)  # fmt: skip
LINE = ("score", "position", "part", "indicator", "nominal", "reached", "n", "weight", "points", "pieces")


def _store(rows):
    """Store (Row, lines, their texts): the lines in batches, then the scores with their places, each row once.

    Lines point to keys that were drawn for their scores; the database asks for those when all is stored.
    """
    kept = []
    while batch := list(islice(rows, BATCH)):
        for key, (row, _lines, _texts) in zip(draw_keys(Score, len(batch)), batch, strict=True):
            row.pk = key
            kept.append(row)
        store_lines((str(row.pk), lines, texts) for row, lines, texts in batch)
    places = _places(kept)
    for start in range(0, len(kept), BATCH):
        insert_rows(Score, ROW, [_row_values(row, places) for row in kept[start : start + BATCH]])


def _row_values(row, places):
    place = places.get(row.pk, NOWHERE)
    return (
        row.pk, row.scoring_id, row.project_id, row.cadre_id, 0, True, row.title, row.peer,
        score_texts.total(row.total) or None, row.grade, row.pieces, row.days, place.place, place.low, place.high,
        place.of, row.unranked, None, None, "", score_texts.as_json(row.drawn) if row.drawn else "[]", row.digest,
    )  # fmt: skip


def store_lines(scores):
    """Store lines given as (key of the score, its lines, their texts as of `score_texts.written`)."""
    insert_rows(
        ScoreLine, LINE,
        [
            (key, str(position), line.part, line.indicator, nominal, reached, str(line.n), weight, points, text)
            for key, lines, texts in scores
            for position, (line, (nominal, weight, points, reached, text)) in enumerate(zip(lines, texts, strict=True))
        ],
        keys=False,
    )  # fmt: skip


def _places(rows):
    """{key: Place} within the peer groups, and how sure they are. Projects are ranked by track elsewhere: here they
    have none."""
    return standings.places(
        standings.Entry(
            row.pk, row.peer, row.total, array("d", [move / 100 for move in row.drawn]) if row.drawn else ()
        )
        for row in rows
        if row.cadre_id and row.unranked == Unranked.NO
    )


def again(scheme, until, score, kept):
    """The Total that the stored pieces give by the scheme. kept: [(indicator, pieces)]."""
    basis = {indicator: [score_lines.read(piece) for piece in pieces] for indicator, pieces in kept}
    if score.project_id:
        return project_scores.score(scheme, until, basis)
    return cadre_scores.score(scheme, basis)


def digest_of(scoring):
    """The digest over all scores of a quarter as first computed (revision 0), in the order of their keys."""
    text = hashlib.sha256()
    for pk, own, place in (
        Score.objects.filter(scoring=scoring, revision=0).order_by("pk").values_list("pk", "digest", "place")
        .iterator(chunk_size=BATCH)
    ):  # fmt: skip
        text.update(f"{pk}:{own}:{place}\n".encode())
    return text.hexdigest()


def verify():
    """Yield a sentence for every frozen score that does not come out again, digit by digit, from its stored scheme and
    its stored pieces, and for every frozen quarter whose scores are not those that were frozen."""
    for scoring in Scoring.objects.filter(state=ScoringState.FROZEN).select_related("scheme").order_by("pk"):
        yield from _verified(scoring)


def _verified(scoring):
    scheme, until = scoring.scheme.numbers(), quarter_of(scoring).last
    rows = Score.objects.filter(scoring=scoring).order_by("pk")
    lines = Side(
        (line.score_id, line) for line in
         ScoreLine.objects.filter(score__scoring=scoring).order_by("score_id", "position").iterator(chunk_size=BATCH)
    )  # fmt: skip
    ranked = []
    for score in rows.iterator(chunk_size=BATCH):
        kept = [line for _key, line in lines.of(score.pk)]
        total = again(scheme, until, score, [(line.indicator, line.pieces) for line in kept])
        yield from _differences(score, kept, total, scheme)
        if score.cadre_id and not score.revision and score.unranked == Unranked.NO and score.total is not None:
            drawn = tuple(move / 100 for move in score.drawn)
            ranked.append((score, standings.Entry(score.pk, score.peer, score.total, drawn)))
    places = standings.places(entry for _score, entry in ranked)
    for score, _entry in ranked:
        right = places[score.pk]
        if (score.place, score.of, score.place_low, score.place_high) != (right.place, right.of, right.low, right.high):
            yield _("Score %(pk)s (%(score)s) stands at place %(place)s, counting again gives %(right)s.") % {
                "pk": score.pk, "score": score, "place": score.place, "right": right.place,
            }  # fmt: skip
    if digest_of(scoring) != scoring.digest:
        yield _("The scores of %(quarter)s are not those that were frozen.") % {"quarter": scoring}


def _differences(score, kept, total, scheme):
    name = _("Score %(pk)s (%(score)s)") % {"pk": score.pk, "score": score}
    if len(kept) != len(total.lines):
        yield _("%(name)s has %(n)s lines where %(right)s belong.") % {
            "name": name, "n": len(kept), "right": len(total.lines),
        }  # fmt: skip
    for line, right in zip(kept, total.lines, strict=False):
        stored = (line.indicator, line.nominal, line.reached, line.n, line.weight, line.points)
        counted = (right.indicator, right.nominal, right.reached, right.n, right.weight, right.points)
        if stored != counted:
            said = _("%(name)s: the line “%(line)s” is stored with %(stored)s points, counting again gives %(right)s.")
            yield said % {
                "name": name, "line": line.get_indicator_display(), "stored": line.points, "right": right.points,
            }  # fmt: skip
    if score.total != total.total:
        yield _("%(name)s is stored with %(stored)s, counting again gives %(right)s.") % {
            "name": name, "stored": score.total, "right": total.total,
        }  # fmt: skip
    elif score.grade != grade_of(scheme, score):
        yield _("%(name)s: the grade is not the one that the total gives.") % {"name": name}
    elif score_texts.digest(score, kept) != score.digest:
        yield _("%(name)s was altered: its digest is another.") % {"name": name}


def settled(scheme, until, score, kept):
    """The total of a stored score if all that is open were settled the other way; None where nothing is open."""
    basis, is_open = {}, False
    for indicator, pieces in kept:
        read = [score_lines.read(piece) for piece in pieces]
        is_open |= any(piece.open or piece.skip in score_lines.FLIPS or "settled" in piece.values for piece in read)
        basis[indicator] = [_with_project_settled(piece) for piece in score_lines.settled(read)]
    if not is_open:
        return None
    if score.project_id:
        return project_scores.score(scheme, until, basis).total
    return cadre_scores.score(scheme, basis).total


def _with_project_settled(piece):
    """A project that was carried, with what it would come to; one that would have no score leaves the denominator."""
    if "settled" not in piece.values:
        return piece
    score, skip = piece.values["settled"], piece.skip
    if not score or skip == score_lines.NO_SCORE:
        skip = "" if score else score_lines.NO_SCORE
    return replace(piece, values={**piece.values, "score": score}, skip=skip)
