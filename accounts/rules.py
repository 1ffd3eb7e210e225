"""Log-in names and first passwords: pure, no ORM, no clock."""

import hashlib
import re

from pypinyin import lazy_pinyin

# Surnames that are read otherwise than the character commonly is.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "区": "ou", "朴": "piao",
    "盖": "ge", "覃": "qin", "缪": "miao", "尉": "wei", "乐": "yue", "翟": "zhai", "冼": "xian", "种": "chong",
    "员": "yun", "隗": "wei", "洗": "xian", "黑": "he", "重": "chong", "祭": "zhai", "牟": "mu", "万": "wan",
    "秘": "bi", "折": "she", "繁": "po", "召": "shao", "钻": "zuan", "逄": "pang", "贠": "yun", "郗": "xi",
    "华": "hua", "葛": "ge", "宁": "ning", "燕": "yan", "应": "ying", "车": "che", "石": "shi", "过": "guo",
}  # fmt: skip
DOUBLE = {
    "尉迟": "yuchi", "长孙": "zhangsun", "万俟": "moqi", "澹台": "tantai", "宰父": "zaifu", "令狐": "linghu",
    "欧阳": "ouyang", "司马": "sima", "上官": "shangguan", "诸葛": "zhuge", "夏侯": "xiahou", "皇甫": "huangfu",
    "慕容": "murong", "东方": "dongfang", "公孙": "gongsun", "单于": "chanyu",
}  # fmt: skip
# No letter or figure that is taken for another on paper.
LOWER, UPPER, DIGITS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def pinyin(name):
    """The syllables of a Chinese name, surname first and read as a surname: 单雄信 -> ["shan", "xiong", "xin"]."""
    name = re.sub(r"[\s·•]", "", name)
    for table, width in ((DOUBLE, 2), (SURNAMES, 1)):
        if len(name) > width and name[:width] in table:
            return [table[name[:width]], *lazy_pinyin(name[width:])]
    return lazy_pinyin(name)


def login_name(name, taken):
    """A log-in name for a person: the pinyin without spaces, with a number when `taken` (a set) has it already."""
    stem = re.sub(r"[^a-z0-9]", "", "".join(pinyin(name)).lower().replace("ü", "v"))
    if not stem[:1].isalpha() or len(stem) < 2:
        stem = f"user{stem}"
    stem, number = stem[:36], 1
    made = stem
    while made in taken:
        number += 1
        made = f"{stem}{number}"
    return made


def first_password(choice):
    """A password of three groups of five (67 random bits); `choice` draws a character from a text."""
    mixed = LOWER + DIGITS
    groups = ["".join(choice(kind) for kind in (UPPER, mixed, mixed, mixed, DIGITS)) for _group in range(3)]
    return "-".join(groups)


def is_too_old(changed_on, day, days):
    """Has a password set on `changed_on` (None: never) outlived `days` on `day`? 0 days mean no limit."""
    return bool(days) and changed_on is not None and (day - changed_on).days >= days


def token_digest(key):
    """What is stored of an API token: enough to know it again, not to use it (40 of SHA-256's hexadecimal digits)."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]
