"""What speaks for a person on a day, as a proposal for promotion freezes it."""

from django.utils.translation import gettext_lazy as _

from cases import registry
from evaluations.models import Fact, Score, SubjectResult
from evaluations.queries.scores import place_words
from evaluations.queries.tally import OUT
from evaluations.states.scores import ScoringState
from projects.models import Responsibility

MOST = 40
SECTIONS = {
    "facts": _("Verified facts"), "scores": _("Frozen scores"), "reviews": _("Results of reviews"),
    "honours": _("Honours"), "projects": _("Projects carried"),
}  # fmt: skip


def pack(cadre, reader, day):
    """{section: [{"words", "path"}]} of SECTIONS with "taken_on", of what `reader` may see: verified facts, frozen
    scores with places, results of published reviews, honours in force (registry.HONOURS), projects carried. For a JSON
    column: copied once, with addresses to where each came from, and never read again from there."""
    facts = Fact.objects.visible_to(reader, day).verified().filter(cadre=cadre).order_by("-day", "-id")
    scores = Score.objects.visible_to(reader, day).newest().filter(cadre=cadre, scoring__state=ScoringState.FROZEN)
    scores = scores.select_related("scoring").defer("drawn").order_by("-scoring__year", "-scoring__quarter")
    results = SubjectResult.objects.filter(
        subject__cadre=cadre, tally__withdrawn_at__isnull=True, tally__review__state__in=OUT
    )
    results = results.select_related("tally__review").order_by("-tally__review__year", "-tally__review__quarter")
    carried = Responsibility.objects.filter(cadre=cadre).select_related("project").order_by("-from_on", "-id")
    return {
        "taken_on": str(day),
        "facts": [_item(f"{row.day} {row.what}", row.get_absolute_url()) for row in facts[:MOST]],
        "scores": [_item(_score(row), row.get_absolute_url()) for row in scores[:MOST]],
        "reviews": [
            _item(f"{row.tally.review.name} {row.level} {row.score if row.score is not None else ''}".strip(),
                  row.tally.review.get_absolute_url())
            for row in results[:MOST]
        ],
        "honours": [_item(words, path) for ask in registry.HONOURS for words, path in ask(cadre, day)],
        "projects": [
            _item(f"{row.project.name} {row.get_role_display()} {row.from_on}–{row.until_on or ''}",
                  row.project.get_absolute_url())
            for row in carried[:MOST]
        ],
    }  # fmt: skip


def sections(frozen):
    """[(words, [{"words", "path"}])] of a frozen pack."""
    return [(label, frozen.get(code, [])) for code, label in SECTIONS.items()]


def _item(words, path=""):
    return {"words": words[:300], "path": path}


def _score(row):
    words = [str(row.scoring), f"{row.total if row.total is not None else '—'}", row.get_grade_display()]
    words.append(place_words(row.place, row.of, row.place_low, row.place_high))
    return " ".join(str(word) for word in words if word)
