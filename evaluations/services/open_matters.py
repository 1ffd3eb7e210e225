"""Which places would change if what is open were settled the other way. Reads and counts; nothing is stored.

Open is what the scores say of themselves (objected to, under appeal, suspended, not verified when they were made) and
what is open now: holds, objections to facts, objections to scores that name a piece. A constant number of statements.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import SimpleNamespace

from django.db.models import Case, CharField, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat, Replace

from evaluations.models import Fact, ScoreLine, ScoreObjection, SourceHold
from evaluations.queries.score_inputs import FACT, PROJECT, Quarter
from evaluations.rules import score_lines, standings
from evaluations.services.scoring import settled
from evaluations.states.facts import FactState
from evaluations.states.scores import ObjectionState

# More live marks than this are not looked for one by one in the stored pieces.
MOST = 200


@dataclass
class Mover:
    """Whose place would be another: by the own open matters (`total_then`, `matters`), or because others move."""

    pk: int
    place: int
    place_then: int
    total_then: Decimal | None = None
    matters: list[str] = field(default_factory=list)


@dataclass
class Marks:
    """What is open now: everywhere (holds, facts), and by score ({(column, key): refs}) where it was objected to."""

    everywhere: set[str] = field(default_factory=set)
    by_subject: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def of(self, project, cadre):
        return self.everywhere | self.by_subject.get(("project", project) if project else ("cadre", cadre), set())


def movers(scoring, entries):
    """[Mover] of all whose place within their peer group would be another, in the order of `entries`' places.

    entries: standings.Entry of every ranked score of the quarter as first stored.
    """
    marks = _marks(scoring)
    scheme, until = scoring.scheme.numbers(), Quarter(scoring.year, scoring.quarter).last
    projects = _projects(scoring, scheme, until, marks)
    totals, matters = _cadres(scoring, scheme, until, marks, projects)
    found = [
        Mover(pk, place, then, totals.get(pk), matters.get(pk, []))
        for pk, (place, then) in standings.would_move(entries, totals).items()
    ]
    return sorted(found, key=lambda one: (one.place, one.pk))


def _marks(scoring):
    quarter = Quarter(scoring.year, scoring.quarter)
    text = CharField()
    holds = SourceHold.objects.filter(released_at__isnull=True).annotate(
        ref=Concat("source_label", Value(":"), "source_key", output_field=text), of=Value("", output_field=text)
    )
    facts = Fact.objects.filter(
        state=FactState.VERIFIED,
        objected_at__isnull=False,
        answered_at__isnull=True,
        day__gte=quarter.first,
        day__lte=quarter.last,
    ).annotate(ref=Concat(Value(f"{FACT}:"), Cast("pk", text), output_field=text), of=Value("", output_field=text))
    objections = (
        ScoreObjection.objects.filter(scoring=scoring, state=ObjectionState.RAISED).exclude(piece="")
        .annotate(
            ref=Cast("piece", text),
            of=Case(
                When(project__isnull=False, then=Concat(Value("project:"), Cast("project_id", text))),
                default=Concat(Value("cadre:"), Cast("cadre_id", text)), output_field=text,
            ),
        )
    )  # fmt: skip
    rows = [one.order_by().values_list("ref", "of") for one in (holds, facts, objections)]
    found = Marks()
    for ref, of in rows[0].union(*rows[1:]):
        if of:
            column, _colon, key = of.partition(":")
            found.by_subject.setdefault((column, int(key)), set()).add(ref)
        else:
            found.everywhere.add(ref)
    return found


def _holding(refs):
    """Lines whose stored pieces name one of `refs`: a piece begins with its label and key. The text is read without its
    spaces (see `_lines`): each database writes JSON with or without them."""
    found = Q(pk__in=[])
    for ref in sorted(refs)[:MOST]:
        label, _colon, key = ref.partition(":")
        found |= Q(text__contains=f'["{label}","{key}",')
    return found


def _lines(scoring, wanted, **subject):
    """{score: (row, [(indicator, pieces)])} of the scores with a line that is `wanted`; one statement."""
    rows = ScoreLine.objects.filter(score__scoring=scoring, score__revision=0, **subject)
    having = (
        rows.annotate(text=Replace(Cast("pieces", TextField()), Value(" "), Value(""), output_field=TextField()))
        .filter(wanted)
        .order_by()
        .values("score")
    )
    found = {}
    for line in (
        rows.filter(score__in=having).order_by("score", "position")
        .annotate(project=F("score__project"), cadre=F("score__cadre")).iterator(chunk_size=2000)
    ):  # fmt: skip
        row = SimpleNamespace(project_id=line.project, cadre_id=line.cadre)
        found.setdefault(line.score_id, (row, []))[1].append((line.indicator, line.pieces))
    return found


def _live(kept, refs, projects):
    """The stored pieces with what is open now marked on them, and with what their projects would then come to."""
    found = []
    for indicator, pieces in kept:
        marked = []
        for piece in map(score_lines.read, pieces):
            if piece.ref in refs and not piece.skip:
                piece = replace(piece, open=True)
            if piece.label == PROJECT and piece.key in projects:
                piece = replace(piece, values={**piece.values, "settled": projects[piece.key]})
            marked.append(score_lines.plain(piece))
        found.append((indicator, marked))
    return found


def _projects(scoring, scheme, until, marks):
    """{project: its total then, as text} of the projects that something now open concerns."""
    objected = [key for column, key in marks.by_subject if column == "project"]
    if not objected and not marks.everywhere:
        return {}
    wanted = Q(score__project__in=objected) | _holding(marks.everywhere)
    found = {}
    for row, kept in _lines(scoring, wanted, score__project__isnull=False).values():
        live = _live(kept, marks.of(row.project_id, None), {})
        if _open_titles(live):
            total = settled(scheme, until, row, live)
            # Without a score it would leave the denominator of who carries it.
            found[str(row.project_id)] = "" if total is None else str(total)
    return found


def _cadres(scoring, scheme, until, marks, projects):
    """({score: total then}, {score: titles of what is open}) of the ranked scores that something open concerns."""
    stored = Q()
    for code in score_lines.FLIPS:
        stored |= Q(text__contains=f'"{code}",')
    stored |= Q(text__contains='"",1]') | Q(text__contains='"settled":')
    objected = [key for column, key in marks.by_subject if column == "cadre"]
    wanted = stored | Q(score__cadre__in=objected) | _holding(marks.everywhere)
    wanted |= _holding({f"{PROJECT}:{key}" for key in projects})
    totals, matters = {}, {}
    for pk, (row, kept) in _lines(scoring, wanted, score__cadre__isnull=False, score__unranked="").items():
        live = _live(kept, marks.of(None, row.cadre_id), projects)
        total = settled(scheme, until, row, live)
        if total is not None:
            totals[pk] = total
            matters[pk] = _open_titles(live)
    return totals, matters


def _open_titles(kept):
    """What is open, once each, in the order of the lines."""
    found = {}
    for _indicator, pieces in kept:
        for piece in map(score_lines.read, pieces):
            changed = "settled" in piece.values and piece.values["settled"] != piece.values["score"]
            if piece.skip in score_lines.FLIPS or (piece.open and not piece.skip) or changed:
                found[piece.title] = None
    return list(found)
