"""The papers of an adjustment (能下) and of a proposal for promotion (能上), beside those of due process.

Talks, letters that ask for opinions and the replies, the appointment form, the notice of the influence period, the
form of the follow-up, the evidence pack. What is not there yet is room for a hand.
"""

from django.utils import timezone

from cases.documents.process import HAND, STAMP, common_forms, organ_words
from cases.options import common as options
from cases.queries.promotion import sections
from cases.registry import Form
from cases.states.adjustment import Asked, TalkTime
from zhangdian.papers.gongwen import Paper, date_words

ROOM = 60


def told_words(case):
    """The lines of the decision: measure, way, where to, and how long it has effect."""
    lines = [f"对{case.cadre}作出{case.measure}的组织调整。方式：{case.way}。"]
    if case.destination_unit:
        lines.append(f"去向：{case.destination_unit}{case.destination_post}。")
    if case.measure.influence and case.measure.months:
        lines.append(f"影响期{case.measure.months}个月，自履行任免程序之日起计算。")
    return lines


def talk_record(title, time):
    """The maker of the record of a talk (谈话记录): every talk of that time, or an empty form to be written by hand."""

    def make(case, day):
        paper = Paper(title)
        talks = [talk for talk in case.talks_held if talk.time == time]
        for place, talk in enumerate(talks or [None]):
            if place:
                paper.leaf(title)
            paper.form(
                [
                    (("编号", case.number_text), ("谈话对象", str(case.cadre))),
                    (("时间", date_words(talk.held_on) if talk else ""), ("地点", talk.place if talk else "")),
                    (("谈话人", talk.held_by if talk else ""), ("记录人", talk.entered_by.name if talk else "")),
                    (("谈话内容", talk.words if talk else ""), ROOM * 2),
                    (("本人签字", ""), ("谈话人签字", ""), HAND),
                ]
            )
        return paper.bytes()

    return make


def letter(whom):
    """The maker of the letter that asks for an opinion (征求意见函)."""

    def make(case, day):
        organ = organ_words(day)[options.ORGAN]
        asked = case.opinions_asked[whom]
        to = asked.name or str(asked.get_whom_display())
        paper = Paper("征求意见函", number=case.number_text, organ=organ, to="区纪委监委" if not asked.name else to)
        paper.text(
            f"拟对{case.cadre.unit}{case.cadre.post}{case.cadre}作出{case.measure}的组织调整，现征求你们的意见。"
        )
        paper.text(f"情形：{case.circumstance}")
        paper.text(f"事实：{case.facts}")
        paper.text(f"建议理由：{case.proposal}")
        paper.text(f"方式和去向：{case.way}{_where(case)}")
        paper.text("请书面回复意见，逾期请说明原因。")
        return paper.sign(organ, timezone.localdate(asked.asked_at)).bytes()

    return make


def reply(whom):
    """The maker of the reply (回复函), filled in once it was given."""

    def make(case, day):
        asked = case.opinions_asked[whom]
        paper = Paper("征求意见回复函")
        paper.form(
            [
                (("关于", case.number_text), ("回复编号", asked.document_no)),
                (("征求对象", asked.name or "区纪委监委"), ("意见", str(asked.get_stance_display()))),
                (("意见内容", asked.words), ROOM),
                (("日期", date_words(timezone.localdate(asked.answered_at))), ("签字（盖章）", ""), STAMP),
            ]
        )
        return paper.bytes()

    return make


def appointment_form(case, day):
    """The short appointment form (任免审批表): who, from what to what, by which decision."""
    paper, decision, cadre = Paper("干部任免审批表（简）"), case.decision, case.cadre
    met = f"{decision.get_meeting_display()} {decision.document_no}"
    rows = [
        (("编号", case.number_text), ("姓名", str(cadre))),
        (("出生年月", f"{cadre.born_in:%Y.%m}" if cadre.born_in else ""), ("性别", cadre.get_gender_display())),
        (("现任单位", str(cadre.unit)), ("现任职务", cadre.post)),
        *_changes(case),
        (("决定会议", met), ("会议时间", date_words(decision.held_on))),
        (("表决", f"应到{decision.expected}人，实到{decision.present}人，同意{decision.agreed}人"),),
        (("任免文号", case.document_no), ("起止日期", date_words(case.post_from_on) if case.post_from_on else "")),
        (("审批机关意见", ""), STAMP * 2),
    ]  # fmt: skip
    return paper.form(rows).bytes()


def _changes(case):
    if case.KIND == "promotion":
        return [(("拟任", f"{case.to_unit}{case.to_post}"), ("类别", case.get_target_display())),
                (("任免理由", case.proposal),)]  # fmt: skip
    return [(("拟免", case.cadre.post), ("拟任", _where(case).lstrip("，"))), (("任免理由", case.proposal),)]


def _where(case):
    return f"，{case.destination_unit}{case.destination_post}" if case.destination_unit else ""


