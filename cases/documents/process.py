"""The papers of due process, the same for every kind: notice of facts, record of the hearing, decision, receipt.

In the form of GB/T 9704. What is not there yet is room for a hand. The same stored rows give the same bytes.
"""

from django.utils import timezone

from cases.options import common as options
from cases.queries.served import served
from cases.registry import Form
from cases.rules.clocks import last_of
from zhangdian.options.queries import values
from zhangdian.papers.gongwen import Paper, date_words

HAND, STAMP = 13, 22


def organ_words(day):
    """{key: words} of the organ and of where review and appeal go."""
    return values(day, options.ORGAN, options.APPEAL_TO, options.APPEAL_ABOVE)


def end_words(end):
    """A deadline's last day in words, with its last second."""
    return f"{date_words(last_of(end, timezone.get_current_timezone()))}24:00" if end else "　　年　月　日24:00"


def facts_notice(title):
    """The maker of a notice of facts (告知书) called `title`."""

    def make(case, day):
        organ = organ_words(day)[options.ORGAN]
        paper = Paper(title, number=case.number_text, organ=organ, to=str(case.whom))
        paper.text("经初步核查，现将有关事实告知如下：")
        for line in case.facts.splitlines() or [""]:
            paper.text(line)
        paper.text(
            f"你（单位）可以在{end_words(case.statement_due_at)}前提出书面陈述和申辩意见，也可以在系统内直接提交；"
            "逾期未提出的，视为放弃。陈述申辩不影响你（单位）的其他权利。"
        )
        return paper.sign(organ, _day(case.served_at, day)).bytes()

    return make


def hearing_record(title):
    """The maker of a record of the hearing (陈述申辩记录) called `title`."""

    def make(case, day):
        paper = Paper(title)
        paper.form(
            [
                (("编号", case.number_text), ("陈述人", str(case.whom))),
                (("方式", case.get_heard_display() if case.heard else ""), ("时间", _moment(case.heard_at))),
                (("告知的事实", case.facts),),
                (("陈述申辩", case.statement), 80),
                (("本人签字", ""), ("记录人签字", ""), HAND),
            ]
        )
        return paper.bytes()

    return make


def decision_paper(title, words):
    """The maker of a decision (决定书) called `title`; words: (case) -> the lines of what was decided."""

    def make(case, day):
        told = organ_words(day)
        paper = Paper(title, number=case.number_text, organ=told[options.ORGAN], to=str(case.whom))
        decision = case.decision
        paper.text(
            f"{date_words(decision.held_on)}，{decision.get_meeting_display()}研究（{decision.document_no}，应到"
            f"{decision.expected}人，实到{decision.present}人，同意{decision.agreed}人），现决定如下："
        )
        for line in words(case):
            paper.text(line)
        paper.text(f"事实：{case.facts}")
        paper.text(f"理由：{case.proposal}")
        if case.review_until:
            paper.text(
                f"如对本决定不服，可以在{date_words(case.review_until)}24:00前向{told[options.APPEAL_TO]}申请复核，或者在"
                f"{date_words(case.appeal_until)}24:00前向{told[options.APPEAL_ABOVE]}提出申诉。复核、申诉期间不停止本决定的"
                "执行。"
            )
        else:
            paper.text("复核、申诉的途径和最后期限在送达时写明。")
        return paper.sign(told[options.ORGAN], _day(case.decided_at, day)).bytes()

    return make


def receipt(case, day):
    """The receipt of service (送达回证): a row for every paper served, and room to sign."""
    paper = Paper("送达回证")
    rows = [(("编号", case.number_text), ("受送达人", str(case.whom)))]
    for row in served(case):
        rows.append((("文书", row.get_paper_display()), ("送达时间", _moment(row.at))))
        rows.append((("方式", row.get_manner_display()), ("送达人", row.by.name)))
        if row.witness or row.note:
            rows.append((("见证人", row.witness), ("备注", row.note)))
    rows.append((("受送达人签字", ""), ("日期", ""), STAMP))
    return paper.form(rows).bytes()


def is_decided(case):
    """May the decision be printed? For whom it concerns only once it was delivered: not before the days run."""
    concerned = getattr(case, "is_subject", False) or getattr(case, "speaks", False)
    return bool(case.decision_id) and (bool(case.delivered_at) or not concerned)


def common_forms(notice, decision, words):
    """[Form] of the papers of due process: notice of facts, hearing, decision, receipt; each where it makes sense."""
    return [
        Form("notice", notice, facts_notice(notice)),
        Form("hearing", "陈述申辩记录", hearing_record("陈述申辩记录"), when=lambda case: bool(case.served_at)),
        Form("decision", decision, decision_paper(decision, words), when=is_decided),
        Form("receipt", "送达回证", receipt, when=lambda case: bool(case.served_at)),
    ]


def _day(at, day):
    return timezone.localdate(at) if at else day


def _moment(at):
    if at is None:
        return ""
    here = timezone.localtime(at)
    return f"{date_words(here)} {here:%H:%M}"
