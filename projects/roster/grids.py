"""From the bytes of a file to grids of values, whatever program wrote it."""

import csv
import io

from django.utils.translation import gettext as _

from projects.roster import xlsx
from projects.roster.shapes import FileRefused, Grid
from zhangdian.desk import sheets

MOST_BYTES = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content, name=""):
    """The grids of an .xlsx or .csv file given as bytes. The contents decide, not the name; FileRefused otherwise."""
    if not content.strip():
        raise FileRefused(_("The file is empty. Choose the file that holds the list."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Keep the list alone in a workbook and save it again."))
    if content.startswith(OLE):
        raise FileRefused(
            _(
                "This is an old .xls workbook or one locked with a password. Open it, remove the password, "
                "and save it as “Excel workbook (.xlsx)”."
            )
        )
    if content.startswith(b"PK"):
        if b"xl/workbook" not in content:
            raise FileRefused(
                _("This is not an Excel workbook. Open it in a spreadsheet and save it as “Excel workbook (.xlsx)”.")
            )
        return xlsx.read(content)
    return [_csv(decode(content), name)]


def decode(content):
    """The text of a csv file in UTF-8 (with or without mark), UTF-16 with its mark, or GB18030."""
    try:
        return sheets.decode(content)
    except sheets.SheetError:
        raise FileRefused(
            _(
                "The file is neither an Excel workbook (.xlsx) nor a text list (.csv). Save the list as .xlsx and "
                "try again."
            )
        ) from None


def _csv(text, name):
    start = text.lstrip()[:200].lower()
    if start.startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise FileRefused(
            _(
                "This is a web page under the name of a table. Open it in a spreadsheet and save it as "
                "“Excel workbook (.xlsx)”."
            )
        )
    head = text[:4000]
    mark = max([",", "\t", ";"], key=head.count)
    rows = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append([cell if cell.strip() else None for cell in line[: xlsx.MOST_COLUMNS]])
            if len(rows) > xlsx.MOST_ROWS:
                raise FileRefused(xlsx.too_long())
    except csv.Error:
        raise FileRefused(
            _("The text list is damaged: a quotation mark is not closed. Save the list as .xlsx and try again.")
        ) from None
    return Grid(name.rsplit(".", 1)[0][:31] or "csv", rows)
