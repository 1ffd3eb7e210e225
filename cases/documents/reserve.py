"""The papers of the reserve list, for the cadre section and its leaders only: the form of an entry, the list as a
workbook."""

from django.utils.translation import gettext as _

from cases.registry import Form
from cases.rules.reserve import age_on
from cases.states.reserve import Layer
from zhangdian.desk.sheets import write_xlsx
from zhangdian.papers.gongwen import Paper, date_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def entry_form(entry, day):
    """The form of an entry (后备干部登记表), with its yearly reviews."""
    cadre = entry.cadre
    born = f"{cadre.born_in:%Y.%m}（{age_on(cadre.born_in, day)}岁）" if cadre.born_in else ""
    paper = Paper("后备干部登记表")
    paper.note("内部资料，严格保密。")
    rows = [
        (("编号", entry.number_text), ("姓名", cadre.name)),
        (("单位及职务", f"{cadre.unit}{cadre.post}"), ("出生年月", born)),
        (("层次", entry.get_layer_display()), ("成熟度", entry.get_maturity_display() if entry.maturity else "")),
        (("来源", entry.source),),
        (("提名理由", entry.reason), 20),
        (("核查情况", entry.check_note), 15),
        (("培养措施", entry.measures), 20),
    ]
    if entry.decision_id:
        rows.append((("研究情况", f"{entry.decision}，{date_words(entry.decision.held_on)}"),))
    for review in entry.reviews.order_by("at"):
        said = f"{review.get_maturity_display()}；{review.comment}"
        rows.append(((f"{review.at:%Y}年度动态评语", said), 12))
    rows.append((("现状", entry.get_state_display() + (f"：{entry.ended_why}" if entry.ended_why else "")),))
    return paper.form(rows).bytes()


def forms(entry):
    return [Form("entry", "后备干部登记表", entry_form)]


def list_book(rows, day):
    """The bytes of a workbook of the entries given."""
    heads = [_("layer"), _("name"), _("unit"), _("post"), _("age"), _("maturity"), _("state"), _("in the list since"),
             _("last reviewed on"), _("training measures")]  # fmt: skip
    lines = [
        [
            str(Layer(row.layer).label), row.cadre.name, str(row.cadre.unit), row.cadre.post,
            age_on(row.cadre.born_in, day) if row.cadre.born_in else "", row.get_maturity_display(),
            row.get_state_display(), row.confirmed_at.date(), row.reviewed_on or "", row.measures,
        ]
        for row in rows
    ]  # fmt: skip
    return write_xlsx(_("reserve list"), heads, lines)
