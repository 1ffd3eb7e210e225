"""The rehearsal of a draft scheme: what it would have made of a frozen quarter. Nothing is stored but the report.

Projects and cadres are counted anew from their stored pieces, as `scoring.verify` does, with the numbers of the draft:
a constant number of statements, in chunks. What was first frozen (revision 0) is compared.
"""

from collections import Counter
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.models import Rehearsal, Scheme, Score, ScoreLine, Scoring
from evaluations.permissions import scores as may
from evaluations.queries.schemes import differences, peers_of
from evaluations.queries.sides import Side
from evaluations.rules import cadre_scores, project_scores, rehearsal, score_lines, standings
from evaluations.rules import scheme as rules
from evaluations.services import scoring
from evaluations.states.scores import SchemeState, ScoringState, Unranked
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

CHUNK = 2000
# So many movers and projects a report lists at most, those with the largest changes; it counts all of them.
LISTED, PROJECTS = 1000, 100
GRADES = ("good", "fair", "plain", "poor")


@transaction.atomic
def rehearse(scheme, quarter, *, actor, at):
    """Run the draft `scheme` over the frozen Scoring `quarter`; returns the stored Rehearsal."""
    draft = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    frozen = Scoring.objects.select_related("scheme").get(pk=quarter.pk)
    if not may.keeps_scores(actor):
        raise MoveRefused(_("Schemes are rehearsed by the cadre section and its leaders."), MoveRefused.WRONG_PERSON)
    if draft.state != SchemeState.DRAFT:
        raise MoveRefused(
            _("“%(scheme)s” is at “%(state)s”: only a draft is rehearsed.")
            % {"scheme": draft, "state": draft.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    if frozen.state != ScoringState.FROZEN:
        raise MoveRefused(
            _("The scores of %(quarter)s are not frozen: a draft is rehearsed on frozen ones only.")
            % {"quarter": frozen},
            MoveRefused.WRONG_STATE,
        )
    if rules.problems(draft.numbers()):
        raise MoveRefused(_("The numbers of the draft do not fit together: mend them first."), MoveRefused.MISSING)
    made = Rehearsal.objects.create(
        scheme=draft, scoring=frozen, made_at=at, made_by=actor, report=report(draft, frozen)
    )
    summary = made.report["summary"]
    trail.record(
        made, "rehearse", actor=actor, at=at, before={},
        after={"quarter": str(frozen), "places": summary["places"], "grades": summary["grades"]},
    )  # fmt: skip
    return made


def report(draft, frozen):
    """The report as JSON keeps it; `queries.schemes.Told` puts it into words."""
    numbers, until = draft.numbers(), scoring.quarter_of(frozen).last
    totals, projects = _projects(numbers, until, frozen)
    peers, torn = rehearsal.groups(peers_of(frozen.scheme), peers_of(draft))
    people = [_counted(numbers, score, lines, totals, peers) for score, lines in _stored(frozen, "cadre")]
    places = standings.places(
        standings.Entry(score.pk, row.peer, row.total) for score, row, _points, _was in people if not row.unranked
    )
    movers, all_changed = [], 0
    summary, groups = Counter(), {}
    for score, row, points, was in people:
        place = places.get(score.pk)
        before = rehearsal.Stand(
            score.total, score.grade, score.peer, score.unranked, score.place, score.of, was
        )  # fmt: skip
        after = rehearsal.Stand(
            row.total, row.grade, row.peer, row.unranked, place and place.place, place and place.of, points
        )  # fmt: skip
        all_changed += before.total != after.total
        _count(summary, groups, before, after)
        if rehearsal.moves(before, after):
            movers.append(_mover(score, before, after))
    movers.sort(key=_size)
    return {
        "quarter": str(frozen),
        "against": str(frozen.scheme),
        "numbers": differences(frozen.scheme, draft),
        "summary": {
            "cadres": len(people), "totals": all_changed, "places": summary["places"], "grades": summary["grades"],
            "ranked": [summary["ranked_before"], summary["ranked_after"]], "movers": len(movers),
            "projects": len(totals), "projects_changed": len(projects),
        },
        "grades": {name: [summary[f"{name}_before"], summary[f"{name}_after"]] for name in GRADES},
        "groups": [{"name": name, **found} for name, found in groups.items() if name],
        "torn": torn,
        "named": {old: new for old, new in peers.items() if old != new},
        "movers": movers[:LISTED],
        "projects": sorted(projects, key=lambda one: -_gap(one["total"]))[:PROJECTS],
    }  # fmt: skip


def _stored(frozen, subject):
    """(Score, its lines) of what was first frozen; two statements."""
    scores = Score.objects.filter(scoring=frozen, revision=0, **{f"{subject}__isnull": False}).order_by("pk")
    lines = ScoreLine.objects.filter(
        score__scoring=frozen, score__revision=0, **{f"score__{subject}__isnull": False}
    ).order_by("score_id", "position")
    side = Side((line.score_id, line) for line in lines.iterator(chunk_size=CHUNK))
    for score in scores.iterator(chunk_size=CHUNK):
        yield score, [line for _key, line in side.of(score.pk)]


def _basis(lines):
    return {line.indicator: rehearsal.afresh(map(score_lines.read, line.pieces)) for line in lines}


def _projects(numbers, until, frozen):
    """({key of a project: its total}, [those whose total is another])."""
    totals, changed = {}, []
    for score, lines in _stored(frozen, "project"):
        total = project_scores.score(numbers, until, _basis(lines)).total
        totals[str(score.project_id)] = total
        if total != score.total:
            changed.append({"title": score.title, "project": score.project_id, "total": _pair(score.total, total)})
    return totals, changed


def _counted(numbers, score, lines, totals, peers):
    """(the score as stored, as it would be, its points by indicator, the points as stored)."""
    basis = _basis(lines)
    basis["carried"] = rehearsal.carried(basis.get("carried", ()), totals)
    total = cadre_scores.score(numbers, basis)
    row = Score(
        cadre_id=score.cadre_id, total=total.total, pieces=total.pieces, days=score.days,
        peer=peers.get(score.peer, score.peer),
    )  # fmt: skip
    row.unranked = scoring.why_unranked(numbers, row)
    row.grade = scoring.grade_of(numbers, row)
    points = {line.indicator: line.points for line in total.lines}
    return score, row, points, {line.indicator: line.points for line in lines}


def _count(summary, groups, before, after):
    is_place, is_grade = before.place != after.place, before.grade != after.grade
    summary["places"] += is_place
    summary["grades"] += is_grade
    for side, stand in (("before", before), ("after", after)):
        summary[f"ranked_{side}"] += stand.unranked == Unranked.NO
        summary[f"{stand.grade}_{side}"] += 1
        group = groups.setdefault(stand.peer, {"ranked": [0, 0], "good": [0, 0], "places": 0, "grades": 0})
        index = side == "after"
        group["ranked"][index] += stand.unranked == Unranked.NO
        group["good"][index] += stand.grade == "good"
    group = groups[after.peer]
    group["places"] += is_place
    group["grades"] += is_grade


def _mover(score, before, after):
    low, high = score.place_low, score.place_high
    return {
        "score": score.pk,
        "cadre": score.cadre_id,
        "name": score.title,
        "group": [before.peer, after.peer],
        "place": [before.place, after.place],
        "of": [before.of, after.of],
        "total": _pair(before.total, after.total),
        "grade": [before.grade, after.grade],
        "unranked": [before.unranked, after.unranked],
        "why": rehearsal.why(before, after),
        # The ballots alone could have given that place.
        "within": None not in (low, high, after.place) and before.peer == after.peer and low <= after.place <= high,
    }


def _pair(before, after):
    return ["" if total is None else str(total) for total in (before, after)]


def _gap(pair):
    before, after = (Decimal(text or 0) for text in pair)
    return abs(after - before)


def _size(mover):
    """Another grade first, then by how many places, then by points; the key last, so that the order is always one."""
    before, after = mover["place"]
    far = abs(before - after) if before and after else 10**6
    return mover["grade"][0] == mover["grade"][1], -far, -_gap(mover["total"]), mover["score"]
