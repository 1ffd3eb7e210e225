"""The papers of honours: the list shown to all (公示), the commendation (通报), a certificate (证书) a person."""

from django.utils import timezone

from cases.documents.process import organ_words
from cases.options import common as options
from cases.queries import honours as queries
from cases.registry import Form
from cases.rules.clocks import last_of
from cases.states.honours import HonoureeState, HonourState, Sort
from zhangdian.papers.gongwen import Paper, date_words

NAMES = {Sort.FLAG: "红旗标兵", Sort.FASTER: "加快推进项目标兵"}
COLUMNS = ["序号", "姓名", "单位及职务", "主要事迹"]


def _rows(people):
    return [
        [str(number), one.name, f"{one.unit}{one.post}", one.deeds.replace("\n", "；")]
        for number, one in enumerate(people, 1)
    ]


def _day(at, day):
    return timezone.localdate(at) if at else day


def publicity(honour, day):
    """The list as it is shown: names, units, deeds; no score."""
    told = organ_words(day)[options.ORGAN]
    paper = Paper(f"关于{honour.title}拟表扬对象的公示", number=honour.number_text, organ=told)
    paper.text(
        f"按照{honour.criteria_words}的条件，经核实并征求纪检监察机关意见，现将{honour.title}拟表扬对象予以公示。"
    )
    paper.table(COLUMNS, _rows(_shown(honour)), widths=[1, 2, 4, 9], align="clll")
    if honour.publicity_until:
        last = date_words(last_of(honour.publicity_until, timezone.get_current_timezone()))
        paper.text(f"公示期至{last}24:00。对公示对象有不同意见的，请在公示期内在系统中提出，或者向{told}反映。")
    return paper.sign(told, _day(honour.shown_at, day)).bytes()


def commendation(honour, day):
    """The paper by which the honours are made known, with the number of the decision."""
    told = organ_words(day)[options.ORGAN]
    paper = Paper(f"关于表扬{honour.title}的通报", honour.decision.document_no, told, "各镇办、区直各单位")
    people = list(queries.people(honour, HonoureeState.CANDIDATE, HonoureeState.RECIPIENT))
    paper.text(
        f"{date_words(honour.decision.held_on)}，{honour.decision.get_meeting_display()}研究决定，对下列"
        f"{len(people)}名同志予以表扬，授予“{NAMES[Sort(honour.sort)]}”称号。"
    )
    paper.table(COLUMNS, _rows(people), widths=[1, 2, 4, 9], align="clll")
    return paper.sign(told, _day(honour.published_at or honour.decided_at, day)).bytes()


def certificate(one):
    """The maker of the certificate of one person."""

    def make(honour, day):
        told = organ_words(day)[options.ORGAN]
        paper = Paper("荣誉证书", number=f"{honour.number_text}-{one.pk}")
        paper.text(f"{one.name}同志：")
        paper.text(
            f"在{honour.title}评选中，经{date_words(honour.decision.held_on)}会议研究决定"
            f"（{honour.decision.document_no}），授予你“{NAMES[Sort(honour.sort)]}”称号。"
        )
        paper.text("特发此证，以资鼓励。")
        return paper.sign(told, _day(honour.published_at, day)).bytes()

    return make


def _shown(honour):
    return queries.people(honour).exclude(state=HonoureeState.OUT)


def forms(honour, people):
    """[Form] of a batch: the list, the commendation, and a certificate for each of `people` beside them."""
    return [
        Form("publicity", "公示", publicity, when=lambda case: bool(case.shown_at)),
        Form(
            "commendation", "表扬通报", commendation,
            when=lambda case: bool(case.decision_id) and case.state != HonourState.DROPPED,
        ),
        *(Form(f"certificate-{one.pk}", "荣誉证书", certificate(one), is_listed=False) for one in people),
    ]  # fmt: skip
