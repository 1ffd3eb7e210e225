"""The slips of a review as a paper to print and cut: A4, two by five, with a list of how many go where.

No slip names a person or bears a number. The codes exist in this paper and nowhere else: it is made once, and not kept.
"""

from collections import Counter

from django.utils import timezone
from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhangdian.papers import gongwen

ACROSS, DOWN = 2, 5
WIDTH, HEIGHT = Mm(90), Mm(52)
BODY, CODE = "仿宋_GB2312", "黑体"


def slips(review, made, address=""):
    """The paper as bytes: a list of counts first, then the slips in the order given, ten a page.

    made: objects with group_code, group_name, unit_name, code. address: where to vote, as printed on the slip.
    """
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    _counts(document, review, made)
    document.add_page_break()
    for start in range(0, len(made), ACROSS * DOWN):
        _page(document, review, made[start : start + ACROSS * DOWN], address)
    return gongwen.stable(document)


def _counts(document, review, made):
    """How many slips each unit takes, with room for the signatures of who hands out and who receives."""
    _line(document.add_paragraph(), f"{review.name}　测评券发放清单", CODE, 16, WD_ALIGN_PARAGRAPH.CENTER)
    _line(
        document.add_paragraph(), f"共 {len(made)} 张。测评券不记名，只核对张数；未发出的测评券当场清点销毁。", BODY, 12
    )
    counted = Counter((slip.group_code, slip.group_name, slip.unit_name) for slip in made)
    rows = [("测评人类别", "单位", "张数", "发放人", "领取人")]
    rows += [(f"{code} {name}", unit or "—", str(number), "", "") for (code, name, unit), number in counted.items()]
    table = document.add_table(rows=len(rows), cols=5)
    table.style = "Table Grid"
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, texts, (Mm(50), Mm(60), Mm(16), Mm(27), Mm(27)), strict=True):
            cell.width = width
            _line(cell.paragraphs[0], text, BODY, 11)


def _page(document, review, made, address):
    """Up to ten slips in a table whose dashed borders are the lines to cut along."""
    count = -(-len(made) // ACROSS)
    table = document.add_table(rows=count, cols=ACROSS)
    table.autofit = False
    for row in table.rows:
        row.height, row.height_rule = HEIGHT, WD_ROW_HEIGHT_RULE.EXACTLY
        for cell in row.cells:
            cell.width, cell.vertical_alignment = WIDTH, WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _dashed(cell)
    for index, slip in enumerate(made):
        _slip(table.cell(index // ACROSS, index % ACROSS), review, slip, address)
    # The paragraph that Word asks for between two tables, as low as it can be.
    after = document.add_paragraph()
    after.paragraph_format.space_after = after.paragraph_format.space_before = Pt(0)
    _line(after, "", BODY, 1)


def _slip(cell, review, slip, address):
    closes = timezone.localtime(review.closes_at)
    who = f"{slip.group_code}类　{slip.group_name}" + (f"　{slip.unit_name}" if slip.unit_name else "")
    _line(cell.paragraphs[0], review.name, CODE, 10.5, WD_ALIGN_PARAGRAPH.CENTER)
    _line(cell.add_paragraph(), who, BODY, 9.5, WD_ALIGN_PARAGRAPH.CENTER)
    _line(cell.add_paragraph(), slip.code, CODE, 18, WD_ALIGN_PARAGRAPH.CENTER, before=3, after=3)
    for text in (
        f"1. 用手机或电脑打开 {address or '投票页面'}，输入以上测评码，不需登录；",
        "2. 逐项填写，可以弃权；提交一次即生效，测评码即告作废；",
        f"3. 截止 {gongwen.date_words(closes)} {closes:%H:%M}。测评券不记名，勿写姓名，用后销毁。",
    ):
        _line(cell.add_paragraph(), text, BODY, 8.5)


def _line(paragraph, text, font, size, align=None, before=0, after=0):
    """One line of `text` in a font named for Chinese and Latin signs alike."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if align is not None:
        paragraph.alignment = align


def _dashed(cell):
    """Dashed borders all round: where to cut."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "dashed"), ("sz", "4"), ("space", "0"), ("color", "7F7F7F")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    cell._element.get_or_add_tcPr().append(borders)
