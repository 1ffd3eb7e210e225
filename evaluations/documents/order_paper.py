"""The order on paper (督办单): the form of a county's inspection office under a head of GB/T 9704, with its receipt.

What is not there yet (who signed for it, what was put right, who closed it) is room for a hand to write in.
"""

from django.utils import timezone

from evaluations import options
from evaluations.rules.orders import day_of
from evaluations.states.orders import Extension, OrderState
from zhangdian.options.queries import values
from zhangdian.papers.gongwen import Paper, date_words
from zhangdian.papers.queries import attachments_of

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNNUMBERED = "（草稿，未签发）"
# Millimetres of a row that is signed or stamped by hand.
HAND, STAMP = 13, 22


def named(unit, day):
    """The name that the unit bore on `day`: an order prints today as it printed when it was issued."""
    for past in unit.past_names.all():
        if (past.from_on is None or past.from_on <= day) and (past.until_on is None or day <= past.until_on):
            return past.name
    return unit.name


def order_docx(order, day):
    """The bytes of the paper of an order (with its people, project and unit); the same for the same stored rows.

    day: settings of which day hold while it is a draft; once issued, those of the day of issue.
    """
    day = timezone.localdate(order.issued_at) if order.issued_at else day
    words = values(day, options.orders.ORGAN, options.orders.ANSWER)
    organ, unit = words[options.orders.ORGAN], named(order.unit, day)
    paper = Paper(title=f"{organ}督办单", to=unit).text(_opening(order))
    paper.form([*_matter(order, unit, words[options.orders.ANSWER]), *_signed(order, organ, unit)])
    return paper.leaf("督办事项办理情况回执").form(_receipt(order, unit)).note(_foot(order)).bytes()


def _opening(order):
    why = f"根据{order.instructed_by}，" if order.instructed_by else "经现场督查，"
    if order.last_day:
        return (
            f"{why}现将下列事项交你单位办理，请于{date_words(order.last_day)}24:00前整改到位并报结，"
            f"于{date_words(day_of(order.sign_due_at, timezone.get_current_timezone()))}前签收。"
        )
    return f"{why}拟将下列事项交你单位办理，自签发之日起{order.days}日内整改到位并报结。"


def _matter(order, unit, answer):
    due = f"{date_words(order.last_day)}24:00" if order.last_day else f"签发之日起{order.days}日内"
    if order.extension == Extension.GRANTED:
        due += (
            f"（原定{date_words(order.first_last_day)}，{date_words(_day(order.extension_decided_at))}"
            f"经{_name(order.extension_decided_by)}同意延期）"
        )
    files = [
        paper.name for paper in attachments_of(order) if not order.issued_at or paper.uploaded_at < order.issued_at
    ]
    rows = [
        (
            ("文号", order.number_text or UNNUMBERED),
            ("交办时间", date_words(_day(order.issued_at)) if order.issued_at else ""),
        ),
        (("督办事项", order.title),),
        (("所属项目", order.project.name),),
        (("责任单位", unit), ("协办单位", order.assisting or "无")),
        (("批示领导", order.instructed_by or "无"), ("整改类型", order.get_speed_display())),
        (("存在问题", order.problem),),
        (("整改要求", order.demand),),
        (("办结时限", due),),
        (("反馈方式", answer),),
        (("联系人", order.contact), ("联系电话", order.phone)),
        (("签发人", _name(order.issued_by)), ("拟稿人", _name(order.drafted_by))),
    ]
    if files:
        rows.insert(7, (("附件", "\n".join(files)),))
    return rows


def _signed(order, organ, unit):
    """Who issues it, and who has received it: room for two stamps."""
    return [
        (("签发单位", f"{organ}\n（盖章）"), ("签收单位", f"{unit}\n（盖章）"), STAMP),
        (("签收人", _name(order.signed_by)), ("签收时间", _moment(order.signed_at)), HAND),
    ]


def _receipt(order, unit):
    files = []
    if order.issued_at:
        files = [paper.name for paper in attachments_of(order) if paper.uploaded_at >= order.issued_at]
    rows = [
        (("文号", order.number_text), ("责任单位", unit)),
        (("督办事项", order.title),),
        (("整改情况", order.report), 60 if not order.report else 20),
        (("佐证材料", "\n".join(files) or ("无" if order.report else "")),),
        (("报结人", _name(order.reported_by)), ("报结时间", _moment(order.reported_at))),
        (("责任单位", "主要负责人签字：　　　　　　　　（盖章）"), STAMP),
    ]
    if order.sent_back or order.reopened:
        counted = [f"退回{order.sent_back}次"] if order.sent_back else []
        counted += [f"问题反弹{order.reopened}次"] if order.reopened else []
        rows.append((("退回反弹", "，".join(counted) + (f"：{order.back_reason}" if order.back_reason else "")),))
    rows.append((("核验意见", order.verdict), HAND if order.verdict else STAMP))
    closed = order.state == OrderState.CLOSED
    rows.append((("销号人", _name(order.closed_by)), ("销号时间", _moment(order.closed_at)), HAND))
    if closed:
        rows.append((("按期报结", "是" if order.in_time else "否"),))
    return rows


def _foot(order):
    if order.state == OrderState.WITHDRAWN:
        return f"本单已撤回：{order.end_reason}"
    if order.state == OrderState.DISCARDED:
        return f"本稿已作废：{order.end_reason}"
    return "责任单位整改完成后填报，督查室核验属实后销号。"


def _day(at):
    return timezone.localdate(at)


def _name(person):
    return person.name if person else ""


def _moment(at):
    if at is None:
        return ""
    here = timezone.localtime(at)
    return f"{date_words(here)} {here:%H:%M}"
