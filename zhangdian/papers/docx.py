"""The fixed parts of a .docx in the form of GB/T 9704-2012, and packing that gives the same bytes every time.

Written out instead of taken from a word processor's template: what is not here cannot change by itself. The parts are
stored, not compressed, because two releases of the compressor need not agree on one form.
"""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"

# GB/T 9704-2012, 5.2: A4; the text is 156 mm x 225 mm, 37 mm from the top, 28 mm from the left; 22 lines of 28 signs.
TWIPS_A_MM = 1440 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, LEFT = round(37 * TWIPS_A_MM), round(28 * TWIPS_A_MM)
TEXT_WIDTH, TEXT_HEIGHT = round(156 * TWIPS_A_MM), round(225 * TWIPS_A_MM)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - TEXT_WIDTH, PAGE_HEIGHT - TOP - TEXT_HEIGHT
LINE = TEXT_HEIGHT // 22
SIGN = TEXT_WIDTH / 28
# 28 signs of 16 pt are wider than 156 mm: each gives up a quarter of a point. Said on the signs, because word
# processors do not agree on a grid of signs.
CLOSER = '<w:spacing w:val="-5"/>'
# The page number's line stands 7 mm below the text.
FOOTER = round(25 * TWIPS_A_MM)

TITLE_FONT, BODY_FONT, BLACK_FONT, KAI_FONT, SONG_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
RED = "FF0000"


def packed(parts):
    """The bytes of a zip file holding `parts` (name -> bytes), the same for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system = 0
            entry.external_attr = 0
            file.writestr(entry, parts[name])
    return out.getvalue()


def fonts(name):
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def size(points):
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def signs(count, points=16):
    """So many signs' width in twips."""
    return round(count * (SIGN if points == 16 else points * 20))


def _style(key, name, *, paragraph="", run="", based="Normal", follows=None):
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    follows = f'<w:next w:val="{follows}"/>' if follows else ""
    default = ' w:default="1"' if key == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}{follows}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _indent(first=0, left=0, right=0, points=16):
    parts = []
    for key, count in (("left", left), ("right", right), ("firstLine", first)):
        if count:
            parts.append(f'w:{key}Chars="{round(count * 100)}" w:{key}="{signs(count, points)}"')
    return f"<w:ind {' '.join(parts)}/>" if parts else ""


def _exact(line=LINE, before=0, after=0, rule="exact"):
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def _heading(level, font):
    return _style(
        f"Heading{level}", f"heading {level}", run=fonts(font) + size(16), follows="GwText",
        paragraph="<w:keepNext/>" + _exact() + _indent(first=2) + f'<w:outlineLvl w:val="{level - 1}"/>',
    )  # fmt: skip


def styles():
    """Every kind of paragraph of a paper is a style, so that who edits it in WPS or Word changes it in one place."""
    centre, left, right = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "right"))
    cell = '<w:snapToGrid w:val="0"/>' + _exact(line=240, before=20, after=20, rule="auto")
    loose = '<w:spacing w:val="0"/>'
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/></w:pBdr>'
    organ = _exact(before=round(35 * TWIPS_A_MM), rule="atLeast")
    rows = [
        _style("Normal", "Normal", based=None, run=fonts(BODY_FONT) + CLOSER + size(16),
               paragraph='<w:widowControl w:val="0"/>' + _exact() + '<w:jc w:val="both"/>'),
        _style("GwText", "公文正文", paragraph=_indent(first=2)),
        _style("GwTo", "主送机关", paragraph=_exact(before=LINE) + left),
        _style("GwOrgan", "发文机关标志", paragraph=organ + centre,
               run=fonts(TITLE_FONT) + f'<w:color w:val="{RED}"/>' + loose),
        _style("GwNumber", "发文字号", paragraph=rule + _exact(before=2 * LINE) + centre),
        _style("GwTitle", "公文标题", paragraph="<w:keepNext/><w:keepLines/>" + _exact(line=640) + centre,
               run=fonts(TITLE_FONT) + loose + size(22), follows="GwText"),
        *(_heading(level, font) for level, font in enumerate((BLACK_FONT, KAI_FONT, BODY_FONT, BODY_FONT), 1)),
        _style("GwMark", "附件标识", paragraph=left, run=fonts(BLACK_FONT) + size(16)),
        _style("GwCaption", "表题", paragraph="<w:keepNext/>" + _exact(before=120, after=60) + centre,
               run=fonts(BLACK_FONT) + loose + size(14)),
        _style("GwHead", "表头", paragraph="<w:keepNext/>" + cell + centre, run=fonts(BLACK_FONT) + loose),
        _style("GwCell", "表格", paragraph=cell + left, run=loose),
        _style("GwNote", "附注", paragraph=_exact(line=360), run=fonts(BODY_FONT) + loose + size(10.5)),
        _style("GwCopies", "版记", paragraph=_exact(line=480) + _indent(left=1, right=1, points=14),
               run=fonts(BODY_FONT) + loose + size(14)),
        _style("GwPageOdd", "单页码", paragraph=_exact(line=280, rule="auto") + _indent(right=1, points=14) + right,
               run=fonts(SONG_FONT) + loose + size(14)),
        _style("GwPageEven", "双页码", paragraph=_exact(line=280, rule="auto") + _indent(left=1, points=14) + left,
               run=fonts(SONG_FONT) + loose + size(14)),
    ]  # fmt: skip
    language = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>'
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="GwTable"><w:name w:val="公文表格"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + '</w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FONT)}{size(16)}{language}'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{''.join(rows)}{table}</w:styles>"
    ).encode()


def footer(style):
    """A footer with “— 1 —”: the page's number is a field, counted by whoever opens the paper."""
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>', '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>', '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>', '<w:t xml:space="preserve"> —</w:t>',
        )
    )  # fmt: skip
    return (f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p></w:ftr>').encode()


def section():
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" '
        f'w:left="{LEFT}" w:header="851" w:footer="{FOOTER}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def whole(body, title):
    """name -> bytes of all parts around `body`, the text in XML; `title` is written already escaped."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", OFFICE + "document.main+xml"), ("word/styles.xml", OFFICE + "styles+xml"),
            ("word/settings.xml", OFFICE + "settings+xml"), ("word/footer1.xml", OFFICE + "footer+xml"),
            ("word/footer2.xml", OFFICE + "footer+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
    )  # fmt: skip
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{relation}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            [(name.rstrip("12"), f"{name}.xml") for name in ("styles", "settings", "footer1", "footer2")], 1
        )
    )  # fmt: skip
    return {
        FIRST: (
            f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relation}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
            f'Type="{package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
        ).encode(),
        "docProps/core.xml": (
            f'{HEAD}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title></cp:coreProperties>'
        ).encode(),
        "word/_rels/document.xml.rels": (
            f'{HEAD}<Relationships xmlns="{package}/relationships">{inner}</Relationships>'
        ).encode(),
        "word/document.xml": (
            f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{section()}</w:body></w:document>'
        ).encode(),
        "word/styles.xml": styles(),
        "word/footer1.xml": footer("GwPageOdd"),
        "word/footer2.xml": footer("GwPageEven"),
        "word/settings.xml": (
            f'{HEAD}<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/>'
            '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            "</w:compat></w:settings>"
        ).encode(),
    }  # fmt: skip
