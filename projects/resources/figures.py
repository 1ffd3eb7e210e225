"""The workbook of a table of figures: what page and interface show, for the office's own work."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter


def workbook(title, columns, rows):
    """The bytes of an xlsx. title: the line above the header. columns: (attribute, words); rows: dressed figures."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B3"
    for number in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 28 if number == 1 else 13
    sheet.append([_cell(sheet, title, bold=True)])
    sheet.append([_cell(sheet, str(words), bold=True) for _name, words in columns])
    for row in rows:
        sheet.append([_cell(sheet, getattr(row, name)) for name, _words in columns])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, value, *, bold=False):
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # a name beginning with = is a name, never a formula
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell
