"""The same list written out: the columns that reading takes in, cells that no spreadsheet takes for formulas."""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from projects.roster import cells, columns
from projects.roster.cells import CONTROLS
from zhangdian.desk.sheets import guard

HEADINGS = [columns.FIELDS[key].heading for key in columns.EXPORTED]
WIDE = {"name": 28, "content": 40, "remarks": 30, "steps": 28, "targets": 20, "responsible": 20}


def xlsx(rows, title):
    """The bytes of a workbook. rows: dicts of field key -> text, Decimal, date or None."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "C2"
    for number, key in enumerate(columns.EXPORTED, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(key, 14)
    sheet.append([_heading(sheet, text) for text in HEADINGS])
    for row in rows:
        sheet.append([_typed(row.get(key)) for key in columns.EXPORTED])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F2E3E3")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _typed(value):
    return guard(CONTROLS.sub("", value)) if isinstance(value, str) else value


def csv_text(rows):
    """The bytes of a csv list in UTF-8 with its mark, as spreadsheets expect it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_plain(row.get(key)) for key in columns.EXPORTED])
    return out.getvalue().encode("utf-8-sig")


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(CONTROLS.sub("", value))
    return value.isoformat() if hasattr(value, "isoformat") else cells.format_money(value)
