"""The papers of a review or an appeal, in the form of GB/T 9704: application, notice of admission, decision, reply."""

from django.utils import timezone

from cases.documents.process import HAND, STAMP, organ_words, receipt
from cases.options import common as options
from cases.registry import Form
from cases.rules.clocks import last_of
from cases.states.common import Remedy, Result
from zhangdian.papers.gongwen import Paper, date_words

WORDS = {Remedy.REVIEW: "复核", Remedy.APPEAL: "申诉"}
RESULTS = {
    Result.CONFIRMED: "维持原决定。",
    Result.REVOKED: "撤销原决定，自始不发生效力，已经产生的影响同时消除。",
}


def _what(appeal):
    return WORDS[appeal.remedy]


def _place(appeal, told):
    return told[options.APPEAL_TO if appeal.remedy == Remedy.REVIEW else options.APPEAL_ABOVE]


def application(appeal, day):
    """复核申请书、申诉书."""
    told = organ_words(day)
    paper = Paper("复核申请书" if appeal.remedy == Remedy.REVIEW else "申诉书")
    paper.form(
        [
            (("编号", appeal.number_text), ("申请人", str(appeal.whom))),
            (("不服的决定", appeal.target_title),),
            (("受理机关", _place(appeal, told)), ("收到日期", date_words(timezone.localdate(appeal.received_at)))),
            (("请求事项", appeal.claim), HAND),
            (("事实和理由", appeal.grounds), 80),
            (("申请人签字", ""), ("日期", ""), STAMP),
        ]
    )
    return paper.bytes()


def admission(appeal, day):
    """受理通知书."""
    organ = organ_words(day)[options.ORGAN]
    word = _what(appeal)
    paper = Paper(f"{word}受理通知书", number=appeal.number_text, organ=organ, to=str(appeal.whom))
    received = date_words(timezone.localdate(appeal.received_at))
    paper.text(f"你（单位）不服{appeal.target_title}提出的{word}，{received}收到，经审查符合受理条件，现予受理。")
    if appeal.ruling:
        paper.text(f"受理理由：{appeal.ruling}")
    if appeal.decide_before:
        last = last_of(appeal.decide_before, timezone.get_current_timezone())
        paper.text(f"本机关将在{date_words(last)}前作出决定。办理期间不停止原决定的执行，原决定标注“有异议”。")
    return paper.sign(organ, _day(appeal.ruled_at, day)).bytes()


def refusal(appeal, day):
    """不予受理通知书."""
    told = organ_words(day)
    word = _what(appeal)
    paper = Paper(f"{word}不予受理通知书", number=appeal.number_text, organ=told[options.ORGAN], to=str(appeal.whom))
    received = date_words(timezone.localdate(appeal.received_at))
    paper.text(
        f"你（单位）不服{appeal.target_title}提出的{word}，{received}收到（最后期限为{date_words(appeal.last_on)}24:00），"
        f"决定不予受理。理由：{appeal.ruling}"
    )
    if appeal.appeal_until:
        paper.text(f"如有不服，可以在{date_words(appeal.appeal_until)}24:00前向{told[options.APPEAL_ABOVE]}提出申诉。")
    return paper.sign(told[options.ORGAN], _day(appeal.ruled_at, day)).bytes()


def outcome(appeal, day):
    """复核决定书、申诉处理决定书."""
    told = organ_words(day)
    title = "复核决定书" if appeal.remedy == Remedy.REVIEW else "申诉处理决定书"
    paper = Paper(title, number=appeal.number_text, organ=told[options.ORGAN], to=str(appeal.whom))
    word, decision = _what(appeal), appeal.decision
    paper.text(f"你（单位）不服{appeal.target_title}，{date_words(timezone.localdate(appeal.received_at))}提出{word}。")
    paper.text(f"请求：{appeal.claim}")
    paper.text(f"经审理查明：{appeal.findings}")
    paper.text(f"理由：{appeal.proposal}")
    said = (
        RESULTS.get(appeal.result) or f"变更原决定，改为：{appeal.change_words}，自原决定送达之日起按变更后的决定计算。"
    )
    paper.text(
        f"{date_words(decision.held_on)}，{decision.get_meeting_display()}研究（{decision.document_no}，应到"
        f"{decision.expected}人，实到{decision.present}人，同意{decision.agreed}人），现决定：{said}"
    )
    if appeal.remedy == Remedy.REVIEW:
        if appeal.appeal_until:
            paper.text(
                f"如不服本决定，可以在{date_words(appeal.appeal_until)}24:00前向{told[options.APPEAL_ABOVE]}提出申诉。"
            )
        else:
            paper.text("不服本决定提出申诉的最后期限在送达时写明。")
    paper.text("复核、申诉期间不停止原决定的执行；本决定自送达之日起生效。")
    return paper.sign(told[options.ORGAN], _day(appeal.decided_at, day)).bytes()


def reply(appeal, day):
    """回复函, to the organ or unit that the outcome must be told to."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("关于复核申诉结果的回复函", number=appeal.number_text, organ=organ, to="有关单位")
    result = appeal.change_words or appeal.get_result_display()
    paper.text(f"{appeal.whom}不服{appeal.target_title}提出的{_what(appeal)}已经办结，结果为：{result}。")
    paper.text("请按结果更正本单位的记录，相应的计分、影响期和公示同时更正。")
    return paper.sign(organ, _day(appeal.delivered_at, day)).bytes()


def papers(appeal, reader):
    """[Form] that an appeal prints; the person concerned gets the own and what is served."""
    word = _what(appeal)
    first = "复核申请书" if appeal.remedy == Remedy.REVIEW else "申诉书"
    last = "复核决定书" if appeal.remedy == Remedy.REVIEW else "申诉处理决定书"
    is_own = appeal.is_subject or appeal.speaks
    return [
        Form("application", first, application),
        Form("admission", f"{word}受理通知书", admission, when=lambda row: bool(row.decide_before)),
        Form("refusal", f"{word}不予受理通知书", refusal, when=lambda row: row.state == "INADMISSIBLE"),
        Form(
            "outcome", last, outcome,
            when=lambda row: bool(row.delivered_at) if is_own else bool(row.decision_id),
        ),
        *([] if is_own else [
            Form("receipt", "送达回证", receipt, when=lambda row: row.state in ("CLOSED", "INADMISSIBLE")),
            Form("reply", "回复函", reply, when=lambda row: bool(row.delivered_at)),
        ]),
    ]  # fmt: skip


def _day(at, day):
    return timezone.localdate(at) if at else day
