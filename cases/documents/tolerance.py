"""The papers of error tolerance: application, notice of acceptance or refusal, report, finding, feedback, correction,
clearing. In the form of GB/T 9704; the same stored rows give the same bytes."""

from django.utils import timezone
from django.utils.translation import override

from cases.documents.process import HAND, STAMP, organ_words, receipt
from cases.options import common as options
from cases.permissions.common import sees_inside
from cases.queries import tolerance as queries
from cases.registry import Form
from cases.states.tolerance import EFFECTIVE, Distinction, Look, Outcome, Side
from zhangdian.papers.gongwen import Paper, date_words

# The papers are Chinese, whatever language the reader's pages are in.
LANGUAGE = "zh-hans"
YES, NO = "是", "否"


def _day(at, day):
    return timezone.localdate(at) if at else day


def chinese(make):
    """The maker with every word of the choices in Chinese."""

    def made(case, day):
        with override(LANGUAGE):
            return make(case, day)

    return made


def _plain(words):
    """The words of a choice without what stands in brackets."""
    return str(words).split("（")[0].split("(")[0].strip()


@chinese
def application(case, day):
    """申请表."""
    points = queries.points(case, Side.SELF)
    rows = [
        (("编号", case.number_text), ("申请人（单位）", str(case.whom))),
        (("单位及职务", case.post), ("项目", case.project)),
        (("有关事项", case.about_title or "—"), ("启动方式", case.get_origin_display())),
        (("事项经过", case.course), 40),
        (("决策依据\n（会议纪要）", case.basis), 20),
        (("失误及后果", case.error), 20),
        (("有无私利", "未谋取、未承诺、未收受私利。" if case.no_gain else case.gain_note),),
        (("补救措施", case.remedy), 20),
    ]
    for code, words in Distinction.choices:
        point = points.get(code)
        answer = f"{YES if point.holds else NO}。{point.text}" if point else ""
        rows.append(((f"三个区分自查：{_plain(words)}", answer),))
    rows.append((("申请人签名", ""), ("日期", date_words(timezone.localdate(case.opened_at))), HAND))
    return Paper("容错纠错申请表").form(rows).bytes()


@chinese
def acceptance(case, day):
    """受理通知书."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("容错申请受理通知书", number=case.number_text, organ=organ, to=str(case.whom))
    about = f"（{case.about_title}）" if case.about_title else ""
    paper.text(f"关于{about or '有关事项'}的容错申请收悉。经审查并会同区纪委监委会签，决定予以受理。")
    paper.text(
        "即日起由两名以上人员组成调查组核实，听取本人、单位和群众的意见。核实期间，有关事实暂停计分，有关亮牌暂停办理。"
    )
    return paper.sign(organ, _day(case.countersigned_at, day)).bytes()


@chinese
def refusal(case, day):
    """不予受理通知书."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("容错申请不予受理通知书", number=case.number_text, organ=organ, to=str(case.whom))
    paper.text("你（单位）的容错申请收悉。经审查并会同区纪委监委会签，决定不予受理。")
    paper.text(f"依据：{case.get_ground_display()}。")
    paper.text(f"理由：{case.screened_why}")
    paper.text("不予受理不影响你（单位）在有关事项办理中陈述申辩、申请复核和提出申诉的权利。")
    return paper.sign(organ, _day(case.countersigned_at, day)).bytes()


@chinese
def report(case, day):
    """调查核实报告."""
    points = queries.points(case)
    paper = Paper("容错事项调查核实报告", number=case.number_text)
    paper.heading(1, "基本情况").text(f"事项：{case.about_title or case.error}").text(f"当事人（单位）：{case.whom}")
    names = "、".join(one.user.name for one in queries.investigators(case))
    paper.text(f"调查人员：{names}。")
    paper.heading(1, "听取意见")
    for heard in queries.hearings(case):
        paper.text(f"{date_words(heard.held_on)}，{_plain(heard.get_party_display())}（{heard.name}）：{heard.words}")
    paper.heading(1, "三个区分开来")
    for code, words in Distinction.choices:
        if code in points:
            paper.text(f"{_plain(words)}：{YES if points[code].holds else NO}。{points[code].text}")
    paper.heading(1, "六看")
    for code, words in Look.choices:
        if f"look_{code}" in points:
            paper.text(f"{_plain(words)}：{points[f'look_{code}'].text}")
    paper.heading(1, "结论和建议").text(case.proposal).text(f"建议：{_word(case.proposed)}。")
    paper.form([(("调查人员签字", ""), ("日期", ""), STAMP)])
    return paper.bytes()


