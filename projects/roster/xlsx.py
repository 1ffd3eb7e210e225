"""Reading .xlsx straight from its XML: values and merged ranges in one pass.

openpyxl gives merged ranges only when it loads a whole workbook with its styles, which costs several times
the rest of an import. A list needs values, dates and merges; those are a few tags (docs/decisions/030).
"""

import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from projects.roster.shapes import FileRefused, Grid

MOST_BYTES = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 300
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The built-in number formats that show a date.
DATE_FORMATS = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58}


def read(content):
    """The sheets of an .xlsx file given as bytes, in the order of the workbook; FileRefused with a sentence."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, KeyError, expat.ExpatError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise FileRefused(
            _("The file is damaged and cannot be opened. Open it in a spreadsheet and save it again as .xlsx.")
        ) from None


def _read(archive):
    if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
        raise FileRefused(_("The file is too large. Keep the list alone in a workbook and save it again."))
    names = set(archive.namelist())
    targets = {}
    _parse(
        archive.read("xl/_rels/workbook.xml.rels"),
        lambda tag, at: targets.__setitem__(at["Id"], at["Target"]) if tag == "Relationship" else None,
    )
    sheets, settings = [], {}

    def workbook(tag, at):
        if tag == "sheet":
            key = next(value for name, value in at.items() if name.endswith((" id", ":id")))
            sheets.append((at["name"], targets[key], at.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            settings.update(at)

    _parse(archive.read("xl/workbook.xml"), workbook)
    epoch = datetime(1904, 1, 1) if settings.get("date1904") in ("1", "true") else datetime(1899, 12, 30)
    strings = _strings(archive.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
    dates = _date_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
    grids = []
    for name, target, hidden in sheets:
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names and "worksheet" in path:
            rows, merged = _sheet(archive.read(path), strings, dates, epoch)
            grids.append(Grid(name, rows, merged, hidden))
    return grids


def _local(tag):
    return tag.rsplit(" ", 1)[-1].rsplit(":", 1)[-1]


class _Kept(dict):
    """What a function gives for each of a few texts that come again and again."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def __missing__(self, text):
        self[text] = found = self.function(text)
        return found


def _parser():
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_words):
        raise ValueError("a list has no document type")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _parse(content, start):
    parser = _parser()
    parser.StartElementHandler = lambda tag, at: start(_local(tag), at)
    parser.Parse(content, True)


def _strings(content):
    """The shared texts; phonetic hints (rPh) are no part of a text."""
    found, parts, state = [], [], {"text": False, "hint": 0}

    def start(tag, _at):
        tag = _local(tag)
        if tag == "si":
            parts.clear()
        elif tag == "rPh":
            state["hint"] += 1
        elif tag == "t":
            state["text"] = not state["hint"]

    def end(tag):
        tag = _local(tag)
        if tag == "si":
            found.append("".join(parts))
        elif tag == "rPh":
            state["hint"] -= 1
        elif tag == "t":
            state["text"] = False

    def text(words):
        if state["text"]:
            parts.append(words)

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(content, True)
    return found


def _date_styles(content):
    """The numbers of the cell styles that show a number as a date."""
    own, styles, inside = set(), [], {"xfs": False}

    def start(tag, at):
        tag = _local(tag)
        if tag == "numFmt" and _shows_date(at.get("formatCode", "")):
            own.add(int(at["numFmtId"]))
        elif tag == "cellXfs":
            inside["xfs"] = True
        elif tag == "xf" and inside["xfs"]:
            styles.append(int(at.get("numFmtId", 0)))

    def end(tag):
        if _local(tag) == "cellXfs":
            inside["xfs"] = False

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return {number for number, style in enumerate(styles) if style in own or style in DATE_FORMATS}


