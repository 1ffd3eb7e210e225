"""Cells that name several things: people, units, milestones, targets."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.roster import cells
from projects.roster.shapes import Amount, CellRefused, Person, Step
from zhangdian.desk.sheets import unguard

SPLIT = re.compile(r"[、，,;；/|｜\t]")
SPLIT_LINES = re.compile(r"[、，,;；/|｜\t\n]")
BRACKETED = re.compile(r"([^()（）]*)([(（](?:「(?:[^」]|」」)*」|[^()（）])*[)）])?")
LINES = re.compile(r"[;；\n]")
NUMBERED = re.compile(r"^(?:\d{1,2}[.、)]|[(（]\d{1,2}[)）]|[①-⑳])\s*")
HAN_NAME = re.compile(r"^[\u3400-\u9fff]{2,4}$")
LONG_NAME = re.compile(r"^[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+$")
LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z .'-]{1,38}$")
PHONE = re.compile(r"^(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})$")
TRAILING_PHONE = re.compile(r"^(.*?[^\d\s:：])[\s:：]*((?:\+?86[- ]?)?1[\d -]{10,13}|0\d{2,3}-?\d{7,8})$", re.S)
DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "东方",
        "慕容",
        "令狐",
        "皇甫",
        "尉迟",
        "公孙",
        "长孙",
        "宇文",
        "夏侯",
        "端木",
        "独孤",
        "南宫",
        "西门",
        "轩辕",
        "澹台",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "太叔",
        "申屠",
        "仲孙",
        "钟离",
        "闾丘",
        "鲜于",
        "亓官",
        "司空",
        "拓跋",
        "呼延",
        "赫连",
    ]
)
# What makes a name unfit to stand bare in a list of names, and is therefore put in quotes when written.
SPECIAL = re.compile(r"[、，,;；/|｜\t\n:：()（）「」]|^\d|\s")


def quote(text):
    """A name as it can stand in a list of names: in corner quotes where it holds a separator."""
    return "「{}」".format(text.replace("」", "」」")) if SPECIAL.search(text) or text in cells.BLANKS else text


def quote_unit(text):
    """A unit's name as it can stand among others: brackets that match need no quotes."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text)
    return quote(text) if SPECIAL.search(bare) or text in cells.BLANKS else text


# What a separator does not cut: corner quotes, closed brackets (with quotes inside), and single letters.
WHOLE = re.compile(r"「(?:[^」]|」」)*」|[(（](?:「(?:[^」]|」」)*」|[^()（）])*[)）]|.", re.S)


def split(text, marks=SPLIT):
    """The parts of a cell between separators, none of which counts inside brackets or corner quotes."""
    if not marks.search(text):
        return [text.strip()] if text.strip() else []
    parts, part = [], []
    for token in WHOLE.findall(text):
        if len(token) == 1 and marks.match(token):
            parts.append("".join(part))
            part = []
        else:
            part.append(token)
    parts.append("".join(part))
    return [piece.strip() for piece in parts if piece.strip()]


def read_phone(text):
    """A telephone number as it is stored: digits, a hyphen after the code of a town; CellRefused otherwise."""
    plain = unicodedata.normalize("NFKC", cells.clean(text)).replace("—", "-").replace("－", "-")
    tight = re.sub(r"[\s.]", "", plain).removeprefix("+86").strip("-")
    if re.fullmatch(r"(86)?1\d{2}-?\d{4}-?\d{4}", tight):
        tight = tight.replace("-", "")[-11:]
    if not PHONE.match(tight):
        raise CellRefused(
            _("“%(value)s” is not a telephone number: a mobile number has 11 digits. Correct it or leave it empty.")
            % {"value": plain[:30]}
        )
    return tight


def read_phones(value):
    """The telephone numbers of a cell, in order."""
    cells.refuse_errors(value)
    text = unguard(cells.clean(value))
    return [read_phone(piece) for line in text.split("\n") for piece in split(line)]


