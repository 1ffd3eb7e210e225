"""What decisions do to scores: points entered and reversed, sources held and released, and revisions of what is frozen.

The doors of the floor above: a decision calls `post_entry`, `hold_source` and `release_source`, and never a score. All
are only ever added to. A frozen score whose sources changed gets a revision beside it by a person's act.
"""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import Score, ScoreEntry, ScoreLine, ScoreObjection, SourceHold
from evaluations.permissions import scores as may
from evaluations.queries import score_inputs as inputs
from evaluations.rules import cadre_scores, score_lines, score_texts
from evaluations.services import scoring as services
from evaluations.states.scores import HoldKind, ScoringState
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


@transaction.atomic
def post_entry(cadre, quarter, points, *, source, reason, actor, at, dimension="", path=""):
    """Add `points` (negative: take) to the quarter of `cadre`, for the `source` that decided it; once a source.

    quarter: score_inputs.Quarter. source: the row that decided, of this floor or a higher one. Returns the entry; a
    second call with the same source gives the first one again.
    """
    if not reason.strip():
        raise MoveRefused(_("Points are entered for a reason."), MoveRefused.MISSING)
    entry, is_new = ScoreEntry.objects.get_or_create(
        cadre=cadre, year=quarter.year, quarter=quarter.number, source_label=source._meta.label_lower,
        source_key=str(source.pk), reverses=None,
        defaults={
            "points": Decimal(points), "dimension": dimension, "reason": reason.strip()[:400],
            "source_title": str(source)[:120], "source_path": (path or _path(source))[:200], "posted_at": at,
            "posted_by": actor,
        },
    )  # fmt: skip
    if is_new:
        said = {
            "points": str(entry.points),
            "quarter": f"{quarter.year}Q{quarter.number}",
            "source": entry.source_title,
        }
        trail.record(entry, "post_entry", actor=actor, at=at, reason=entry.reason, before={}, after=said)
    return entry


def _path(thing):
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""


@transaction.atomic
def reverse_entry(entry, *, reason, actor, at):
    """Take back what an entry added, by another entry; both stay readable. Returns it; twice gives the first again."""
    entry = ScoreEntry.objects.select_for_update().get(pk=entry.pk)
    there = ScoreEntry.objects.filter(reverses=entry).first()
    if there is not None:
        return there
    if entry.reverses_id:
        raise MoveRefused(_("What reverses is not reversed: enter the points anew."), MoveRefused.WRONG_STATE)
    made = ScoreEntry.objects.create(
        cadre_id=entry.cadre_id, year=entry.year, quarter=entry.quarter, dimension=entry.dimension,
        points=-entry.points, reason=reason.strip()[:400], source_label=entry.source_label,
        source_key=entry.source_key, source_title=entry.source_title, source_path=entry.source_path, reverses=entry,
        posted_at=at, posted_by=actor,
    )  # fmt: skip
    trail.record(
        made,
        "post_entry",
        actor=actor,
        at=at,
        reason=reason,
        before={"points": str(entry.points)},
        after={"points": "0"},
    )
    return made


@transaction.atomic
def hold_source(source, kind, *, case, reason, actor, at):
    """Hold what scores rest on while `case` is open: HoldKind.SUSPENDED keeps it out, DISPUTED marks it.

    source, case: rows of any floor. Returns the hold; twice for one case gives the first again.
    """
    hold, is_new = SourceHold.objects.get_or_create(
        kind=kind, source_label=source._meta.label_lower, source_key=str(source.pk), case_label=case._meta.label_lower,
        case_key=str(case.pk),
        defaults={
            "source_title": str(source)[:120], "case_path": _path(case)[:200], "reason": reason.strip()[:400],
            "held_at": at, "held_by": actor,
        },
    )  # fmt: skip
    if is_new:
        trail.record(
            hold, "hold_source", actor=actor, at=at, reason=hold.reason, before={},
            after={"kind": str(HoldKind(kind).label), "source": hold.source_title},
        )  # fmt: skip
    return hold


@transaction.atomic
def release_source(source, kind, *, case, outcome, actor, at, excused=False):
    """Release what `case` held; `outcome` in words. excused: it stays out of every score from then on, and each
    why-page says so: considered, excused because. Returns the hold, or None where nothing was held."""
    hold = (
        SourceHold.objects.select_for_update()
        .filter(
            kind=kind, source_label=source._meta.label_lower, source_key=str(source.pk),
            case_label=case._meta.label_lower, case_key=str(case.pk), released_at__isnull=True,
        )
        .first()
    )  # fmt: skip
    if hold is None:
        return None
    hold.released_at, hold.released_by, hold.outcome, hold.is_excused = at, actor, outcome.strip()[:400], excused
    hold.save(update_fields=["released_at", "released_by", "outcome", "is_excused"])
    trail.record(
        hold, "release_source", actor=actor, at=at, reason=hold.outcome, before={"held": True},
        after={"held": False, "excused": excused},
    )  # fmt: skip
    return hold


def stale(scoring):
    """The newest scores of cadres of a frozen quarter whose facts, entries or holds are not those they rest on:
    [(Score, pieces as they would be)]. A constant number of statements."""
    quarter, carried = services.quarter_of(scoring), {}
    shared = inputs.common(quarter)
    holds, found = shared.holds, {one.key: one for one in inputs.cadres(quarter, carried, shared)}
    rows = {score.pk: score for score in scoring.scores.newest().filter(cadre__isnull=False)}
    changed = []
    for line in ScoreLine.objects.filter(score__in=rows, indicator=cadre_scores.ADDITIONS).order_by("score_id"):
        score = rows[line.score_id]
        now = found[score.cadre_id].basis["additions"] if score.cadre_id in found else _as_held(line.pieces, holds)
        kept = [score_lines.read(piece) for piece in line.pieces]
        if _counting(kept) != _counting(now):
            changed.append((score, now))
    return changed


