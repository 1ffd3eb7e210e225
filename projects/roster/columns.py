"""What columns a list may have, under which words offices head them, and how a heading is understood."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from projects.roster import synonyms
from projects.states import Nature, Stage

NEAR = 75  # per cent of likeness: one wrong sign in four
CLEAR = 6  # points by which the nearest must lead the next field


@dataclass(frozen=True)
class Field:
    """A column we take in. heading: what the export prints. kind: how its cells are read. limit: of characters."""

    key: str
    label: object
    heading: str
    kind: str
    words: tuple[str, ...] = ()
    limit: int = 0


def _field(key, label, heading, kind, limit=0):
    return Field(key, label, heading, kind, tuple(synonyms.WORDS.get(key, "").split()), limit)


FIELDS = {
    field.key: field
    for field in (
        _field("code", _("project number"), "项目编号", "line", 30),
        _field("name", _("project name"), "项目名称", "line", 100),
        _field("nature", _("nature"), "建设性质", "nature"),
        _field("kind", _("kind of project"), "项目类型", "line", 30),
        _field("content", _("what is built"), "建设内容", "text", 4000),
        _field("location", _("place"), "建设地点", "line", 120),
        _field("funding", _("source of funds"), "资金来源", "line", 60),
        _field("total_investment", _("total investment (10,000 yuan)"), "总投资(万元)", "money"),
        _field("year_plan", _("investment planned this year (10,000 yuan)"), "年度计划投资(万元)", "money"),
        _field(
            "invested_before",
            _("invested this year before reporting began (10,000 yuan)"),
            "年度累计完成投资(万元)",
            "money",
        ),
        _field("starts_on", _("planned start"), "计划开工时间", "start"),
        _field("ends_on", _("planned completion"), "计划竣工时间", "end"),
        _field("stage", _("stage"), "建设阶段", "stage"),
        _field("leader", _("supporting leader"), "挂包领导", "people"),
        _field("responsible", _("responsible unit"), "责任单位", "units"),
        _field("unit_head", _("head of the responsible unit"), "责任单位负责人", "people"),
        _field("deputy", _("leader in charge"), "分管领导", "people"),
        _field("support", _("supporting unit"), "挂包单位", "units"),
        _field("support_head", _("head of the supporting unit"), "挂包单位负责人", "people"),
        _field("service", _("service unit"), "服务单位", "units"),
        _field("builder", _("building unit"), "建设单位", "units"),
        _field("liaison", _("liaison"), "联络员", "people"),
        _field("team", _("evaluation team"), "考察组成员", "people"),
        _field("branch", _("site Party branch"), "项目党支部", "line", 60),
        _field("secretary", _("branch secretary"), "党支部书记", "people"),
        _field("members", _("branch members"), "支部成员", "people"),
        _field("steps", _("milestones"), "节点计划", "steps"),
        _field("targets", _("targets"), "征迁任务", "targets"),
        *(_field(f"month_{number}", f"{number}月", f"{number}月计划投资(万元)", "money") for number in range(1, 13)),
        _field("entry_document", _("document of entry"), "入库文号", "line", 40),
        _field("remarks", _("remarks"), "备注", "text", 4000),
    )
}

# The telephone of the person named in another column.
PHONED = ("leader", "unit_head", "deputy", "support_head", "liaison", "secretary")
for _key in PHONED:
    _heading = FIELDS[_key].heading
    FIELDS[f"{_key}_phone"] = Field(
        f"{_key}_phone", _("telephone"), f"{_heading}电话", "phones",
        tuple(f"{word}{tail}" for word in (_heading, *FIELDS[_key].words) for tail in synonyms.PHONE_TAILS),
    )  # fmt: skip
PHONES = frozenset(synonyms.PHONE.split())
ASIDE = frozenset(synonyms.ASIDE.split())

EXPORTED = tuple(key for key, field in FIELDS.items() if field.kind != "phones")
LISTS = frozenset(key for key, field in FIELDS.items() if field.kind in ("people", "units", "steps", "targets"))

WORDS = {word: field.key for field in FIELDS.values() for word in field.words}
MONEY_UNIT = re.compile(r"[(\[【/]?(?:单位[:/]?)?(亿元|万元|千元|亿|万|元)[)\]】]?$")
INNER_UNIT = re.compile(r"[(\[【](?:单位[:/]?)?(亿元|万元|千元|亿|万|元)[)\]】]")
BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
MONTH = re.compile(
    r"^(?:年度)?(?:月度|分月)?(?:计划投资|投资计划|计划)?(?:年度)?(\d{1,2})月份?(?:计划)?(?:完成)?(?:投资)?(?:计划|额)?$"
)

NATURES = {
    "新建": Nature.NEW, "新开工": Nature.NEW, "新": Nature.NEW, "续建": Nature.CONTINUED, "结转": Nature.CONTINUED,
    "跨年": Nature.CONTINUED, "在建": Nature.CONTINUED, "改扩建": Nature.REBUILT, "改建": Nature.REBUILT,
    "扩建": Nature.REBUILT, "迁建": Nature.REBUILT, "技改": Nature.REBUILT, "技术改造": Nature.REBUILT,
    "竣工": Nature.FINISHING, "收尾": Nature.FINISHING, "拟竣工": Nature.FINISHING,
}  # fmt: skip
NATURE_TEXT = {
    Nature.NEW: "新建", Nature.CONTINUED: "续建", Nature.REBUILT: "改扩建", Nature.FINISHING: "竣工",
}  # fmt: skip
STAGES = {
    "谋划": Stage.IDEA, "储备": Stage.RESERVE, "入库": Stage.RESERVE, "前期": Stage.PREPARING,
    "前期工作": Stage.PREPARING, "前期准备": Stage.PREPARING, "前期手续": Stage.PREPARING,
    "手续办理": Stage.PREPARING, "未开工": Stage.PREPARING, "拟开工": Stage.PREPARING, "在建": Stage.BUILDING,
    "建设": Stage.BUILDING, "建设中": Stage.BUILDING, "施工": Stage.BUILDING, "施工中": Stage.BUILDING,
    "已开工": Stage.BUILDING, "开工": Stage.BUILDING, "正在建设": Stage.BUILDING, "正在施工": Stage.BUILDING,
    "停工": Stage.SUSPENDED, "停建": Stage.SUSPENDED, "缓建": Stage.SUSPENDED, "已停工": Stage.SUSPENDED,
    "竣工": Stage.COMPLETED, "已竣工": Stage.COMPLETED, "完工": Stage.COMPLETED, "已完工": Stage.COMPLETED,
    "建成": Stage.COMPLETED, "已建成": Stage.COMPLETED, "验收": Stage.ACCEPTED, "已验收": Stage.ACCEPTED,
    "退出": Stage.WITHDRAWN, "退库": Stage.WITHDRAWN, "已退出": Stage.WITHDRAWN,
}  # fmt: skip
STAGE_TEXT = {
    Stage.IDEA: "谋划", Stage.RESERVE: "储备", Stage.PREPARING: "前期", Stage.BUILDING: "在建",
    Stage.SUSPENDED: "停工", Stage.COMPLETED: "竣工", Stage.ACCEPTED: "验收", Stage.WITHDRAWN: "退出",
}  # fmt: skip


def plain(heading):
    """(words, unit of money) of a heading: no spaces, line breaks, numbering, brackets or particular year."""
    text = re.sub(r"[\s:*＊]+", "", unicodedata.normalize("NFKC", str(heading)).replace("：", ":"))
    unit = ""
    if (match := INNER_UNIT.search(text) or MONEY_UNIT.search(text)) and match.group(0) != text:
        unit = match[1]
        text = text[: match.start()] + text[match.end() :]
    text = BRACKETS.sub("", text)
    text = re.sub(r"^(?:\d{1,2}[.、]|[一二三四五六七八九十]+、)", "", text)
    text = re.sub(r"(?:19|20)\d{2}年?度?|今年|本年度?|当年|全年度?", "年度", text)
    text = re.sub(r"(?:年度)+", "年度", text)
    return re.sub(r"[^\w]", "", text), unit


def find(words):
    """(field key, how) for plain words: exact, near, aside or unknown; a lone telephone gives ("phone", exact)."""
    if not words:
        return "", "unknown"
    for text in (words, words.removeprefix("项目"), words.removeprefix("年度")):
        if text in WORDS:
            return WORDS[text], "exact"
    if (match := MONTH.match(words)) and 1 <= int(match[1]) <= 12:
        return f"month_{int(match[1])}", "exact"
    if words in PHONES:
        return "phone", "exact"
    if words in ASIDE or words.startswith(("本月", "上月", "截至", "截止", "实际")) or words.endswith("率"):
        return "", "aside"
    if len(words) < 3:
        return "", "unknown"
    best: dict[str, float] = {}
    for word, score, _index in process.extract(
        words, WORDS.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR - CLEAR
    ):
        best[WORDS[word]] = max(best.get(WORDS[word], 0), score)
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if ranked and ranked[0][1] >= NEAR and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= CLEAR):
        return ranked[0][0], "near"
    return "", "unknown"


def understand(pieces):
    """(field key, how, unit) of a heading given as its texts from top to bottom.

    The lowest words decide; where they alone say nothing (名称, 姓名, 电话), those above come before them.
    """
    found = [plain(piece) for piece in pieces]
    unit = next((unit for _words, unit in reversed(found) if unit), "")
    words = [words for words, _unit in found if words]
    if not words:
        return "", "unknown", unit
    tries = ["".join(words[-2:]), words[-1], words[-2]] if len(words) > 1 else [words[-1]]
    if len(words) > 1:
        above = words[-2]
        if words[-1] in ("姓名", "名称", "单位名称", "人员"):
            tries.insert(0, above)
        if words[-1] in PHONES:
            tries = ["".join(words[-2:])]
            # 责任单位 over 名称, 负责人, 电话: the telephone is that of the person beside it.
            return (*_phone("".join(words[-2:])), unit)
        if words[-1] in ("负责人", "责任人", "主要负责人", "联系人"):
            tries = ["".join(words[-2:]), words[-1]]
        if "计划" not in "".join(words) and MONTH.match(words[-1]) and "完成" in above:
            return "", "aside", unit
        if "".join(words) in ASIDE or words[-1] in ASIDE:
            return "", "aside", unit
    near = None
    for text in tries:
        key, how = find(text)
        if how in ("exact", "aside"):
            return key, how, unit
        if how == "near" and near is None:
            near = key
    return (near, "near", unit) if near else ("", "unknown", unit)


def _phone(words):
    key, how = find(words)
    return (key, how) if how == "exact" and key else ("phone", "exact")


# The headings of the export are read back exactly, whatever the synonyms say.
WORDS.update({plain(field.heading)[0]: field.key for field in FIELDS.values()})