def read_people(value):
    """The people a cell names, in order: inner spaces gone, 姓名(电话) and 姓名(单位或职务) understood."""
    text = unguard(cells.clean(value))
    if HAN_NAME.match(text) and not text.endswith("等"):
        return [Person(text)]
    cells.refuse_errors(value)
    people = []
    for piece in split(text, SPLIT if _has_short_line(text) else SPLIT_LINES):
        for name in _spaced(piece):
            person = _person(name)
            if person not in people:
                people.append(person)
    return people


def _has_short_line(text):
    """Does a line hold a single letter, so that the break stands inside a name (张↵三)?"""
    return any(len(re.sub(r"\s|[(（][^()（）]*[)）]", "", line)) < 2 for line in text.split("\n"))


def _spaced(piece):
    """The names in a piece that holds no separator: spaces and line breaks stand inside names or between them."""
    if "(" in piece or "（" in piece:
        parts = [part for part in BRACKETED.findall(piece) if part[0].strip() or part[1]]
        if "".join(first + second for first, second in parts).strip() != piece:
            raise CellRefused(
                _("A bracket in “%(value)s” is not closed. Type it as 张三(13900000001).") % {"value": piece[:40]}
            )
        found = []
        for before, bracket in parts:
            found += _spaced(before.strip()) if before.strip() else [""]
            found[-1] += bracket
        return found
    if LATIN_NAME.match(piece):
        return [piece]
    words = piece.split()
    if len(words) == 1 or TRAILING_PHONE.match(piece):
        return [piece]
    lengths = [len(word) for word in words]
    if all(length == 1 for length in lengths) and len(words) <= 4:
        return ["".join(words)]
    if all(length >= 2 for length in lengths):
        if len(words) == 2 and words[0] in DOUBLE_SURNAMES:
            return ["".join(words)]
        return words
    if len(words) == 2 and (lengths == [1, 2] or (words[0] in DOUBLE_SURNAMES and lengths[1] == 1)):
        return ["".join(words)]
    raise CellRefused(
        _("It is unclear where one name ends in “%(value)s”. Put 、 between people.") % {"value": " ".join(words)[:40]}
    )


def _person(text):
    text = NUMBERED.sub("", text).strip()
    phone = hint = ""
    if text[-1:] in ")）":
        cut = max(text.find("("), text.find("（")) if ("(" in text) != ("（" in text) else min(
            place for place in (text.find("("), text.find("（")) if place >= 0
        )  # fmt: skip
        inside, text = text[cut + 1 : -1].strip(), text[:cut].strip()
        inside = unquote(inside)
        if re.fullmatch(r"[\d\s.+—－-]{5,}", unicodedata.normalize("NFKC", inside)):
            phone = read_phone(inside)
        else:
            hint = re.sub(r"\s+", "", inside)
    elif match := TRAILING_PHONE.match(text):
        text, phone = match[1].strip(), read_phone(match[2])
    name = text if LATIN_NAME.match(text) else re.sub(r"\s+", "", text).replace("•", "·").replace("．", "·")
    if not (HAN_NAME.match(name) or LONG_NAME.match(name) or LATIN_NAME.match(name)) or len(name) > 40:
        raise CellRefused(
            _("“%(value)s” does not look like a person's name. Type the name alone, several with 、 between them.")
            % {"value": text[:40]}
        )
    if name.endswith("等"):
        raise CellRefused(_("“%(value)s”: name every person, without 等.") % {"value": text[:40]})
    return Person(name, phone, hint)


def format_person(person):
    """The text that `read_people` reads back."""
    inside = person.phone or (quote(person.hint) if person.hint else "")
    return f"{person.name}({inside})" if inside else person.name


def read_units(value):
    """The names of the units in a cell, in order, without inner spaces."""
    cells.refuse_errors(value)
    units = []
    for piece in split(unguard(cells.clean(value)), SPLIT_LINES):
        for name in _unit_words(NUMBERED.sub("", piece)):
            name = unquote(name)
            if not 2 <= len(name) <= 60 or not re.search(r"[^\W\d_]", name):
                raise CellRefused(
                    _(
                        "“%(value)s” does not look like the name of a unit. "
                        "Type its full or short name, several with 、 between them."
                    )
                    % {"value": name[:40]}
                )  # fmt: skip
            if name not in units:
                units.append(name)
    return units


