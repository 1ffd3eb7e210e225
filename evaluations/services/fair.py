"""What the rater models make of a review's opened ballots, once, when it is counted.

For each subject: the robust figure of the whole and of each dimension, where the ballots allow it, and how far the
ballots drawn anew move its score. Stored with the result; scores take it from there. Nobody's ballot is named.
"""

import json
from dataclasses import replace

from evaluations.rules import marks, methods, ranges, raters
from evaluations.rules.scheme import DIMENSIONS

DRAWS = 200


def inputs_of(review):
    """What the draws go by, kept with the count: counting again gives the same."""
    return {"seed": review.pk, "draws": DRAWS}


def of(sheet, inputs, ballots):
    """{subject: {"score", "dimensions", "drawn", "method"}} from [(group, cut to, answers)]; by the stored inputs.

    score and dimensions only where the robust model may be offered; drawn: hundredths of a point a draw.
    """
    given = inputs.get("fair")
    if not given:
        return {}
    groups = _groups(sheet, ballots)
    offered = {
        offer.method
        for offer in methods.offers(
            (methods.GroupBallots(group.code, is_cut, _marks(sheet, rows)) for group, is_cut, rows in groups),
            sheet.fewest, sheet.trim_from or raters.TRIM_FROM,
        )
        if offer.is_offered
    }  # fmt: skip
    is_robust = raters.ROBUST in offered
    method = raters.ROBUST if is_robust else raters.TRIMMED if sheet.trim_from else raters.PLAIN
    cells = _cells(sheet, groups, method)
    found = {
        subject: {"method": method, "drawn": list(drawn)}
        for subject, drawn in ranges.moves(cells, given["seed"], given["draws"]).items()
    }
    if is_robust:
        for subject, score in ranges.combined(cells).items():
            if score is not None:
                found[subject] |= {"score": str(score), "dimensions": {}}
        for dimension, part in _parts(sheet, inputs):
            for subject, score in ranges.combined(_cells(part, groups, method)).items():
                if score is not None and "dimensions" in found.get(subject, {}):
                    found[subject]["dimensions"][dimension] = str(score)
    return found


def _groups(sheet, ballots):
    """[(group, are its ballots cut, answers in an order of their own)] of the groups that voted."""
    rows, cut = {}, set()
    for group, cut_to, answers in ballots:
        rows.setdefault(str(group), []).append(answers)
        if cut_to is not None:
            cut.add(str(group))
    return [
        (group, group.code in cut, sorted(rows[group.code], key=lambda one: json.dumps(one, sort_keys=True)))
        for group in sheet.groups
        if group.code in rows
    ]


def _marks(sheet, rows):
    return [
        (str(number), marks.marks_of(sheet, {subject: given.get("m", {}) for subject, given in answers.items()}))
        for number, answers in enumerate(rows)
    ]


def _cells(sheet, groups, method):
    trim_from = sheet.trim_from or raters.TRIM_FROM
    return [(group.weight, raters.estimate(method, _marks(sheet, rows), trim_from)) for group, _is_cut, rows in groups]


def _parts(sheet, inputs):
    """[(dimension, the sheet with its items only)]."""
    of_item = {key: dimension for key, _name, _full, dimension in inputs["items"]}
    for dimension in DIMENSIONS:
        items = tuple(item for item in sheet.items if of_item.get(item.key) == dimension)
        if items:
            yield dimension, replace(sheet, items=items)
