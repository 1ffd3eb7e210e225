"""The words of a bulletin's sections, drawn up from its own lines. In Chinese always: a paper has one language."""

from evaluations.rules.bulletins import GREEN, RED, YELLOW, in_order, share, sums
from evaluations.states.bulletins import BulletinKind, Section
from projects.rules import shown

LIGHTS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "grey": "未到节点"}
TRACKS = {
    "town": "镇办", "department": "区直部门", "enterprise": "国有企业", "district": "区级单位", "other": "其他单位",
}  # fmt: skip


def month_words(month):
    return f"{month.year}年{month.month}月"


def title(month, kind):
    """The title of a month's bulletin."""
    what = "的更正通报" if kind == BulletinKind.CORRECTION else "的通报"
    return f"关于{month_words(month)}重点项目推进情况{what}"


def tables(lines):
    """[(track, its name, lines in order)] of the tracks that have lines."""
    found = []
    for track, name in TRACKS.items():
        rows = in_order([line for line in lines if line.track == track])
        if rows:
            found.append((track, name, rows))
    return found


def draft(bulletin, lines):
    """{section: words} for `lines` of `bulletin`."""
    return {
        Section.OVERALL.value: _overall(bulletin, lines), Section.RED.value: _red(bulletin, lines),
        Section.LIGHTS.value: _lights(lines), Section.ORDERS.value: _orders(lines), Section.NEXT.value: _next(lines),
    }  # fmt: skip


def _overall(bulletin, lines):
    found = sums(lines)
    words = [
        f"{month_words(bulletin.month)}，全区在册重点项目{found.count}个，年度计划投资{shown.amount(found.year_plan)}万元，"
        f"本月完成投资{shown.amount(found.month_invested)}万元，年内累计完成投资{shown.amount(found.invested)}万元"
        + (f"，占年度计划的{shown.percent(found.done, 2)}。" if found.done is not None else "。"),
    ]
    words.append(
        f"经核定，绿灯{found.green}个、黄灯{found.yellow}个、红灯{found.red}个、未到节点{found.grey}个。"
        f"本月应完成节点{found.milestones_due}个，已完成{found.milestones_done}个。"
    )
    if bulletin.kind == BulletinKind.CORRECTION:
        words.insert(0, f"现就{bulletin.corrects.number_text}通报作如下更正。更正原因：{bulletin.why.rstrip('。.')}。")
        for line in lines:
            words += [f"{line.name}：{change['label']}由“{change['from']}”更正为“{change['to']}”。"
                      for change in line.changes]  # fmt: skip
    return "\n".join(words)


def _criteria(criteria):
    clean = "，且无逾期督办事项" if criteria.get("clean") else ""
    return (
        f"入列标准：经核定为绿灯，进度超前序时{criteria['ahead']}个百分点以上{clean}，"
        f"分序列各取前{criteria['per_track']}名。"
    )


def _red(bulletin, lines):
    words = [_criteria(bulletin.criteria)]
    for _track, name, rows in tables([line for line in lines if line.is_faster]):
        items = [f"{line.name}（{line.unit_names}，超前{line.deviation:.2f}个百分点）" for line in rows]
        words.append(f"{name}：{'；'.join(items)}。")
    if len(words) == 1:
        words.append("本月无符合标准的项目。")
    return "\n".join(words)


def _lights(lines):
    words = []
    for colour in (RED, YELLOW):
        rows = [line for line in lines if line.colour == colour and not line.is_exempt]
        if rows:
            words.append(f"{LIGHTS[colour]}项目{len(rows)}个：")
            words += [f"{line.name}（{line.unit_names}）：{line.reason.rstrip('。.') or '原因未填'}。" for line in rows]
    if not words:
        words.append("本月无黄灯、红灯项目。")
    exempt = [line for line in lines if line.is_exempt]
    if exempt:
        words.append(f"因不可抗力等原因不纳入比较的项目{len(exempt)}个：")
        words += [f"{line.name}（{line.unit_names}）：{line.exempt_reason.rstrip('。.')}。" for line in exempt]
    return "\n".join(words)


def _orders(lines):
    found = sums(lines)
    if not (found.issued or found.due or found.open or found.closed):
        return "本月无督办事项。"
    rate = share(found.in_time, found.due)
    words = f"本月交办督办事项{found.issued}件，到期{found.due}件，按期销号{found.in_time}件"
    words += f"，按期销号率{shown.percent(rate, 2)}。" if rate is not None else "。"
    words += f"本月共销号{found.closed}件，月末未销号{found.open}件，其中逾期{found.overdue}件。"
    late = [line for line in lines if line.orders_overdue]
    if late:
        words += "\n逾期事项涉及：" + "；".join(f"{line.name}（{line.orders_overdue}件）" for line in late) + "。"
    return words


def _next(lines):
    behind = sum(line.colour in (YELLOW, RED) and not line.is_exempt for line in lines)
    words = ["各责任单位要对照年度计划和节点安排，逐项目核实进展，及时协调解决问题。"]
    if behind:
        words.append(f"{behind}个黄灯、红灯项目的责任单位要分析原因，明确追赶措施和完成时限，报区重点项目办公室。")
    if any(line.orders_overdue for line in lines):
        words.append("逾期未销号的督办事项，责任单位要抓紧整改，整改结果经核验后销号。")
    if not behind and all(line.colour == GREEN for line in lines):
        words.append("继续保持良好进度，确保年度任务按期完成。")
    return "\n".join(words)
