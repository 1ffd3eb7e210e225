"""The bulletin on paper, in the form of GB/T 9704, from its frozen lines and words alone."""

from evaluations.models import Objection
from evaluations.rules.bulletins import sums
from evaluations.services.bulletin_words import LIGHTS, tables
from evaluations.states.bulletins import ObjectionState, Section
from projects.rules import shown
from zhangdian.papers.gongwen import Paper

HEADINGS = {
    Section.OVERALL: "总体情况", Section.RED: "进度较快项目", Section.LIGHTS: "黄灯、红灯项目及原因",
    Section.ORDERS: "问题销号情况", Section.NEXT: "下步要求",
}  # fmt: skip
COLUMNS = (
    "序号", "项目", "责任单位", "年度计划", "累计完成", "本月完成", "完成率%", "序时%", "偏差", "灯", "节点", "督办",
    "日报",
)  # fmt: skip
WIDTHS = (4, 17, 13, 10, 10, 9, 8, 8, 8, 6, 5, 6, 7)
UNDATED = "（未印发）"


def _bare(share):
    """Per cent without the sign, which stands in the head: so the figure fits its column on one line."""
    return shown.percent(share, 2).rstrip("%") or "—"


def cells(number, line):
    """One project as a row of the table. Reporting is the project's health: 按时/应报, no rank."""
    light = LIGHTS[line.colour] if line.colour != "grey" else "—"
    return (
        number, line.name, line.unit_names, shown.amount(line.year_plan), shown.amount(line.invested),
        shown.amount(line.month_invested), _bare(line.done), _bare(line.scheduled),
        shown.points(line.deviation), "免比" if line.is_exempt else light,
        f"{line.milestones_done}/{line.milestones_due}", f"{line.orders_in_time}/{line.orders_due}",
        f"{line.on_time}/{line.expected - line.excused}",
    )  # fmt: skip


def docx(bulletin):
    """The bytes of the paper; the same for the same stored rows."""
    lines = list(bulletin.lines.order_by("code", "pk"))
    day = bulletin.published_on
    paper = Paper(
        title=bulletin.title, number=bulletin.number_text or UNDATED, organ=bulletin.organ + "文件",
        to=bulletin.addressees,
    )  # fmt: skip
    for section, heading in HEADINGS.items():
        paper.heading(1, heading).text(bulletin.words.get(section.value, ""))
    names = [f"{name}重点项目推进情况表" for _track, name, _rows in tables(lines)]
    if names:
        paper.attachment(*names)
    if day:
        paper.sign(bulletin.organ, day)
    several = len(names) > 1
    for number, (_track, name, rows) in enumerate(tables(lines), 1):
        paper.annex(f"{name}重点项目推进情况表", number if several else None)
        found = sums(rows)
        body = [cells(place, line) for place, line in enumerate(rows, 1)]
        body.append((
            "", f"合计（{found.count}个）", "", shown.amount(found.year_plan), shown.amount(found.invested),
            shown.amount(found.month_invested), _bare(found.done), "", "", "",
            f"{found.milestones_done}/{found.milestones_due}", f"{found.in_time}/{found.due}", "",
        ))  # fmt: skip
        paper.table(COLUMNS, body, widths=WIDTHS, points=8, align="cllrrrrrrcccc", caption="投资单位：万元")
        paper.note("节点：已完成/应完成；督办：按期销号/到期；日报：按时/应报，仅反映项目报送情况，不作排名。")
    _answers(paper, bulletin)
    if bulletin.seal_hash:
        paper.note(f"留痕封存：第{bulletin.seal_number}号 {bulletin.seal_hash}")
    return paper.copies(bulletin.copies, printed_by=bulletin.organ, day=day).bytes()


def _answers(paper, bulletin):
    rows = Objection.objects.filter(party__bulletin=bulletin).exclude(state=ObjectionState.RAISED)
    count = dict.fromkeys((ObjectionState.ACCEPTED, ObjectionState.REJECTED), 0)
    for state in rows.order_by("pk").values_list("state", flat=True):
        count[state] += 1
    if sum(count.values()):
        paper.note(
            f"责任单位核对中提出异议{sum(count.values())}件，采纳{count[ObjectionState.ACCEPTED]}件，"
            f"不予采纳{count[ObjectionState.REJECTED]}件，均已答复。"
        )
