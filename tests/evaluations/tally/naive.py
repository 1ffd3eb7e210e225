"""The tally computed a second time, in another way: paper by paper with exact fractions, rounded by hand.

Shares no code with `evaluations.rules`; only the shapes of input are theirs.
"""

from fractions import Fraction
from math import floor


def up(value, decimals):
    """Half away from nought, as a fraction."""
    factor = 10**decimals
    return Fraction(floor(value * factor + Fraction(1, 2)), factor)


def scores_of(sheet, answers):
    """{item: exact score} of what counts on one paper."""
    found = {}
    weights = {option.key: option for option in sheet.options}
    for item in sheet.items:
        said = answers.get(item.key)
        if said is None or said == "":
            continue
        if sheet.options:
            if said in weights and not weights[said].is_unknown:
                found[item.key] = up(Fraction(item.full) * Fraction(weights[said].weight) / 100, 4)
        else:
            mark = Fraction(said)
            if 0 <= mark <= Fraction(item.full):
                found[item.key] = up(mark, 4)
    return found


def average(values, trim_from):
    values = list(values)
    if trim_from and len(values) >= trim_from:
        values.remove(max(values))
        values.remove(min(values))
    return sum(values) / len(values)


def pools(sheet, counts):
    """[[group code]]: those with too few papers joined to their left neighbour, the first to its right one."""
    rows = [[code] for code in counts if counts[code]]

    def size(row):
        return sum(counts[code] for code in row)

    while len(rows) > 1 and min(map(size, rows)) < sheet.fewest:
        at = [size(row) < sheet.fewest for row in rows].index(True)
        left = max(at - 1, 0)
        rows = [*rows[:left], rows[left] + rows[left + 1], *rows[left + 2 :]]
    return rows


def score(sheet, papers):
    """The score of one subject as a fraction with three decimals, or None where it must not be shown."""
    read = [(paper.group, found) for paper in papers if (found := scores_of(sheet, paper.answers))]
    if len(read) < sheet.fewest:
        return None
    counts = {group.code: sum(code == group.code for code, _found in read) for group in sheet.groups}
    above = below = Fraction(0)
    for pool in pools(sheet, counts):
        points = full = Fraction(0)
        for item in sheet.items:
            values = [found[item.key] for code, found in read if code in pool and item.key in found]
            if values:
                points += average(values, sheet.trim_from)
                full += Fraction(item.full)
        weight = sum(Fraction(group.weight) for group in sheet.groups if group.code in pool)
        above += weight * up(points * 100 / full, 6)
        below += weight
    return up(above / below, 3)
