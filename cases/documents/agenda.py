"""The list of matters (议题清单) for the next meeting: every case that waits for a decision, by kind."""

from cases.options import common as options
from zhangdian.options.queries import values
from zhangdian.papers.gongwen import Paper, date_words

TITLE = "议题清单"
SUMMARY = 160


def agenda(rows, day):
    """The bytes of the list of matters. rows: [cases.queries.decisions.Waiting] that the reader may see."""
    organ = values(day, options.ORGAN)[options.ORGAN]
    paper = Paper(TITLE, organ=organ)
    if not rows:
        paper.text("目前没有等待会议研究的事项。")
        return paper.sign(organ, day).bytes()
    paper.text(
        f"截至{date_words(day)}，等待会议研究决定的事项共{len(rows)}件，请提前阅研材料；涉及本人或者近亲属的，请主动回避。"
    )
    groups = {}
    for row in rows:
        groups.setdefault(str(row.kind.label), []).append(row)
    for label, of_kind in groups.items():
        paper.heading(1, f"{label}（{len(of_kind)}件）")
        lines = [
            [
                str(number), row.case.number_text, str(row.case.whom or "—"), _matter(row.case),
                "、".join(str(words) for _code, words in row.kind.outcomes(row.case)),
            ]
            for number, row in enumerate(of_kind, 1)
        ]  # fmt: skip
        paper.table(
            ["序号", "编号", "对象", "事项及建议", "可以作出的决定"], lines, widths=[1, 3, 3, 8, 4], align="cclll"
        )
    paper.text(
        "会议须有三分之二以上成员到会方能召开，决定事项须经应到成员半数以上同意。应到、实到、同意人数和回避情况请记入纪要。"
    )
    return paper.sign(organ, day).bytes()


def _matter(case):
    """What the case is about, and what is proposed, short."""
    said = [getattr(case, "facts", ""), getattr(case, "proposal", "")]
    facts, proposal = (_short(text) for text in said)
    parts = [facts, f"建议：{proposal}" if proposal else ""]
    return "　".join(part for part in parts if part) or str(case)


def _short(text):
    line = " ".join(str(text or "").split())
    return line if len(line) <= SUMMARY else f"{line[:SUMMARY]}……"
