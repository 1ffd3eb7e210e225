"""A whole list: from bytes to projects as the file says them, with everything that is wrong at once."""

import re

from django.utils.translation import gettext as _

from projects.roster import cells, columns, grids, headers, names
from projects.roster.cells import clean, is_blank
from projects.roster.shapes import CellRefused, FileRefused, Person, Problem, Reading, Row, SheetReading

TOTAL = re.compile(r"^(?:[一二三四五六七八九十]+[、.])?(?:[\u3400-\u9fff]{0,12})(?:合计|小计|总计|共计)")
SECTION = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])")
FOOT = re.compile(r"^(?:填报|制表|填表|审核|复核|备注|说明|注)[\u3400-\u9fff]{0,6}\s*[:：]|^注[:：]")


def read(content, name="", *, year=None, mapping=None):
    """The Reading of a file's bytes.

    year: the programme's, for days that name none. mapping: {sheet: {column index: field key}} as a clerk
    corrected it. FileRefused where the file as a whole is of no use.
    """
    reading = Reading()
    for grid in grids.read(content, name):
        reading.sheets.append(_read_sheet(grid, reading, (mapping or {}).get(grid.name), year))
    if not any(sheet.header_rows for sheet in reading.sheets):
        raise FileRefused(
            _(
                "No sheet has a row of headings with the name of the project and at least one more known column. "
                "Head the columns with words such as 项目名称, 责任单位, 总投资(万元)."
            )
        )
    reading.rows = _without_doubles(reading)
    return reading


def _read_sheet(grid, reading, chosen, year):
    sheet = SheetReading(grid.name)
    if grid.hidden:
        sheet.note = _("The sheet is hidden and was left out.")
        return sheet
    if not any(not is_blank(value) for row in grid.rows for value in row):
        sheet.note = _("The sheet is empty.")
        return sheet
    place = headers.find(grid)
    if place is None:
        sheet.note = _("No headings of a list of projects were found; the sheet was left out.")
        return sheet
    top, bottom, pieces = place
    sheet.header_rows = (top + 1, bottom + 1)
    chosen = {int(index): key for index, key in (chosen or {}).items()}
    sheet.columns = headers.read(pieces, chosen, headers.unit_above(grid, top))
    if not any(column.field == "name" for column in sheet.columns):
        reading.problems.append(
            Problem(grid.name, top + 1, "", "", _("No column is the name of the project. Choose which one it is."))
        )
        return sheet
    _read_rows(grid, sheet, reading, bottom + 1, year)
    return sheet


def _read_rows(grid, sheet, reading, start, year):
    wanted = [column for column in sheet.columns if column.field]
    readers = [(column, columns.FIELDS[column.field]) for column in wanted]
    name_at = next(column.index for column in wanted if column.field == "name")
    code_at = next((column.index for column in wanted if column.field == "code"), None)
    counted = {column.index for column in sheet.columns if column.heading in ("序号", "序")}
    head = [column.heading.rsplit(" / ", 1)[-1] for column in sheet.columns]
    carried = _carried(grid, name_at)
    parts = []
    for index in range(start, len(grid.rows)):
        values = grid.rows[index]
        if reason := _left_out(grid, index, values, name_at, code_at, counted, head):
            if reason != "blank":
                sheet.skipped.append((index + 1, reason))
            continue
        found, wrong = _read_row(values, readers, year)
        problems = [
            Problem(sheet.name, index + 1, f"{column.letter} {column.heading}", clean(value)[:60], sentence)
            for column, value, sentence in wrong
        ]
        reading.problems.extend(problems)
        row = Row(sheet.name, index + 1, found)
        if index in carried and parts:
            _join(parts[-1], row, reading, grid.name)
        elif "name" not in found:
            if not any(problem.column.endswith("项目名称") for problem in problems):
                reading.problems.append(
                    Problem(
                        sheet.name, index + 1, f"{sheet.columns[name_at].letter} {sheet.columns[name_at].heading}", "",
                        _("The row has no project name. Fill it in, or delete the row."),
                    )
                )  # fmt: skip
        else:
            parts.append(row)
    reading.rows.extend(parts)


def _carried(grid, name_at):
    """The rows whose project name is the lower part of a merged cell: they go on with the project above."""
    return {
        row
        for top, left, bottom, right in grid.merged
        if left <= name_at <= right and bottom > top and right - left < 3
        for row in range(top + 1, bottom + 1)
    }


def _left_out(grid, index, values, name_at, code_at, counted, head):
    """Why a row is no project ("blank" or the first words of what it is), or an empty text."""
    filled = [(place, value) for place, value in enumerate(values) if not is_blank(value)]
    if not filled or (len(filled) == 1 and filled[0][0] in counted):
        return "blank"
    value = filled[0][1]
    first = re.sub(r"\s+", "", value) if value.__class__ is str else str(value)
    name = values[name_at] if name_at < len(values) else None
    words = re.sub(r"\s+", "", str(name or ""))
    if TOTAL.match(first) or (len(words) <= 16 and TOTAL.match(words) and _no_code(values, code_at)):
        return first[:30]
    if words == head[name_at] or _is_count(filled):
        # A header printed again on every page, or a line that numbers the columns.
        return first[:30]
    if SECTION.match(first) and (is_blank(name) or len(filled) == 1):
        return first[:30]
    if headers.is_wide(grid, index) or (FOOT.match(first) and len({str(value) for _place, value in filled}) <= 4):
        return first[:30]
    return ""


