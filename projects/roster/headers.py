"""Finding the header of a sheet: below title rows, in one, two or three rows, with merged groups."""

import re
import unicodedata

from projects.roster import columns
from projects.roster.cells import is_blank
from projects.roster.shapes import Column

SEARCHED = 30  # rows from the top
DEEPEST = 3  # rows of one header
LEAST = 2  # understood columns, the name of the project among them
SHEET_UNIT = re.compile(r"(?:金额)?单位\s*[:：]?\s*[^\n]*?(亿元|万元|千元|元)")


def find(grid):
    """(first row, last row, pieces by column) of the header, or None where no row heads a list of projects."""
    best, place = (0, 0, 0), None
    for top in range(min(SEARCHED, len(grid.rows))):
        if place and top > place[1] + DEEPEST and best[0] > LEAST:
            break
        if is_wide(grid, top):
            continue
        for depth in range(1, DEEPEST + 1):
            if top + depth > len(grid.rows):
                break
            pieces = pieces_of(grid, top, depth)
            found = [columns.understand(texts)[:2] for texts in pieces]
            keys = {key for key, _how in found if key}
            # What is known and left aside speaks for a header too, but less than what is taken in.
            score = (len(keys), sum(how == "aside" for _key, how in found), -depth)
            if score > best and "name" in keys and (len(keys) >= LEAST or _is_plain(pieces)):
                best, place = score, (top, top + depth - 1)
    return _with_edges(grid, *place) if place else None


def _is_plain(pieces):
    """The name of the project under its plain heading beside other words: the clerk can say what those mean."""
    headings = [columns.plain(texts[-1])[0] for texts in pieces if texts]
    return len(headings) >= LEAST and not {"项目名称", "重点项目名称", "工程名称"}.isdisjoint(headings)


UNIT_ROW = re.compile(
    r"^[(（]?(?:单位[:：])?(?:亿元|万元|千元|元|年|月|年月|年、月|年月日|人|户|亩|平方米|㎡|%)[)）]?$"
)


def _with_edges(grid, top, bottom):
    """The header with the group row that its merged cells reach up to, and the row of units below it."""
    for first, _left, last, _right in grid.merged:
        if first < top <= last:
            top = first
    if bottom + 1 < len(grid.rows):
        below = [value for value in grid.rows[bottom + 1] if not is_blank(value)]
        if below and all(isinstance(value, str) and UNIT_ROW.match(re.sub(r"\s", "", value)) for value in below):
            bottom += 1
    return top, bottom, pieces_of(grid, top, bottom - top + 1)


def is_wide(grid, row):
    """Does one merged text fill the row, as in a title or the heading of a section?"""
    if not grid.merged:
        return False
    values = [value for value in grid.rows[row] if not is_blank(value)]
    return any(
        top <= row <= bottom and right - left >= 2 and right - left + 1 >= len(values)
        for top, left, bottom, right in grid.merged
    )


def pieces_of(grid, top, depth):
    """The texts over each column from top to bottom, each once."""
    width = max(len(grid.rows[row]) for row in range(top, top + depth))
    found = []
    for column in range(width):
        texts = []
        for row in range(top, top + depth):
            value = grid.rows[row][column] if column < len(grid.rows[row]) else None
            if isinstance(value, str) and value.strip() and value not in texts:
                texts.append(value)
        found.append(texts)
    return _spread(grid, top, depth, found)


def _spread(grid, top, depth, found):
    """Give the columns right of a group's heading its words, where a csv file or an unmerged sheet left them out."""
    if depth < 2 or any(first <= top <= last for first, _left, last, _right in grid.merged):
        return found
    group = ""
    for column, texts in enumerate(found):
        value = grid.rows[top][column] if column < len(grid.rows[top]) else None
        below = grid.rows[top + 1][column] if column < len(grid.rows[top + 1]) else None
        if value:
            group = value if below else ""
        elif below and group and texts:
            texts.insert(0, group)
    return found


def read(pieces, chosen=None, sheet_unit=""):
    """The Columns of a header. chosen: {column index: field key or ""} as a clerk corrected them."""
    chosen = chosen or {}
    found = []
    for index, texts in enumerate(pieces):
        heading = " / ".join(re.sub(r"\s+", "", text) for text in texts)
        key, how, unit = columns.understand(texts)
        if index in chosen:
            wanted = chosen[index] if chosen[index] in columns.FIELDS else ""
            how = how if wanted == key else "chosen"
            key = wanted
        found.append(Column(index, heading, key, how, unit))
    _settle_phones(found)
    _settle_doubles(found)
    for column in found:
        if column.field and columns.FIELDS[column.field].kind == "money":
            column.unit = column.unit or sheet_unit or "万元"
        else:
            column.unit = ""
    return found


def _settle_phones(found):
    """A telephone without an owner belongs to the nearest person to its left."""
    person = ""
    for column in found:
        if column.field == "phone":
            column.field = f"{person}_phone" if person else ""
            column.how = "exact" if person else "aside"
            person = ""
        elif column.field in columns.PHONED:
            person = column.field


def _settle_doubles(found):
    """Two columns of one meaning: lists are joined; of others the surest counts and the rest are left out."""
    surest = {"chosen": 0, "exact": 1, "near": 2}
    first = {}
    for column in sorted(found, key=lambda column: (surest.get(column.how, 3), column.index)):
        key = column.field
        if not key or key in columns.LISTS:
            continue
        if key in first:
            column.field, column.how = "", "doubled"
        first[key] = column


def unit_above(grid, top):
    """The unit of money that the rows above a header name (单位：万元), or an empty text."""
    for row in grid.rows[:top]:
        for value in row:
            if isinstance(value, str) and (match := SHEET_UNIT.search(unicodedata.normalize("NFKC", value))):
                return match[1]
    return ""
