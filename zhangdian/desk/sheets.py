"""Reading and writing tables of office programs: xlsx, and csv in UTF-8 or GB18030. No ORM."""

import codecs
import csv
import io
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# A cell that begins so would be run by an office program as a formula; any run of ' before it is part of the guard.
_ACTIVE = re.compile(r"^'*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
# What xml cannot hold and openpyxl refuses.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class SheetError(Exception):
    """A file that cannot be read as a table; its text is for people."""


@dataclass
class Sheet:
    """A table: its name and its rows of values, row 1 of the file first."""

    name: str
    rows: list = field(default_factory=list)


def guard(value):
    """A text that no office program takes for a formula: one ' is put before it where needed. `unguard` undoes it."""
    if isinstance(value, str) and _ACTIVE.match(value) and not _PLAIN_NUMBER.match(value):
        return f"'{value}"
    return value


def unguard(value):
    """The text as it was before `guard`."""
    if isinstance(value, str) and value.startswith("'") and _ACTIVE.match(value):
        return value[1:]
    return value


def read(content, name=""):
    """The sheets of a file's bytes: an xlsx by its content, everything else as csv. SheetError says what to do."""
    if content[:4] == b"PK\x03\x04":
        return _read_xlsx(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetError(_("This is an old .xls file. Open it and save it as .xlsx, then upload it again."))
    return [Sheet(name or "csv", _read_csv(content))]


def _read_xlsx(content):
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
        sheets = [
            Sheet(sheet.title, [[unguard(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])
            for sheet in book.worksheets
        ]
    except Exception:
        # openpyxl raises a dozen kinds of errors for damaged files; people need one sentence.
        raise SheetError(
            _("The file cannot be read as .xlsx. Open it in an office program, save it again, and upload that.")
        ) from None
    return [sheet for sheet in sheets if any(_has_words(row) for row in sheet.rows)]


def _has_words(row):
    return any(str(cell).strip() for cell in row if cell is not None)


def _read_csv(content):
    text = decode(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    return [[unguard(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def decode(content):
    """The text of csv bytes: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError(_("The characters of the file cannot be read: save it as .xlsx or as csv in UTF-8."))


def write_xlsx(title, headings, rows):
    """The bytes of a workbook with one sheet: a bold first row, every text guarded."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", "", str(title))[:31] or "1"
    sheet.append(list(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_safe(guard(value)) for value in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(headings, 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = max(10, len(str(heading)) * 2.4)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stream_xlsx(title, widths, headings, rows):
    """The bytes of a workbook written row by row, for lists of any length: `rows` may be an iterator.

    widths: of the columns, in characters. Texts are said to be texts, so that “=…” stays what somebody typed.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, value, *, bold=False):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        if value[:1] in "=+-@" and value:
            cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _safe(value):
    return _FORBIDDEN.sub("", value) if isinstance(value, str) else value


def write_csv(headings, rows, encoding="utf-8-sig"):
    """The bytes of a csv, every text guarded; with the mark that office programs know UTF-8 by."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(["" if value is None else guard(value) for value in row])
    return out.getvalue().encode(encoding, errors="replace")