def _is_count(filled):
    numbers = [value for _place, value in filled]
    return (
        len(numbers) > 3
        and all(isinstance(value, int) for value in numbers)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _no_code(values, code_at):
    return code_at is None or code_at >= len(values) or is_blank(values[code_at])


def _read_row(values, readers, year):
    """({field: value}, [(column, value, sentence)]) of one row; a blank cell gives nothing."""
    found, wrong, phones = {}, [], []
    width = len(values)
    for column, field in readers:
        value = values[column.index] if column.index < width else None
        if value is None or (value.__class__ is str and is_blank(value)):
            continue
        try:
            got = READERS[field.kind](value, field, column, year)
        except CellRefused as refusal:
            wrong.append((column, value, str(refusal)))
            continue
        if field.kind == "phones":
            phones.append((column, value, field.key.removesuffix("_phone"), got))
        elif field.key in columns.LISTS and field.key in found:
            found[field.key] = found[field.key] + [thing for thing in got if thing not in found[field.key]]
        elif got != "" and got != []:
            found[field.key] = got
    for column, value, key, numbers in phones:
        try:
            if key in found:
                found[key] = _with_phones(found[key], numbers)
        except CellRefused as refusal:
            wrong.append((column, value, str(refusal)))
    return found, wrong


READERS = {
    "line": lambda value, field, column, year: cells.read_text(value, limit=field.limit),
    "text": lambda value, field, column, year: cells.read_text(value, limit=field.limit, lines=True),
    "money": lambda value, field, column, year: cells.read_money(value, column.unit),
    "start": lambda value, field, column, year: cells.read_date(value, year=year),
    "end": lambda value, field, column, year: cells.read_date(value, end=True, year=year),
    "nature": lambda value, field, column, year: cells.read_choice(
        value, columns.NATURES, columns.NATURE_TEXT.values()
    ),
    "stage": lambda value, field, column, year: cells.read_choice(value, columns.STAGES, columns.STAGE_TEXT.values()),
    "people": lambda value, field, column, year: names.read_people(value),
    "units": lambda value, field, column, year: names.read_units(value),
    "phones": lambda value, field, column, year: names.read_phones(value),
    "steps": lambda value, field, column, year: names.read_steps(value, year=year),
    "targets": lambda value, field, column, year: names.read_targets(value),
}


def _with_phones(people, numbers):
    """The people with the telephones of the column beside them, one each in the same order."""
    if len(numbers) != len(people):
        raise CellRefused(
            _("There are %(people)s people and %(phones)s telephone numbers. Write each as 姓名(电话) in one column.")
            % {"people": len(people), "phones": len(numbers)}
        )
    return [
        person if person.phone else Person(person.name, phone, person.hint)
        for person, phone in zip(people, numbers, strict=True)
    ]


def _join(above, row, reading, sheet):
    """Add a row that goes on with the project above: lists grow, other values must agree or be new."""
    for key, value in row.values.items():
        if key in columns.LISTS:
            have = above.values.setdefault(key, [])
            have.extend(thing for thing in value if thing not in have)
        elif above.values.setdefault(key, value) != value:
            reading.problems.append(
                Problem(
                    sheet, row.row, columns.FIELDS[key].heading, str(value)[:60],
                    _("This row goes on with “%(name)s” of row %(row)s, which says “%(value)s” here. Keep one of them.")
                    % {"name": above.values.get("name", ""), "row": above.row, "value": above.values[key]},
                )
            )  # fmt: skip


def _without_doubles(reading):
    """The rows, each project once: a repetition that says the same is dropped, one that differs is a problem."""
    by_code, by_name, kept = {}, {}, []
    for row in reading.rows:
        code, name = row.values.get("code"), row.values["name"]
        twin = by_code.get(code) if code else None
        if twin is None and (code is None or (name, None) in by_name):
            twin = by_name.get((name, None)) or (by_name.get((name, "any")) if code is None else None)
        if twin is not None:
            if all(twin.values.get(key) == value for key, value in row.values.items()):
                continue
            reading.problems.append(
                Problem(
                    row.sheet, row.row,
                    columns.FIELDS["code" if code and twin is by_code.get(code) else "name"].heading, code or name,
                    _("The same project stands in sheet “%(sheet)s”, row %(row)s, with other values. Keep one of them.")
                    % {"sheet": twin.sheet, "row": twin.row},
                )
            )  # fmt: skip
            continue
        if code:
            by_code[code] = row
        else:
            by_name[(name, None)] = row
        by_name.setdefault((name, "any"), row)
        kept.append(row)
    return kept
