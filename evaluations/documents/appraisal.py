"""The paper for the end of the year (考核材料): what the system knows is filled in, what is to be written stays blank.

Blocks and their order are those of the register of the annual appraisal. The same data and day give the same bytes.
"""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.states.facts import SHAPES
from zhangdian.papers.gongwen import Paper, date_words

LANGUAGE = "zh-hans"
# Blocks to be filled in by hand: label, height in mm.
BLOCKS = (
    (gettext_lazy("Personal summary"), 150),
    (gettext_lazy("Comment and proposed grade of the leader in charge"), 62),
    (gettext_lazy("Opinion of the head of the organ or the appraisal committee"), 62),
    (gettext_lazy("Opinion of the person"), 48),
    (gettext_lazy("If no grade is given, why"), 36),
)
SPACE = "　"


def file_name(cadre, year):
    with translation.override(LANGUAGE):
        return _("Appraisal material %(year)s %(name)s") % {"year": year, "name": cadre.name} + ".docx"


def appraisal(found, *, day, sections=()):
    """The bytes of the docx. found: an evaluations.queries.appraisal.Appraisal; day: printed as the day it was made;
    sections: of upper floors (evaluations.registry), those that have lines for a paper."""
    with translation.override(LANGUAGE):
        title = _("Annual appraisal material %(year)s") % {"year": found.year}
        paper = Paper(title=f"{title}\n（{found.cadre.name}）")
        _basic(paper, found)
        _posts(paper, found)
        _works(paper, found)
        _facts(paper, found)
        _scores(paper, found)
        _influence(paper, found)
        for section in sections:
            if section.lines:
                paper.heading(1, str(section.title))
                for line in section.lines:
                    paper.text(line)
        paper.note(
            _("On file on %(day)s, for %(first)s to %(last)s. Scores are frozen ones; blanks are filled in by hand.")
            % {"day": date_words(day), "first": date_words(found.first), "last": date_words(found.last)}
        )  # fmt: skip
        paper.page_break()
        sign = _("Signature") + "：" + SPACE * 6 + "年" + SPACE * 2 + "月" + SPACE * 2 + "日"
        for label, height in BLOCKS:
            paper.box(str(label), height, sign)
        return paper.bytes()


def _basic(paper, found):
    cadre = found.cadre
    blank = SPACE * 4
    born = f"{cadre.born_in:%Y.%m}" if cadre.born_in else blank
    since = f"{found.since:%Y.%m}" if found.since else blank
    paper.heading(1, _("Basic data")).table(
        [],
        [
            [_("full name"), cadre.name, _("gender"), cadre.get_gender_display() or blank, _("month of birth"), born],
            [_("political status"), blank, _("present post since"), since, _("level"), cadre.get_level_display()],
        ],
        widths=[3, 4, 4, 3, 3, 4], points=12, align="clclcl",
    ).table(
        [],
        [
            [_("unit and post"), f"{cadre.unit.name}{cadre.post}"],
            [_("work done or in charge of"), "、".join(work.name for work in found.works) or blank],
        ],
        widths=[5, 16], points=12, align="cl",
    )  # fmt: skip


def _posts(paper, found):
    paper.heading(1, _("Posts in the year"))
    if not found.posts:
        paper.text(_("No post has been entered for the year."))
        return
    paper.table(
        [_("from"), _("until"), _("unit"), _("post")],
        [[f"{post.from_on:%Y.%m.%d}", _until(post), post.unit.name, post.post] for post in found.posts],
        widths=[3, 3, 6, 6], align="ccll",
    )  # fmt: skip


def _until(row):
    return f"{row.until_on:%Y.%m.%d}" if row.until_on else _("to date")


def _works(paper, found):
    paper.heading(1, _("Projects carried and what they came to"))
    if not found.works:
        paper.text(_("No project was carried in the year."))
        return
    rows = [
        [work.name, post.get_role_display(), _number(post.share), f"{post.from_on:%Y.%m.%d}", _until(post), post.days]
        for work in found.works
        for post in work.posts
    ]
    paper.table(
        [_("project"), _("part in it"), _("share"), _("from"), _("until"), _("days this year")], rows,
        widths=[8, 5, 3, 5, 4, 5], align="llrccr",
    )  # fmt: skip
    paper.table(
        [_("project"), _("milestones reached / due"), _("invested / planned (10,000 yuan)"), _("targets done / to do")],
        [[work.name, f"{work.reached}/{work.due}", _money(work), _targets(work)] for work in found.works],
        widths=[7, 4, 6, 10], align="lccl",
    )  # fmt: skip


def _money(work):
    return f"{_number(work.invested)}/{_number(work.planned)}" if work.planned or work.invested else "—"


def _targets(work):
    said = [f"{row.name}{_number(done)}/{_number(row.total)}{row.measure}" for row, done in work.targets]
    return "；".join(said) or "—"


def _number(value):
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _facts(paper, found):
    paper.heading(1, _("Verified facts"))
    if not found.facts:
        paper.text(_("No verified fact stands in the book for the year."))
        return
    paper.table(
        [_("day"), _("kind"), _("what was done, and what came of it"), _("source and evidence")],
        [
            [f"{row.day:%m.%d}", f"{SHAPES[row.kind]}{row.get_kind_display()}", _what(row),
             f"{row.get_source_display()}；{row.evidence}"]
            for row in found.facts
        ],
        widths=[3, 5, 11, 9], align="ccll",
    )  # fmt: skip
    if found.count > len(found.facts):
        paper.note(_("The newest %(shown)s of %(count)s facts.") % {"shown": len(found.facts), "count": found.count})


def _what(row):
    words = row.what.strip()
    if row.project and row.project.name not in words:
        words = f"【{row.project.name}】{words}"
    if row.objected_at and not row.answered_at:
        return words + _(" [objected to, not answered yet]")
    return words + (_(" [objected to, answered]") if row.objected_at else "")


def _scores(paper, found):
    paper.heading(1, _("Scores and grades of the quarters"))
    if not found.scores:
        paper.text(_("No quarter of the year has been frozen with a score."))
        return
    paper.table(
        [_("quarter"), _("score"), _("grade"), _("valid papers"), _("pieces of evidence"), _("decision")],
        [
            [score.scoring.quarter, "—" if score.total is None else score.total, _grade(score), score.papers or "—",
             score.pieces, _decided(score)]
            for score in found.scores
        ],
        widths=[3, 4, 5, 4, 4, 9], align="crcrrl",
    )  # fmt: skip
    if found.mean is not None:
        paper.text(
            _("Mean of the %(n)s frozen quarters with a score: %(mean)s.") % {"n": found.quarters, "mean": found.mean}
        )


def _grade(score):
    return score.get_grade_display() if score.grade else score.get_unranked_display() if score.unranked else "—"


def _decided(score):
    revised = _("(revision %(n)s)") % {"n": score.revision} if score.revision else ""
    return f"{score.scoring.decision_number}{revised}"


def _influence(paper, found):
    paper.heading(1, _("Influence periods"))
    if not found.influence:
        paper.text(_("None in the year."))
        return
    paper.table(
        [_("kind"), _("from"), _("until"), _("document"), _("made by")],
        [
            [row.get_kind_display(), f"{row.from_on:%Y.%m.%d}", _ended(row), row.document_no, row.made_by]
            for row in found.influence
        ],
        widths=[5, 4, 4, 6, 6], align="lccll",
    )  # fmt: skip


def _ended(row):
    return f"{row.lifted_on or row.until_on:%Y.%m.%d}" if row.lifted_on or row.until_on else _("until it is lifted")
