"""Reading a block of text from a group chat into the fields of reports: fixed rules, no guessing.

A block holds one or more reports. A line that names a project (in 【】, or beginning with the name) begins a report.
A line that begins with a known label and a colon begins a field; further lines belong to it. Everything before the
first label is progress. Amounts are found where a target's name is followed by a number, its measure between or
behind it. What says 无 where a problem or a matter is asked for, means none.
"""

import re
from dataclasses import dataclass, field

LABELS = {
    "text": ("今日进展", "今日完成", "今日工作", "工作进展", "完成情况", "进展情况", "进展", "今天"),
    "problem": ("存在问题", "存在的问题", "困难问题", "问题"),
    "coordination": ("需协调事项", "需要协调", "协调事项", "需协调", "请求协调"),
    "plan": ("明日计划", "明天计划", "明日打算", "下步计划", "下一步计划", "明天", "明日"),
    "place": ("地点", "位置"),
}
ADDRESSEES = {"挂包领导": "leader", "区领导": "leader", "项目办": "planner", "挂包单位": "support", "责任单位": "unit"}
NOTHING = ("无", "暂无", "没有", "/", "-", "无问题", "无协调事项")
NO_CHANGE = ("今日无变化", "今天无变化", "无变化", "无进展变化")
EDGES, STOPS = " :\uff1a,\uff0c-", "。.!\uff01 "
_WORDS = sorted(((word, name) for name, words in LABELS.items() for word in words), key=lambda pair: -len(pair[0]))
_LABEL = re.compile(
    r"^\W{0,3}(?:[一二三四五六1-9][、.\uff0e)\uff09]\s*)?("
    + "|".join(re.escape(word) for word, _name in _WORDS)
    + r")\s*[:\uff1a]\s*"
)
_NAMES = dict(_WORDS)
_TITLE = re.compile(r"[【\[](.+?)[】\]]")
# A chat puts the sender and the time above each message.
_STAMP = re.compile(r"^\s*(?:\S{1,20}\s+)?(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s*)?\d{1,2}:\d{2}(?::\d{2})?\s*$")
_HEAD = re.compile(r"^\W*(?:\d{4}年)?\d{1,2}月\d{1,2}日\s*(?:日报|工作日报|情况|进展)?\W*$|^\W*(?:项目)?日报\W*$")


@dataclass
class Read:
    """One report as it was understood. `project` is a key of the names given, or None when none was found."""

    project: int | None = None
    title: str = ""
    fields: dict = field(default_factory=dict)
    amounts: dict = field(default_factory=dict)

    def is_empty(self):
        return not self.fields and not self.amounts


def read(block, projects, targets=None):
    """The reports in `block`. projects: {key: name}. targets: {project key: [(target key, name, measure)]}."""
    found, current, into = [], Read(), "text"
    for raw in block.replace("\r", "").split("\n"):
        line = raw.strip()
        if not line or _STAMP.match(line) or _HEAD.match(line):
            continue
        begins = _project_of(line, projects)
        if begins:
            if not current.is_empty() or current.project:
                found.append(current)
            key, title, rest = begins
            current, into, line = Read(project=key, title=title), "text", rest
            if not line or _HEAD.match(line):
                continue
        label = _LABEL.match(line)
        if label:
            into, line = _NAMES[label.group(1)], line[label.end() :].strip()
        if line:
            before = current.fields.get(into)
            current.fields[into] = f"{before}\n{line}" if before else line
    if not current.is_empty() or current.project:
        found.append(current)
    for one in found:
        _settle(one, (targets or {}).get(one.project, ()))
    return found


def _project_of(line, projects):
    """(key, title, what follows) when the line begins a report."""
    title = _TITLE.match(line)
    if title:
        name, rest = title.group(1).strip(), line[title.end() :].strip(EDGES)
        for key, known in projects.items():
            if known in name or name in known:
                return key, name, rest
        return None, name, rest
    plain = line.lstrip("0123456789.、 #*")
    for key, known in sorted(projects.items(), key=lambda pair: -len(pair[1])):
        if plain.startswith(known):
            return key, known, plain[len(known) :].removeprefix("项目").lstrip(EDGES)
    return None


def _settle(one, targets):
    """Turn the texts of a report into fields: none or some, to whom, how much."""
    text = one.fields.get("text", "")
    if text.strip(STOPS) in NO_CHANGE:
        one.fields["no_change"] = True
        one.fields["text"] = ""
    for name, asked in (("problem", "has_problem"), ("coordination", "needs_coordination")):
        words = one.fields.get(name)
        if words is None:
            continue
        some = words.strip(STOPS) not in NOTHING
        one.fields[asked] = "yes" if some else "no"
        if not some:
            one.fields[name] = ""
        elif name == "coordination":
            for word, code in ADDRESSEES.items():
                if word in words:
                    one.fields["coordination_with"] = code
                    break
    for key, name, measure in targets:
        number = re.search(
            re.escape(name) + r"[^\d\n]{0,4}?(\d+(?:\.\d{1,2})?)\s*" + f"(?:{re.escape(measure)})?", text
        ) or re.search(r"(\d+(?:\.\d{1,2})?)\s*" + re.escape(measure), text if len(targets) == 1 else "")
        if number:
            one.amounts[key] = number.group(1)