def _shows_date(code):
    """Does a number format show years or days? What stands in quotes, brackets or after a backslash does not count."""
    plain, quoted, skip = [], False, False
    for letter in code.split(";")[0].lower():
        if skip:
            skip = False
        elif letter == "\\" or letter == "_":
            skip = True
        elif letter == '"':
            quoted = not quoted
        elif not quoted:
            plain.append(letter)
    text = "".join(plain)
    while "[" in text and "]" in text[text.index("[") :]:
        text = text[: text.index("[")] + text[text.index("]", text.index("[")) + 1 :]
    return "general" not in text and ("y" in text or "d" in text)


def _place(reference):
    """(row, column) counted from 0 of a reference such as AB12."""
    column = 0
    for position, letter in enumerate(reference):
        if letter.isdigit():
            return int(reference[position:]) - 1, column - 1
        column = column * 26 + ord(letter) - 64
    return -1, column - 1


def _sheet(content, strings, dates, epoch):
    rows, merged, parts = [], [], []
    row, kind, style, column, number, keep = [], "", "", -1, -1, False
    dates = {str(style) for style in dates}
    local = _Kept(lambda tag: tag.rsplit(" ", 1)[-1])
    columns = _Kept(lambda letters: _place(f"{letters}1")[1])
    days = _Kept(lambda words: _day(float(words), epoch))

    def start(tag, at):
        nonlocal row, kind, style, column, number, keep
        tag = local[tag]
        if tag == "c":
            kind, style = at.get("t", "n"), at.get("s", "0")
            column = columns[at["r"].rstrip("0123456789")] if "r" in at else column + 1
            parts.clear()
        elif tag == "v" or tag == "t":
            keep = True
        elif tag == "row":
            number = int(at["r"]) - 1 if "r" in at else number + 1
            if number >= MOST_ROWS:
                raise FileRefused(too_long())
            column = -1
            row = []
        elif tag == "mergeCell":
            first, _colon, last = at["ref"].partition(":")
            merged.append((*_place(first), *_place(last or first)))
        elif tag == "rPh":
            kind = "hint"

    def end(tag):
        nonlocal keep
        tag = local[tag]
        if tag == "v" or tag == "t":
            keep = False
        elif tag == "c":
            if parts and column < MOST_COLUMNS:
                value = _value("".join(parts), kind, style)
                if value is not None and value != "":
                    row.extend([None] * (column + 1 - len(row)))
                    row[column] = value
        elif tag == "row" and row:
            while len(rows) < number:
                rows.append([])
            rows.append(row)

    def text(words):
        if keep and kind != "hint":
            parts.append(words)

    def _value(words, kind, style):
        if kind == "s":
            return strings[int(words)]
        if kind == "n":
            if style in dates:
                return days[words]
            amount = float(words)
            return int(amount) if amount.is_integer() and abs(amount) < 1e15 else amount
        if kind == "b":
            return "TRUE" if words == "1" else "FALSE"
        if kind == "d":
            moment = datetime.fromisoformat(words.replace("Z", ""))
            return moment.date()
        return words

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(content, True)
    _fill(rows, merged)
    return rows, merged


def too_long():
    return _(
        "The sheet has more than %(most)s rows. Keep the list alone on its sheet and delete the rows below it."
    ) % {"most": MOST_ROWS}


def _day(serial, epoch):
    """The day of a serial number; a number that is no day stays a number."""
    try:
        moment = epoch + timedelta(days=serial)
    except OverflowError:
        return serial
    if epoch.year == 1899 and serial < 60:
        # The format's calendar has a 29 February 1900 that never was.
        moment += timedelta(days=1)
    return date(moment.year, moment.month, moment.day)


def _fill(rows, merged):
    """Give every cell of a merged range the value of its first cell."""
    for top, left, bottom, right in merged:
        if top < 0 or left < 0:
            continue
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        right = min(right, MOST_COLUMNS - 1)
        if value is None:
            continue
        for row in rows[top : bottom + 1]:
            row.extend([None] * (right + 1 - len(row)))
            for column in range(left, right + 1):
                if row[column] is None:
                    row[column] = value
