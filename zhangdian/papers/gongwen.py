"""A paper in the form of GB/T 9704-2012 as .docx: the same words give the same bytes.

    paper = Paper(title="关于……的通报", number="张考通〔2017〕4号", organ="张店区重点项目办公室", to="各责任单位")
    paper.heading(1, "总体情况").text("……").table(["项目", "灯"], [["……", "绿"]]).sign("……", day)
    content = paper.bytes()

The fonts are named, not bundled: they are licensed to the office that prints.
"""

import io
import re
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

from zhangdian.papers import docx

# What XML cannot hold; a line break inside a paragraph is no matter of a paper either.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIGITS = "零一二三四五六七八九"
ORGAN_SIZE = 44
ALIGN = {"l": "left", "c": "center", "r": "right"}


def clean(text):
    """`text` as it may stand in the XML of a paper."""
    return escape(_FORBIDDEN.sub("", str(text)).strip(), {'"': "&quot;"})


def chinese(number):
    """1 -> 一, 12 -> 十二, 20 -> 二十; up to 99."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def date_words(day):
    """2017年4月5日: Arabic numerals without leading noughts (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def number_words(word, year, number):
    """张考通〔2017〕4号: the year in full in hexagonal brackets, the number without 第 and leading noughts."""
    return f"{word}〔{year}〕{number}号"


def _width(text):
    """How many signs wide: a digit or Latin letter takes half a sign."""
    return sum(0.5 if ord(char) < 0x2000 else 1 for char in text)


class Paper:
    """A paper being written from top to bottom; every method returns the paper."""

    def __init__(self, title, number=None, organ=None, to=None):
        self.title = title
        self._parts = []
        self._levels = [0, 0, 0, 0]
        self._last_words = None
        if organ:
            points = min(ORGAN_SIZE, int(docx.TEXT_WIDTH / 20 / max(_width(organ), 1)))
            self._add("GwOrgan", self._run(organ, docx.size(points)))
        if number:
            self._add("GwNumber", self._run(number))
        elif organ:
            self._add("GwNumber", "")
        self._head(title, before=2 * docx.LINE if organ or number else 0)
        if to:
            self._add("GwTo", self._run(to.rstrip("：:") + "："))
        else:
            self._blank()

    def heading(self, level, text, numbered=True):
        """A heading of level 1 一、 2 （一） 3 1. 4 （1）, numbered by itself."""
        if level not in (1, 2, 3, 4):
            raise ValueError("Headings have the levels 1 to 4.")
        self._levels[level - 1] += 1
        self._levels[level:] = [0] * (4 - level)
        count = self._levels[level - 1]
        mark = (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.", f"（{count}）")[level - 1]
        return self._add(f"Heading{level}", self._run((mark if numbered else "") + text))

    def text(self, text):
        """A paragraph, two signs indented; each line of `text` is one."""
        for line in str(text).splitlines():
            if line.strip():
                self._last_words = len(self._parts)
                self._add("GwText", self._run(line))
        return self

    def note(self, text):
        """A small line: where the figures come from, the seal of the trail."""
        return self._add("GwNote", self._run(text))

    def table(self, columns, rows, widths=None, caption=None, points=10.5, align=""):
        """A table over the whole width; its head is repeated on every page and no row is torn.

        `columns` may be empty (a form); `widths` are shares; `align` has a letter a column: l, c or r.
        """
        if caption:
            self._add("GwCaption", self._run(caption))
        count = len(columns) or max((len(row) for row in rows), default=1)
        wide = _shares(widths or [1] * count)
        letters = (align + "l" * count)[:count]
        lines = []
        if columns:
            lines.append(self._row(columns, wide, "c" * count, "GwHead", points))
        lines += [self._row(row, wide, letters, "GwCell", points) for row in rows]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
        self._parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{docx.TEXT_WIDTH}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
        )
        self._last_words = len(self._parts)
        # Two tables without a paragraph between them would become one.
        return self._add("GwNote", "")

    def form(self, rows, widths=(3, 6, 3, 6), points=12):
        """A form over the whole width: each row is ((label, text), …) of one pair or two, and may end with the least
        height in mm. A line of `text` is a paragraph of its own; room for a hand to write in is left by the height.
        """
        wide = _shares(widths)
        lines = []
        for row in rows:
            pairs = [pair for pair in row if isinstance(pair, tuple)]
            height = next((part for part in row if not isinstance(part, tuple)), 9)
            cells = []
            for number, (label, text) in enumerate(pairs):
                spans = 1 if len(pairs) > 1 else 3
                name, value = wide[2 * number], sum(wide[2 * number + 1 : 2 * number + 1 + spans])
                cells.append(self._field(name, 1, [label], "center", docx.fonts(docx.BLACK_FONT) + docx.size(points)))
                cells.append(self._field(value, spans, str(text).splitlines() or [""], "left", docx.size(points)))
            tall = round(height * docx.TWIPS_A_MM)
            lines.append(
                f'<w:tr><w:trPr><w:trHeight w:val="{tall}" w:hRule="atLeast"/></w:trPr>{"".join(cells)}</w:tr>'
            )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
        self._parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{docx.TEXT_WIDTH}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
        )
        return self._add("GwNote", "")

    def _field(self, width, spans, lines, side, look):
        span = f'<w:gridSpan w:val="{spans}"/>' if spans > 1 else ""
        inner = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="GwCell"/><w:jc w:val="{side}"/></w:pPr>{self._run(line, look)}</w:p>'
            for line in lines
        )
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
        )

    def box(self, label, height, foot="", text=""):
        """A block to be filled in by hand, at least `height` mm high: its label at the left, `text` above, `foot` (who
        signs, the day) at the right below."""
        wide = _shares([1, 6])
        look, high = docx.size(12), round(height * docx.TWIPS_A_MM)
        right = '<w:jc w:val="right"/>'
        cells = (
            (wide[0], "center", f'<w:p><w:pPr><w:pStyle w:val="GwHead"/></w:pPr>{self._run(label, look)}</w:p>'),
            (
                wide[1], "bottom",
                "".join(
                    f'<w:p><w:pPr><w:pStyle w:val="GwCell"/>{place}</w:pPr>{self._run(words, look, keep=True)}</w:p>'
                    for words, place in ((text, ""), (foot, right)) if words or place
                ),
            ),
        )  # fmt: skip
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="{stand}"/></w:tcPr>{parts}</w:tc>'
            for width, stand, parts in cells
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
        self._parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{docx.TEXT_WIDTH}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/>'
            f'<w:trHeight w:val="{high}" w:hRule="atLeast"/></w:trPr>{inner}</w:tr></w:tbl>'
        )
        return self._add("GwNote", "")

    def attachment(self, *names):
        """附件：1. …… below the text, before the signature."""
        self._blank()
        for number, name in enumerate(names, 1):
            start = "附件：" if number == 1 else "　　　"
            count = f"{number}. " if len(names) > 1 else ""
            self._add("GwText", self._run(f"{start}{count}{name}", keep=True))
        return self

    def annex(self, title, number=None):
        """The attachment itself, on a page of its own; its headings are numbered anew."""
        self.page_break()
        self._levels = [0, 0, 0, 0]
        self._add("GwMark", self._run(f"附件{number or ''}"))
        self._blank()
        self._head(title)
        return self._blank()

    def leaf(self, title):
        """A further form that belongs to the paper, on a page of its own and without the mark of an attachment."""
        self._levels = [0, 0, 0, 0]
        # On the title itself: a break in a paragraph of its own may slip to a page that is then empty.
        self._head(title, more="<w:pageBreakBefore/>")
        return self._blank()

    def sign(self, organ, day):
        """Who issues it, and when: the date four signs from the right, the organ centred over it (7.3.5.1).

        Never on a page without words of the text (7.3.5.4): all from the text's last paragraph on keeps together.
        """
        date = date_words(day)
        right = 4 + (_width(date) - _width(organ)) / 2
        back = max(0.0, -right)
        self._blank()
        self._blank()
        start = len(self._parts) if self._last_words is None else self._last_words
        self._parts[start:] = [_with_next(part) for part in self._parts[start:]]
        for words, indent, keep in ((organ, right + back, "<w:keepNext/>"), (date, 4 + back, "")):
            place = f'{keep}<w:keepLines/><w:ind w:right="{docx.signs(indent)}"/><w:jc w:val="right"/>'
            self._add("Normal", self._run(words), place)
        return self

    def copies(self, text, printed_by=None, day=None):
        """版记, the last of a paper: 抄送 and who printed it when."""
        lines = [f"抄送：{text.removeprefix('抄送：').rstrip('。')}。"] if text else []
        if printed_by:
            lines.append(f"{printed_by}\t{date_words(day)}印发" if day else printed_by)
        self._blank()
        for number, line in enumerate(lines):
            top = 8 if number == 0 else 6
            bottom = (
                '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="000000"/>' if number == len(lines) - 1 else ""
            )
            border = f'<w:pBdr><w:top w:val="single" w:sz="{top}" w:space="1" w:color="000000"/>{bottom}</w:pBdr>'
            tab = f'<w:tabs><w:tab w:val="right" w:pos="{docx.TEXT_WIDTH - 280}"/></w:tabs>'
            self._add("GwCopies", self._run(line), "<w:keepNext/><w:keepLines/>" + border + tab)
        return self._add("GwNote", "")

    def page_break(self):
        return self._add("Normal", '<w:r><w:br w:type="page"/></w:r>')

    def bytes(self):
        """The .docx; twice the same words, twice the same bytes."""
        return docx.packed(docx.whole("".join(self._parts), clean(self.title)))

    def _add(self, style, runs, more=""):
        self._parts.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>')
        return self

    def _blank(self):
        return self._add("Normal", "")

    def _head(self, title, before=0, more=""):
        space = more + (f'<w:spacing w:before="{before}"/>' if before else "")
        for number, line in enumerate(str(title).splitlines()):
            self._add("GwTitle", self._run(line), space if number == 0 else "")

    @staticmethod
    def _run(text, look="", keep=False):
        text = escape(_FORBIDDEN.sub("", str(text))) if keep else clean(text)
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        parts = f'<w:t xml:space="preserve">{text}</w:t>'.replace("\n", " ")
        return f"<w:r>{look}{parts}</w:r>".replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')

    def _row(self, cells, widths, letters, style, points):
        look = docx.size(points)
        cells = [*cells, *[""] * (len(widths) - len(cells))]
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{ALIGN[letter]}"/></w:pPr>'
            f"{self._run(cell, look)}</w:p></w:tc>"
            for cell, width, letter in zip(cells, widths, letters, strict=True)
        )
        head = "<w:tblHeader/>" if style == "GwHead" else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{inner}</w:tr>"


def _with_next(part):
    """A paragraph that stays on the page of the next one; a table as it is."""
    return re.sub(r'^(<w:p><w:pPr><w:pStyle w:val="\w+"/>)(?!<w:keepNext/>)', r"\1<w:keepNext/>", part)


def _shares(widths):
    whole = sum(widths)
    wide = [int(docx.TEXT_WIDTH * width / whole) for width in widths]
    wide[-1] += docx.TEXT_WIDTH - sum(wide)
    return wide


def stable(document):
    """The bytes of a hand-made python-docx Document, the same for the same content."""
    core = document.core_properties
    core.author, core.last_modified_by, core.revision = "", "", 1
    core.created = core.modified = datetime(*docx.FIXED_TIME)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as file:
        return docx.packed({name: file.read(name) for name in file.namelist()})