def _word(outcome):
    """免责、从轻、减轻、不予容错."""
    return {Outcome.EXEMPT: "免责", Outcome.LIGHTER: "从轻", Outcome.REDUCED: "减轻", Outcome.DENIED: "不予容错"}.get(
        outcome, ""
    )


def _decided_words(case):
    decision = case.decision
    return (
        f"{date_words(decision.held_on)}，{decision.get_meeting_display()}研究（{decision.document_no}，应到"
        f"{decision.expected}人，实到{decision.present}人，同意{decision.agreed}人），认定：{_word(case.outcome)}。"
    )


@chinese
def finding(case, day):
    """认定书."""
    told = organ_words(day)
    paper = Paper("容错认定书", number=case.number_text, organ=told[options.ORGAN], to=str(case.whom))
    paper.text(_decided_words(case))
    paper.text(f"事实：{case.error}").text(f"理由：{case.proposal}")
    if case.review_until:
        paper.text(
            f"如对本认定不服，可以在{date_words(case.review_until)}24:00前向{told[options.APPEAL_TO]}申请复核，或者在"
            f"{date_words(case.appeal_until)}24:00前向{told[options.APPEAL_ABOVE]}提出申诉。"
        )
    else:
        paper.text("复核、申诉的途径和最后期限在反馈时写明。")
    return paper.sign(told[options.ORGAN], _day(case.decided_at, day)).bytes()


@chinese
def feedback(case, day):
    """反馈函."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("容错认定结果反馈函", number=case.number_text, organ=organ, to=case.party_org or str(case.unit or ""))
    paper.text(f"现将{case.whom}容错认定结果反馈如下：")
    paper.text(_decided_words(case))
    if case.effect:
        paper.text(f"由此：{case.effect}。")
    if case.outcome == Outcome.EXEMPT:
        paper.text(
            "认定免责的事项，在考核、评优、提拔使用、后备人选等方面不作负面评价。请做好思想工作，支持其大胆工作。"
        )
    return paper.sign(organ, _day(case.delivered_at, day)).bytes()


@chinese
def correction(case, day):
    """纠错通知书."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("纠错通知书", number=case.number_text, organ=organ, to=str(case.whom))
    paper.text(f"请对以下问题进行整改，于{date_words(case.correct_by)}前在系统内报告整改情况，由我部组织验收：")
    paper.text(case.correction)
    return paper.sign(organ, day).bytes()


@chinese
def clearing(case, day):
    """澄清正名通知."""
    organ = organ_words(day)[options.ORGAN]
    paper = Paper("澄清正名通知", number=case.number_text, organ=organ, to=case.party_org or str(case.unit or ""))
    about = f"（{case.about_title}）" if case.about_title else ""
    paper.text(f"经调查核实和集体研究，{case.whom}在有关事项{about}中的失误认定免责。现予以澄清。")
    paper.text(f"征得本人同意，澄清范围为：{_plain(case.get_scope_display())}。{case.clearing}")
    return paper.sign(organ, case.cleared_on or day).bytes()


def forms_of(case, reader):
    """[Form] that `reader` may take out: the report is the organs'; the finding goes out with the feedback."""
    is_inside = sees_inside(reader, case)
    found = [
        Form("application", "申请表", application),
        Form("acceptance", "受理通知书", acceptance, when=lambda case: bool(case.countersigned_at) and not case.ground),
        Form("refusal", "不予受理通知书", refusal, when=lambda case: case.state == "REFUSED"),
    ]
    if is_inside:
        found.append(Form("report", "调查核实报告", report, when=lambda case: bool(case.proposal)))
    found += [
        Form("finding", "认定书", finding,
             when=lambda case: case.state in EFFECTIVE or (is_inside and bool(case.decision_id))),
        Form("feedback", "反馈函", feedback, when=lambda case: case.state in EFFECTIVE),
        Form("correction", "纠错通知书", correction, when=lambda case: bool(case.correct_by)),
        Form("clearing", "澄清正名通知", clearing, when=lambda case: bool(case.cleared_on)),
        Form("receipt", "送达回证", receipt, when=lambda case: is_inside and bool(case.countersigned_at)),
    ]  # fmt: skip
    return found