def _unit_words(piece):
    """Spaces stand between the names of units (each three letters or more) or inside one name."""
    if piece.startswith("「"):
        return [piece]
    words = piece.split()
    if len(words) > 1 and all(len(word) >= 3 for word in words):
        return words
    return ["".join(words)]


def unquote(text):
    """What `quote` was given."""
    return text[1:-1].replace("」」", "」") if len(text) > 2 and text.startswith("「") and text.endswith("」") else text


QUOTED = r"(?:(?P<quoted>「(?:[^」]|」」)*」)|(?P<name>[^:：「」]+?))"
STEP = re.compile(
    rf"^{QUOTED}\s*[:：\s(（]\s*(?P<day>\d[\d年月日号./\-\s]*(?:[底末初]|[上中下]旬)?)[)）]?\s*(?:[(（]权重\s*(?P<weight>[\d.]+)[)）])?$"
)
TARGET = re.compile(rf"^{QUOTED}\s*[:：]\s*(?P<number>[\d,，.]+)\s*(?P<times>[万亿]?)\s*(?P<measure>\S{{1,10}})$")
LOOSE_TARGET = re.compile(
    r"^(?P<name>[^\d:：「」]+?)\s*(?P<number>[\d,，.]+)\s*(?P<times>[万亿]?)\s*(?P<measure>\D{1,10})$"
)
TIMES = {"": Decimal(1), "万": Decimal(10000), "亿": Decimal(100000000)}


def read_steps(value, *, year=None):
    """The milestones of a cell, one a line or with ； between: 名称：2017-06-30."""
    cells.refuse_errors(value)
    steps = []
    for piece in split(unguard(cells.clean(value)), LINES):
        match = STEP.match(NUMBERED.sub("", piece))
        if not match:
            raise CellRefused(
                _("“%(value)s” is not a milestone. Type it as 主体封顶：2017-06-30, one a line.")
                % {"value": piece[:40]}
            )
        name = unquote(match["quoted"] or match["name"].strip())
        if not 1 <= len(name) <= 60:
            raise CellRefused(
                _("The name of a milestone has at most 60 characters: “%(value)s”.") % {"value": name[:40]}
            )
        weight = Decimal(match["weight"]) if match["weight"] else None
        steps.append(Step(name, cells.read_date(match["day"].strip(), end=True, year=year), weight))
    _once([step.name for step in steps])
    return steps


def format_step(step):
    """The text that `read_steps` reads back."""
    weight = f"(权重{step.weight.normalize():f})" if step.weight is not None and step.weight != 1 else ""
    return f"{quote(step.name)}：{step.planned_on.isoformat()}{weight}"


def read_targets(value):
    """The targets of a cell, one a line or with ； between: 拆迁：405户."""
    cells.refuse_errors(value)
    targets = []
    for piece in split(unguard(cells.clean(value)), LINES):
        plain = NUMBERED.sub("", piece)
        match = TARGET.match(plain) or LOOSE_TARGET.match(plain)
        if not match:
            raise CellRefused(
                _("“%(value)s” is not a target. Type name, number and unit of measure: 拆迁：405户, one a line.")
                % {"value": piece[:40]}
            )
        words = match.groupdict()
        name = unquote(words.get("quoted") or words["name"].strip())
        amount = cells.read_money(words["number"]) * TIMES[words["times"]]
        if not 1 <= len(name) <= 40 or amount >= cells.MOST_MONEY:
            raise CellRefused(
                _("The target “%(value)s” is too long or too large: at most 40 characters.") % {"value": name[:40]}
            )
        targets.append(Amount(name, amount.quantize(cells.CENT), words["measure"]))
    _once([target.name for target in targets])
    return targets


def format_target(target):
    """The text that `read_targets` reads back."""
    return f"{quote(target.name)}：{cells.format_money(target.total)}{target.measure}"


def _once(found):
    for name in found:
        if found.count(name) > 1:
            raise CellRefused(_("“%(value)s” stands twice in this cell. Keep one of them.") % {"value": name[:40]})
