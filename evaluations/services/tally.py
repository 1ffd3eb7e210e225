"""Counting the ballots of a review: the sheet as it stands, the arithmetic, and the rows that keep the result.

Counting reads the ballots and writes nothing but its own rows; the same ballots by the same inputs give the same
digest, whoever counts, however often.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import Ballot, Review, SubjectResult, Tally
from evaluations.options import reviews as review_options
from evaluations.options import tally as options
from evaluations.queries import reviews
from evaluations.rules import disclosure
from evaluations.rules import tally as rules
from evaluations.services import fair
from evaluations.states.reviews import ReviewState as S
from evaluations.states.reviews import Scale
from evaluations.states.tally import Averaging
from zhangdian.options import queries as settings

COUNTED = (S.COUNTED, S.CHECKED, S.APPROVED, S.PUBLISHED, S.ARCHIVED)
BANDS = ("好", "较好", "一般", "较差")


@dataclass(frozen=True)
class Counted:
    """A count before it is stored: inputs, figures, a row a subject, and the digest over all of it."""

    inputs: dict
    figures: dict
    rows: list
    digest: str


def inputs_of(review, day):
    """Everything the count goes by, as plain values: once stored, the count never looks at the settings again."""
    found = settings.values(
        day, review_options.FEWEST_SHOWN, options.TRIM_FROM, options.GOOD, options.FAIR, options.POOR
    )
    lines = [found[options.GOOD], found[options.FAIR], found[options.POOR], Decimal(0)]
    choices = list(review.options.all()) if review.scale == Scale.OPTIONS else []
    if choices:
        levels = rules.level_lines(
            _option(choice.pk, choice.label, choice.weight, choice.is_unknown) for choice in choices
        )
    else:
        levels = [rules.Level(label, line) for label, line in zip(BANDS, lines, strict=True)]
    return {
        "scale": review.scale,
        "averaging": review.averaging,
        "trim_from": found[options.TRIM_FROM] if review.averaging == Averaging.TRIMMED else 0,
        "fewest": found[review_options.FEWEST_SHOWN],
        "groups": _groups(review),
        "items": [
            [str(item.pk), item.name, str(item.full_mark), item.dimension]
            for item in review.items.order_by("position", "pk")
        ],
        "options": [[str(row.pk), row.label, str(row.weight), row.is_unknown] for row in choices],
        "levels": [[level.label, str(level.line)] for level in levels],
        "peers": {
            str(subject.pk): peer_of(subject) for subject in review.subjects.select_related("unit", "cadre__unit")
        },
        "fair": fair.inputs_of(review),
    }  # fmt: skip


def _groups(review):
    """[[key, code, name, weight]]: groups that were opened together are one, their weights added up."""
    groups = list(review.groups.all())
    found = []
    for group in groups:
        if group.merged_into_id is None:
            own = [group, *(other for other in groups if other.merged_into_id == group.pk)]
            own.sort(key=lambda one: one.code)
            weight = sum((one.weight for one in own), Decimal(0))
            found.append(
                [str(group.pk), "+".join(one.code for one in own), "、".join(one.name for one in own), str(weight)]
            )
    return found


def _option(key, label, weight, is_unknown):
    return rules.Option(str(key), label, Decimal(weight), is_unknown)


def sheet_of(inputs):
    """The stored inputs as the arithmetic takes them."""
    return rules.Sheet(
        items=tuple(rules.Item(key, Decimal(full)) for key, _name, full, _dimension in inputs["items"]),
        groups=tuple(rules.Group(key, Decimal(weight)) for key, _code, _name, weight in inputs["groups"]),
        levels=tuple(rules.Level(label, Decimal(line)) for label, line in inputs["levels"]),
        options=tuple(_option(*row) for row in inputs["options"]),
        trim_from=inputs["trim_from"],
        fewest=inputs["fewest"],
    )


def count(review, inputs, figures):
    """Count all ballots of `review` by `inputs`; `figures` is the turnout. Returns Counted, stores nothing."""
    sheet = sheet_of(inputs)
    ballots = list(Ballot.objects.filter(group__review=review).values_list("group_id", "subject_id", "answers"))
    subjects = list(review.subjects.order_by("position", "pk"))
    papers = {str(subject.pk): [] for subject in subjects}
    words = {str(subject.pk): {"r": [], "c": []} for subject in subjects}
    flagged, whole, lines = 0, 0, []
    for group, cut_to, answers in ballots:
        lines.append(json.dumps([group, cut_to, answers], ensure_ascii=False, sort_keys=True, separators=(",", ":")))
        for key, given in answers.items():
            papers[key].append(rules.Paper(str(group), given.get("m", {})))
            for kind, said in words[key].items():
                said.append(given.get(kind) or "")
        if cut_to is None:
            whole += 1
            flagged += rules.is_same_throughout(sheet, (given.get("m", {}) for given in answers.values()))
    rows, models = [], fair.of(sheet, inputs, ballots)
    for subject in subjects:
        key = str(subject.pk)
        row = _row(sheet, subject, inputs["peers"].get(key, ""), papers[key], words[key])
        if key in models and not row.is_withheld:
            row.detail["fair"] = models[key]
        rows.append(row)
    places = rules.places((str(row.subject_id), row.peer, row.score) for row in rows)
    for row in rows:
        row.place = places.get(str(row.subject_id))
    figures = figures | {"ballots": len(ballots), "whole": whole, "flagged": flagged}
    return Counted(inputs, figures, rows, _digest(inputs, figures, rows, lines))


def peer_of(subject):
    """The peer group: for projects the kind of unit that is responsible, for cadres that and their level."""
    if subject.cadre_id:
        return f"{subject.cadre.unit.track} {subject.cadre.level}"
    return subject.unit.track if subject.unit_id else ""


def _row(sheet, subject, peer, papers, words):
    result = rules.tally(sheet, papers)
    detail = plain(
        {
            "cells": [asdict(cell) for cell in result.cells],
            "items": [asdict(item) for item in result.items],
            "spread": [asdict(share) for share in result.spread],
            "top_rate": result.top_rate,
            "upper_rate": result.upper_rate,
            "left_out": result.left_out,
            "pooled": result.pooled,
            "parts_hidden": result.parts_hidden,
            "reasons": disclosure.texts(result.papers, words["r"], sheet.fewest),
            "comments": disclosure.texts(result.papers, words["c"], sheet.fewest),
        }
    )
    return SubjectResult(
        subject=subject, peer=peer, score=result.score, level=result.level, papers=result.papers,
        blank=result.blank, is_withheld=result.withheld, detail=detail,
    )  # fmt: skip


def plain(value):
    """Values as JSON keeps them: decimals as text with all their digits, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return str(value) if isinstance(value, Decimal) else value


