"""Papers in the form of GB/T 9704-2012: read back from the zip, and through LibreOffice where it is installed."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhangdian.papers import rules
from zhangdian.papers.gongwen import Paper, chinese, number_words, stable


def a_paper(lines=60):
    paper = Paper(
        title="关于2017年4月重点项目推进情况的通报", number=number_words("张考通", 2017, 4),
        organ="张店区重点项目建设办公室文件", to="各镇、街道，区直各有关部门，区属各企业",
    )  # fmt: skip
    paper.heading(1, "总体情况").text("截至4月30日，全区在建项目 82 个。\n本月完成投资 1,234.50 万元。")
    paper.heading(2, "镇办").heading(3, "进度较快").heading(4, "北片区").heading(1, "红榜").text("<无> & “有”")
    rows = [[number, f"样例项目{number}", "湖滨镇", "1,000.00", "绿"] for number in range(1, lines + 1)]
    paper.attachment("镇办项目进展情况表", "区直部门项目进展情况表").sign("张店区重点项目建设办公室", date(2017, 5, 4))
    paper.annex("镇办项目进展情况表", 1).table(
        ["序号", "项目", "责任单位", "投资（万元）", "灯"],
        rows,
        widths=[1, 5, 3, 3, 1],
        caption="单位：万元",
        align="cllrc",
    )
    paper.note("数据封印：第 1 号")
    return paper.copies("区委办公室，区纪委监委", printed_by="张店区重点项目建设办公室", day=date(2017, 5, 4))


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_the_page_has_the_size_margins_and_grid_of_the_standard():
    found = python_docx.Document(io.BytesIO(a_paper().bytes())).sections[0]
    millimetres = {
        name: round(getattr(found, name).mm, 1)
        for name in ("page_width", "page_height", "top_margin", "left_margin", "right_margin", "bottom_margin")
    }
    assert millimetres == {
        "page_width": 210.0, "page_height": 297.0, "top_margin": 37.0, "left_margin": 28.0, "right_margin": 26.0,
        "bottom_margin": 35.0,
    }  # fmt: skip
    document = part(a_paper().bytes(), "word/document.xml")
    pitch = re.search(r'linePitch="(\d+)"', document).group(1)
    assert int(pitch) * 22 / 20 * 25.4 / 72 == pytest.approx(225, abs=0.5)
    normal = re.search('w:styleId="Normal">(.*?)</w:style>', part(a_paper().bytes(), "word/styles.xml")).group(1)
    assert f'w:line="{pitch}" w:lineRule="exact"' in normal
    closer = int(re.search(r'<w:rPr>.*<w:spacing w:val="(-?\d+)"/>', normal).group(1))
    assert 155 < (16 + closer / 20) * 28 * 25.4 / 72 <= 156


def test_every_kind_of_paragraph_has_its_font_and_size_by_name():
    styles = part(a_paper().bytes(), "word/styles.xml")
    wanted = {
        "GwTitle": ("方正小标宋简体", 44), "Heading1": ("黑体", 32), "Heading2": ("楷体_GB2312", 32),
        "Heading3": ("仿宋_GB2312", 32), "Heading4": ("仿宋_GB2312", 32), "GwPageOdd": ("宋体", 28),
        "GwPageEven": ("宋体", 28), "GwCopies": ("仿宋_GB2312", 28), "GwMark": ("黑体", 32),
    }  # fmt: skip
    for key, (font, half_points) in wanted.items():
        style = re.search(rf'w:styleId="{key}">(.*?)</w:style>', styles).group(1)
        assert f'w:eastAsia="{font}"' in style, key
        assert f'<w:sz w:val="{half_points}"/>' in style, key
    assert re.search(r'<w:docDefaults>.*w:eastAsia="仿宋_GB2312".*<w:sz w:val="32"/>', styles)


def test_headings_are_numbered_by_level_and_begin_anew_under_the_next():
    texts = [line.text for line in python_docx.Document(io.BytesIO(a_paper().bytes())).paragraphs]
    for heading in ("一、总体情况", "（一）镇办", "1.进度较快", "（1）北片区", "二、红榜"):
        assert heading in texts
    assert "张考通〔2017〕4号" in texts
    assert "各镇、街道，区直各有关部门，区属各企业：" in texts
    assert "2017年5月4日" in texts
    assert "<无> & “有”" in texts
    assert [chinese(number) for number in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


def test_the_page_number_is_a_field_outside_on_odd_and_even_pages():
    content = a_paper().bytes()
    for name, side in (("word/footer1.xml", "GwPageOdd"), ("word/footer2.xml", "GwPageEven")):
        footer = part(content, name)
        assert " PAGE " in footer
        assert re.sub("<[^>]+>", "", footer.replace(" PAGE ", "")).strip().endswith("— 1 —")
        assert side in footer
    styles = part(content, "word/styles.xml")
    assert '<w:jc w:val="right"/>' in re.search(r'"GwPageOdd">(.*?)</w:style>', styles).group(1)
    assert '<w:jc w:val="left"/>' in re.search(r'"GwPageEven">(.*?)</w:style>', styles).group(1)
    assert "<w:evenAndOddHeaders/>" in part(content, "word/settings.xml")


def test_a_table_repeats_its_head_and_tears_no_row():
    document = part(a_paper(lines=3).bytes(), "word/document.xml")
    assert document.count("<w:tblHeader/>") == 1
    assert document.count("<w:cantSplit/>") == 4


def test_two_renderings_are_the_same_bytes_and_another_word_is_not():
    first, second = a_paper(), a_paper()
    assert first.bytes() == second.bytes() == first.bytes()
    assert a_paper(lines=59).bytes() != first.bytes()
    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first.bytes())).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}
    assert rules.kind_of(first.bytes(), "通报.docx")[0] == "docx"


def test_a_hand_made_document_is_made_stable():
    def made():
        document = python_docx.Document()
        document.add_paragraph("一")
        return document

    assert stable(made()) == stable(made())
    assert python_docx.Document(io.BytesIO(stable(made()))).paragraphs[0].text == "一"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_the_paper_can_be_opened(words):
    paper = Paper(title=words or "无", number=words, organ=words, to=words).heading(1, words).text(words)
    paper.table([words], [[words]]).attachment(words).copies(words)
    python_docx.Document(io.BytesIO(paper.bytes()))


def test_libreoffice_opens_it_and_prints_a4_pages(tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is not installed: the conversion to PDF is not tried")
    (tmp_path / "paper.docx").write_bytes(a_paper().bytes())
    done = subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path), str(tmp_path / "paper.docx")],
        capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    assert (tmp_path / "paper.pdf").exists(), done.stderr.decode()
    info = subprocess.run(["pdfinfo", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True).stdout
    assert "A4" in info
    assert int(re.search(r"Pages:\s+(\d+)", info).group(1)) >= 3


def test_the_signature_never_stands_on_a_page_without_words_of_the_text():
    document = part(a_paper().bytes(), "word/document.xml")
    paragraphs = re.findall("<w:p>.*?</w:p>", document)
    said = [re.sub("<[^>]+>", "", one) for one in paragraphs]
    words = next(number for number, text in enumerate(said) if "“有”" in text)
    date_line = said.index("2017年5月4日")
    assert said[date_line - 1] == "张店区重点项目建设办公室"
    for one in paragraphs[words:date_line]:
        assert "<w:keepNext/>" in one
    assert "<w:keepNext/>" not in paragraphs[date_line]
