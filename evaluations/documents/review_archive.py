"""The archive of a review: one zip with everything the count rests on, the same bytes whenever it is made.

Plan, lists, turnout, results, decision and the newest seal as a paper; the results as a table; the count as data that
a program can check. Ballots are not in it: their digest is.
"""

import csv
import hashlib
import io
import json
import zipfile

from django.utils import timezone

from evaluations.models import SubjectUnit
from evaluations.queries import tally as queries
from zhangdian.papers import gongwen

# Zip knows no earlier day; every file of every pack bears it.
STILL = (1980, 1, 1, 0, 0, 0)


def pack(review):
    """The zip as bytes, of an archived review: every word of it comes from rows that no longer change."""
    tally = queries.in_force(review)
    lines = queries.lines(tally)
    files = {
        "评议归档.docx": paper(review, tally, lines),
        "评议结果.csv": table(lines),
        "计票数据.json": data(review, tally, lines),
    }
    listed = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files["校验.txt"] = listed.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, STILL)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def moment(at):
    """An instant as the paper says it."""
    if not at:
        return "—"
    at = timezone.localtime(at)
    return f"{gongwen.date_words(at)} {at:%H:%M}"


def paper(review, tally, lines):
    """The pack's paper, in the form of official papers."""
    made = gongwen.Paper(title=f"{review.name}归档材料", number=review.decision_number)
    _plan(made, review, tally)
    _lists(made, review)
    _turnout(made, tally)
    _results(made, tally, lines)
    made.heading(1, "审定与公布")
    made.text(
        f"{review.meeting}于{gongwen.date_words(review.met_on)}审定，文号{review.decision_number}；"
        f"{moment(review.published_at)}公布，{moment(review.archived_at)}归档。"
    )
    made.heading(1, "留痕与校验")
    made.text(f"名单摘要：{review.electorate_hash}。")
    made.text(f"计票摘要：{tally.digest}。")
    if tally.seal_number:
        made.text(f"归档时最新封存：第{tally.seal_number}号，{tally.seal_hash}。")
    else:
        made.text("归档时尚无封存。")
    return made.bytes()


def _plan(made, review, tally):
    made.heading(1, "方案")
    made.text(
        f"{review.get_kind_display()}，{review.year}年第{review.quarter}季度。投票{moment(review.opened_at)}开始，"
        f"{moment(review.closed_at)}结束；名单{moment(review.locked_at)}锁定，票箱{moment(review.unsealed_at)}开启。"
    )
    inputs = tally.inputs
    made.table(["测评项目", "满分"], [[name, full] for _key, name, full, _dimension in inputs["items"]])
    made.table(["类别", "测评人", "权重（%）"], [[code, name, weight] for _key, code, name, weight in inputs["groups"]])
    if inputs["options"]:
        rows = [[label, "弃权" if unknown else weight] for _key, label, weight, unknown in inputs["options"]]
        made.table(["选项", "权重"], rows)
    for sentence in queries.method(inputs):
        made.text(sentence)


def _lists(made, review):
    made.heading(1, "名单")
    own = {}
    for subject, unit in SubjectUnit.objects.filter(subject__review=review).values_list("subject_id", "unit__name"):
        own.setdefault(subject, []).append(unit)
    rows = [
        [str(number), subject.label, "、".join(sorted(own.get(subject.pk, []))) or "—"]
        for number, subject in enumerate(review.subjects.order_by("position", "pk"), 1)
    ]
    made.table(["序号", "评议对象", "回避单位"], rows, widths=[1, 4, 5], align="cll")


def _turnout(made, tally):
    made.heading(1, "票数")
    figures = tally.figures
    keys = ("expected", "issued", "used", "opened", "damaged")
    rows = [[f"{row['code']} {row['name']}", *(str(row[key]) for key in keys)] for row in figures["groups"]]
    rows.append(["合计", *(str(figures["total"][key]) for key in keys)])
    made.table(
        ["测评人类别", "应到", "发出", "投出", "开箱", "无法开启"], rows, widths=[4, 1, 1, 1, 1, 1.4], align="lrrrrr"
    )
    made.text(
        f"发出率{figures['attendance']}%（发出÷应到），收回率{figures['returned']}%（开箱÷发出）。"
        f"第{tally.number}次计票由{tally.counted_by.name}于{moment(tally.counted_at)}完成，"
        f"{tally.checked_by.name}于{moment(tally.checked_at)}复核，逐位一致。"
    )
    for sentence in queries.warnings(tally):
        made.text(sentence)


def _results(made, tally, lines):
    made.heading(1, "结果")
    for peer, some in queries.by_peer(lines):
        made.heading(2, peer)
        rows = [
            [str(line.place or "—"), line.subject.label, line.score or "不显示", line.level or "—", str(line.papers)]
            for line in some
        ]
        made.table(["位次", "评议对象", "得分", "等次", "有效票"], rows, widths=[1, 5, 1.6, 1.6, 1.2], align="clrcr")
    for line in lines:
        for sentence in line.marks:
            made.text(f"{line.subject.label}：{sentence}")


def table(lines):
    """The results as a table that opens in a spreadsheet; a cell that would count as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["同类组", "位次", "评议对象", "得分", "等次", "有效票", "空白票", "说明"])
    for line in lines:
        cells = [line.peer, line.place or "", line.subject.label, line.score, line.level, line.papers, line.blank]
        writer.writerow([_safe(cell) for cell in [*cells, "；".join(line.marks)]])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell):
    text = str(cell)
    return f"'{text}" if text[:1] in "=+-@" else text


def data(review, tally, lines):
    """Inputs, figures and results as a program reads them."""
    results = [
        {"subject": line.subject.pk, "label": line.subject.label, "peer": line.row.peer, "place": line.place,
         "detail": line.row.detail, "score": line.score, "level": line.level, "papers": line.papers,
         "blank": line.blank}
        for line in lines
    ]  # fmt: skip
    text = {
        "review": review.pk, "name": review.name, "count": tally.number, "digest": tally.digest,
        "electorate": review.electorate_hash, "inputs": tally.inputs, "figures": tally.figures,
        "results": sorted(results, key=lambda one: one["subject"]),
    }  # fmt: skip
    return json.dumps(text, ensure_ascii=False, sort_keys=True, indent=1).encode()