def turnout_of(review):
    """Turnout by group and in all, with the rates and what they are of."""
    rows = []
    for number in reviews.turnout(review):
        group = number.group
        rows.append(
            {"code": group.code, "name": group.name, "expected": number.expected, "issued": number.issued,
             "used": number.used, "opened": group.cast or 0, "damaged": group.damaged or 0,
             "with": group.merged_into.code if group.merged_into_id else "", "is_cut": group.is_cut}
        )  # fmt: skip
    total = {key: sum(row[key] for row in rows) for key in ("expected", "issued", "used", "opened", "damaged")}
    return {
        "groups": rows,
        "total": total,
        "attendance": plain(rules.rate(total["issued"], total["expected"])),
        "returned": plain(rules.rate(total["opened"], total["issued"])),
        "turnout": plain(rules.rate(total["opened"], total["expected"])),
    }


def _digest(inputs, figures, rows, ballots):
    """SHA-256 over inputs, figures, the ballots in an order of their own, and every result."""
    results = [
        [row.subject_id, row.peer, plain(row.score), row.level, row.place, row.papers, row.blank, row.detail]
        for row in sorted(rows, key=lambda row: row.subject_id)
    ]
    text = json.dumps(
        [inputs, figures, sorted(ballots), results], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def store(review, *, actor, at):
    """Count and keep the result as the review's next count; to be called under the lock of the move."""
    counted = count(review, inputs_of(review, timezone.localdate(at)), turnout_of(review))
    last = Tally.objects.filter(review=review).order_by("-number").values_list("number", flat=True).first() or 0
    tally = Tally.objects.create(
        review=review, number=last + 1, counted_at=at, counted_by=actor, inputs=counted.inputs,
        figures=counted.figures, digest=counted.digest,
    )  # fmt: skip
    for row in counted.rows:
        row.tally = tally
    SubjectResult.objects.bulk_create(counted.rows, batch_size=200)
    return tally


def differences(tally):
    """Sentences about everything in which counting again, by the stored inputs, differs from what is stored."""
    stored = {row.subject_id: row for row in tally.results.select_related("subject")}
    again = count(tally.review, tally.inputs, tally.figures)
    found = []
    for row in again.rows:
        kept = stored.pop(row.subject_id, None)
        if kept is None:
            found.append(_("“%(subject)s” has no stored result.") % {"subject": row.subject})
        elif _said(kept) != _said(row):
            found.append(
                _("“%(subject)s” is stored with %(stored)s, counting again gives %(again)s.")
                % {"subject": row.subject, "stored": kept.score, "again": row.score}
            )
    found += [_("“%(subject)s” has a result but is no subject.") % {"subject": row.subject} for row in stored.values()]
    if not found and again.digest != tally.digest:
        found.append(_("The ballots or the figures of the count are not those that were counted."))
    return found


def _said(row):
    return (plain(row.score), row.level, row.place, row.papers, row.blank, row.is_withheld, row.detail)


def verify():
    """Yield a sentence for every count in force that does not come out again as it is stored, and for every review
    that stands beyond the count without one."""
    reviewed = set()
    for tally in Tally.objects.filter(withdrawn_at__isnull=True).select_related("review").order_by("pk"):
        reviewed.add(tally.review_id)
        for sentence in differences(tally):
            yield _("Review “%(review)s”: %(what)s") % {"review": tally.review, "what": sentence}
    for review in Review.objects.filter(state__in=COUNTED).exclude(pk__in=reviewed).order_by("pk"):
        yield _("Review “%(review)s” stands as counted, but has no count.") % {"review": review}