def influence_notice(case, day):
    """The notice of the influence period (影响期告知书)."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("影响期告知书", number=case.number_text, organ=organ, to=str(case.cadre))
    begins = timezone.localdate(case.appointed_at)
    paper.text(
        f"根据{case.decision.document_no}，对你作出{case.measure}的组织调整，任免文号{case.document_no}。"
        f"影响期自{date_words(begins)}起，至{date_words(case.follow_until)}止。"
    )
    paper.text("影响期内，不得提拔职务、晋升职级，不列入评优、后备和红旗标兵人选。")
    paper.text(
        "组织将对你进行跟踪教育和管理，期满进行评估。德才表现和工作实绩突出的，影响期满后可以按照规定重新提拔使用。"
    )
    return paper.sign(organ, begins).bytes()


def follow_up_form(case, day):
    """The form of the follow-up and of the evaluation at its end (跟踪评估表)."""
    paper = Paper("跟踪教育和期满评估表")
    evaluated = date_words(timezone.localdate(case.evaluated_at)) if case.evaluated_at else ""
    rows = [
        (("编号", case.number_text), ("姓名", str(case.cadre))),
        (("调整措施", str(case.measure)), ("影响期至", date_words(case.follow_until))),
        (("现任职务", f"{case.cadre.unit}{case.cadre.post}"),),
    ]
    for talk in case.talks_held:
        if talk.time == TalkTime.FOLLOW_UP:
            rows.append((("谈心谈话", f"{date_words(talk.held_on)}\n{talk.held_by}\n{talk.words}"),))
    rows += [
        (("本人小结", ""), ROOM),
        (("评估结果", str(case.get_verdict_display() if case.verdict else "")),),
        (("评估意见", case.evaluation), ROOM),
        (("评估人签字", ""), ("日期", evaluated), HAND),
    ]  # fmt: skip
    return paper.form(rows).bytes()


def forms_of_adjustment():
    """[Form] of an adjustment; `when` says from where on each is offered."""
    told = "谈话记录（决定后）"
    common = common_forms("能上能下告知书", "能上能下调整决定书", told_words)

    def both(whom):
        def answered(case):
            return whom in case.opinions_asked and bool(case.opinions_asked[whom].answered_at)

        words = ASKED[whom]
        return [
            Form(
                f"letter-{whom}", f"征求意见函（{words}）", letter(whom), when=lambda case: whom in case.opinions_asked
            ),
            Form(f"reply-{whom}", f"征求意见回复函（{words}）", reply(whom), when=answered),
        ]  # fmt: skip

    return [
        *common,
        Form("talk-before", "谈话记录（提出建议前）", talk_record("谈话记录（提出建议前）", TalkTime.BEFORE),
             when=lambda case: bool(case.served_at)),
        *both(Asked.DISCIPLINE), *both(Asked.LEADER),
        Form("talk-decided", told, talk_record(told, TalkTime.DECIDED), when=_is_decided),
        Form("appointment", "任免审批表（简）", appointment_form, when=_is_decided),
        Form("influence", "影响期告知书", influence_notice, when=lambda case: bool(case.appointed_at)),
        Form("follow-up", "跟踪评估表", follow_up_form, when=lambda case: bool(case.appointed_at)),
    ]  # fmt: skip


ASKED = {Asked.DISCIPLINE: "纪委", Asked.LEADER: "分管领导"}


def _is_decided(case):
    return bool(case.decision_id and case.state != "DECLINED")


def pack_paper(case, day):
    """The evidence pack of a proposal for promotion (拟提任人选材料), as it was frozen."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("拟提任人选材料", number=case.number_text, organ=organ)
    paper.text(f"人选：{case.cadre}，{case.cadre.unit}{case.cadre.post}。拟任：{case.to_unit}{case.to_post}。")
    paper.text(f"理由：{case.grounds}")
    for label, items in sections(case.pack):
        paper.heading(1, str(label))
        for item in items:
            paper.text(item["words"])
        if not items:
            paper.text("无。")
    paper.note(f"以上材料于{case.pack.get('taken_on', '')}提取并固定。")
    return paper.sign(organ, timezone.localdate(case.opened_at)).bytes()


def opinion_letter(case, day):
    """The letter that asks the discipline commission about a proposal (征求意见函)."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("征求意见函", number=case.number_text, organ=organ, to="区纪委监委")
    paper.text(
        f"拟提任{case.cadre.unit}{case.cadre.post}{case.cadre}为{case.to_unit}{case.to_post}，现征求党风廉政意见。"
    )
    paper.text("请书面回复。")
    return paper.sign(organ, timezone.localdate(case.asked_at)).bytes()


def forms_of_promotion():
    """[Form] of a proposal for promotion."""
    return [
        Form("pack", "人选材料", pack_paper),
        Form("letter", "征求意见函", opinion_letter, when=lambda case: bool(case.asked_at)),
        Form("appointment", "任免审批表（简）", appointment_form, when=_is_decided),
    ]