def _as_held(pieces, holds):
    return [inputs.held(score_lines.read(piece), holds) for piece in pieces]


def _counting(pieces):
    """What of the pieces decides the points."""
    return sorted((piece.ref, *sorted(piece.values.items())) for piece in pieces if not piece.skip)


@transaction.atomic
def revise(score, *, reason, actor, at):
    """Make revision n + 1 of a frozen score from what it rests on, with the facts, entries and holds of today.

    Everything else stays as it was frozen. The first stays readable beside it; nobody else's place changes: the place
    of the revision is the one it would have had.
    """
    score = Score.objects.select_for_update().select_related("scoring__scheme").get(pk=score.pk)
    if not may.revises(actor, score):
        raise MoveRefused(_("You are not the one who can revise this score."), MoveRefused.WRONG_PERSON)
    if score.scoring.state != ScoringState.FROZEN or not score.is_newest or not score.cadre_id:
        raise MoveRefused(_("Only the newest score of a frozen quarter is revised."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("A revision needs a reason."), MoveRefused.MISSING)
    fresh = dict(stale_of(score))
    if not fresh:
        raise MoveRefused(_("Nothing that this score rests on has changed."), MoveRefused.WRONG_STATE)
    made = store_revision(score, fresh, reason=reason, actor=actor, at=at)
    trail.record(
        made, "revise", actor=actor, at=at, reason=made.revised_why, before={"total": str(score.total)},
        after={"total": str(made.total), "revision": made.revision},
    )  # fmt: skip
    return made


def store_revision(score, fresh, *, reason, actor, at):
    """Store the next revision of `score` with the pieces `fresh` {indicator: pieces} in place of its own; no line."""
    scheme = score.scoring.scheme.numbers()
    basis = {
        line.indicator: fresh.get(line.indicator, [score_lines.read(piece) for piece in line.pieces])
        for line in score.lines.all()
    }
    total = cadre_scores.score(scheme, basis)
    made = Score(
        scoring=score.scoring, cadre_id=score.cadre_id, revision=score.revision + 1, title=score.title, peer=score.peer,
        total=total.total, pieces=total.pieces, days=score.days, unranked=score.unranked, drawn=score.drawn,
        revised_at=at, revised_by=actor, revised_why=reason.strip()[:400],
    )  # fmt: skip
    made.place, made.of = _place(score, total.total)
    made.grade = services.grade_of(scheme, made)
    texts = score_texts.written(total.lines)
    made.digest = score_texts.digest(made, total.lines, texts)
    Score.objects.filter(pk=score.pk).update(is_newest=False)
    made.save()
    services.store_lines([(made.pk, total.lines, texts)])
    return made


def stale_of(score):
    """[(indicator, pieces)] of the additions of one score if they are no longer those it rests on."""
    return [("additions", pieces) for one, pieces in stale(score.scoring) if one.pk == score.pk]


def _place(score, total):
    if score.unranked or total is None:
        return None, None
    others = Score.objects.newest().filter(scoring=score.scoring, peer=score.peer, unranked="").exclude(pk=score.pk)
    return 1 + others.filter(total__gt=total).count(), score.of


@transaction.atomic
def raise_objection(score, content, *, actor, at):
    """Object to a score while it is shown for checking. content: claim, evidence, and where wished indicator and
    piece (label:key). Returns the objection."""
    score = Score.objects.select_related("scoring").get(pk=score.pk)
    if not may.objects(actor, score):
        raise MoveRefused(
            _("Objections are raised by the cadre about the own score, by the head of the responsible unit about "
              "those of its projects, while the scores are shown for checking."),
            MoveRefused.WRONG_PERSON,
        )  # fmt: skip
    if at >= score.scoring.check_until:
        raise MoveRefused(
            _("The time for objecting ended with %(until)s.")
            % {"until": timezone.localtime(score.scoring.check_until).strftime("%Y-%m-%d %H:%M")},
            MoveRefused.WRONG_STATE,
        )
    row = ScoreObjection.objects.create(
        scoring=score.scoring, project_id=score.project_id, cadre_id=score.cadre_id, raised_at=at, raised_by=actor,
        **_named(score, content),
    )  # fmt: skip
    trail.record(row, "create", actor=actor, at=at)
    return row


def _named(score, content):
    """The columns of an objection; a piece is one of the score's own."""
    ref, title = content.get("piece", ""), ""
    indicator = content.get("indicator", "")
    if ref:
        for line in score.lines.all():
            for piece in map(score_lines.read, line.pieces):
                if piece.ref == ref and indicator in ("", line.indicator):
                    indicator, title = line.indicator, piece.title
    return {
        "indicator": indicator, "piece": ref if title else "", "piece_title": title[:200],
        "claim": content["claim"].strip()[:1000], "evidence": content["evidence"].strip()[:1000],
    }  # fmt: skip


def of_cadre(cadre, quarter):
    """The entries of a cadre in a quarter, newest first."""
    return ScoreEntry.objects.filter(cadre=cadre, year=quarter.year, quarter=quarter.number).select_related("reverses")
