"""The admin's theme ships no Chinese: every string that its pages may show stands in our catalogue."""

import ast
import re
from pathlib import Path

import pytest
import unfold
from django.utils import translation
from django.utils.translation.template import templatize

# Parts of the theme that this project does not install.
NOT_OURS = ("constance", "guardian", "simple_history", "location_field", "unfold_crispy", "auth/user")
TEXT = r"((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:\s*(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))*)"
ONE = re.compile(rf"\b(?:gettext|_|gettext_lazy)\(\s*u?{TEXT}", re.S)
MANY = re.compile(rf"\bngettext\(\s*u?(\"\"\"[^\"]*\"\"\"|{TEXT})\s*,", re.S)
# Said the same in both languages.
SAME = {"%(class_name)s %(instance)s"}


def strings():
    base = Path(unfold.__file__).parent
    for path in sorted([*base.rglob("*.html"), *base.rglob("*.py")]):
        if any(part in str(path) for part in NOT_OURS):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = templatize(text)
        for found in ONE.finditer(text):
            yield ast.literal_eval(f"({found.group(1)})")
        for found in MANY.finditer(text):
            yield ast.literal_eval(f"({found.group(1)})")


def test_the_theme_is_found():
    assert len(set(strings())) > 100


@pytest.mark.parametrize("message", sorted(set(strings()) - SAME))
def test_a_string_of_the_theme_is_said_in_chinese(message):
    with translation.override("zh-hans"):
        assert translation.gettext(message) != message or translation.ngettext(message, message, 2) != message
