"""The diagrams in docs/states.md are those of the tables of moves."""

from django.conf import settings

from zhangdian.engine import states


def test_the_page_of_states_is_not_stale():
    written = (settings.BASE_DIR / "docs" / "states.md").read_text(encoding="utf-8")
    assert written == states.page(), "docs/states.md is stale: run `make states`"


def test_the_diagrams_of_cases_are_not_stale():
    written = (settings.BASE_DIR / "docs" / "cases.md").read_text(encoding="utf-8")
    assert written == states.drawn_into(written, "cases"), "docs/cases.md is stale: run `make states`"
    assert "stateDiagram" in written
