"""Every string has one good translation, and the check names the ones that have not."""

import gettext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from zhangdian.words import catalogues, extract

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


@pytest.fixture
def house(tmp_path, settings):
    """A house of one Python file, one template and two catalogues; returns a writer of files."""
    settings.BASE_DIR = tmp_path

    def write(path, text):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(HEADER + text if path.endswith(".po") else text, encoding="utf-8")
        return target

    write("accounts/models.py", "from django.utils.translation import gettext_lazy as _\nname = _('log-in name')\n")
    write("templates/pages/home.html", "{% load i18n %}<p>{% translate 'Home' %}</p>")
    write(po("accounts"), 'msgid "log-in name"\nmsgstr "登录名"\n')
    write(po("pages"), 'msgid "Home"\nmsgstr "首页"\n')
    return write


def po(room):
    return f"locale/{room}/zh_Hans/LC_MESSAGES/django.po"


def complaints():
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("words", check=True, stderr=out)
    return out.getvalue()


def test_a_house_with_all_its_words_passes(house):
    out = StringIO()
    call_command("words", check=True, stdout=out)
    assert out.getvalue() == "2 strings, all translated.\n"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "cadres/x.py", "from django.utils.translation import ngettext as many\nmany('one', 'more', 2)",
            "cadres/x.py:1: “one” is in no catalogue",
        ),
        (
            "templates/x.html",
            "{% blocktranslate trimmed with n=1 %}\nSaid {{ n }}\n  times{% endblocktranslate %}",
            "“Said %(n)s times” is in no catalogue",
        ),
        ("templates/cadres/x.html", '{% load i18n %}{% translate "May" context "month" %}', "(context “month”)"),
        ("templates/cadres/y.html", '{{ _("Day off") }}', "add it to locale/cadres/"),
        ("cadres/y.py", "_(f'{x} days')", "is put together at run time"),
        (po("cadres"), 'msgid "Home"\nmsgstr "主页"\n', "“Home” is translated “首页” here and “主页” in cadres"),
        (po("cadres"), '#, fuzzy\nmsgid "Unit"\nmsgstr "单位"\n', "“Unit” is marked fuzzy"),
        (po("cadres"), 'msgid "Unit"\nmsgstr ""\n', "“Unit” has no translation"),
        (po("cadres"), 'msgid "%(n)s days"\nmsgstr "天"\n', "“%(n)s days” has other placeholders"),
        (po("cadres"), 'msgid "A"\nmsgstr "甲"\n\nmsgid "A"\nmsgstr "甲"\n', "“A” stands twice"),
    ],
)  # fmt: skip
def test_the_check_names_file_and_string(house, path, text, said):
    written = house(path, text)
    told = complaints()
    assert said.replace("x.py:1:", "x.py:2:") in told
    assert str(written.name) in told or "django.po" in told


def test_what_a_room_lacks_is_printed_as_entries_to_fill_in(house):
    house("templates/cadres/x.html", "{% load i18n %}{% translate 'Unit' %}")
    out = StringIO()
    call_command("words", list_missing="cadres", stdout=out)
    assert out.getvalue() == 'msgid "Unit"\nmsgstr ""\n'


def test_compiling_writes_what_gettext_reads_and_only_once(house, tmp_path):
    written = catalogues.compile_all(tmp_path)
    with written[0].open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("log-in name") == "登录名"
    assert catalogues.compile_all(tmp_path) == []


def test_every_room_keeps_the_words_of_its_own_files():
    base = Path("/house")
    homes = {
        "accounts/models.py": "accounts", "zhangdian/desk/sites.py": "desk", "zhangdian/pages/home.py": "pages",
        "zhangdian/trail/models.py": "ground", "templates/base.html": "pages", "templates/partials/x.html": "pages",
        "templates/projects/x.html": "projects", "templates/admin/x.html": "desk",
    }  # fmt: skip
    assert {path: extract.room_of(base / path, base) for path in homes} == homes


def test_every_string_of_the_house_has_its_translation():
    out, wrong = StringIO(), StringIO()
    try:
        call_command("words", check=True, stdout=out, stderr=wrong)
    except CommandError:
        pytest.fail(wrong.getvalue(), pytrace=False)


def test_lines_that_two_people_added_alike_are_joined(house, tmp_path):
    house(po("cadres"), 'msgid "A"\nmsgstr "甲"\n\nmsgid "B"\nmsgstr "乙"\n\nmsgid "A"\nmsgstr "甲"\n')
    assert catalogues.tidy(tmp_path) == 1
    assert [entry.msgid for path, entry in catalogues.entries(tmp_path) if "cadres" in str(path)] == ["A", "B"]
