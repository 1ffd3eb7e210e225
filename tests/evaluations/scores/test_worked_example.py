"""The worked example of docs/scoring.md, digit by digit."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from evaluations.rules import cadre_scores, project_scores
from evaluations.rules.scheme import DIMENSIONS, Scheme, grade
from evaluations.rules.score_lines import Piece

SCHEME, LAST = Scheme(), date(2017, 6, 30)
TEXT = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text(encoding="utf-8").split("## Worked example")[1]


def piece(label, key, **values):
    return Piece(label, str(key), key, values)


def said(*cells):
    """Does a row of the document's tables hold exactly these figures?"""
    rows = [[cell.strip(" *") for cell in line.split("|")] for line in TEXT.splitlines() if line.startswith("|")]
    return any(all(any(str(cell) in found for found in row) for cell in cells) for row in rows)


def project(name):
    if name == "乙":
        return project_scores.score(
            SCHEME, LAST, {"investment": [piece("projects.figure", 4, planned="120", invested="111")]}
        )
    return project_scores.score(
        SCHEME, LAST,
        {
            "milestones": [
                piece("projects.milestone", 1, weight="50", planned="2017-04-20", done="2017-04-18"),
                piece("projects.milestone", 2, weight="50", planned="2017-05-31", done="2017-06-12"),
            ],
            "investment": [piece("projects.figure", 3, planned="300", invested="240")],
            "orders": [piece("evaluations.order", 1, in_time="1"), piece("evaluations.order", 2, in_time="0")],
            "review": [piece("evaluations.subjectresult", 1, score="84.5", papers="40")],
        },
    )  # fmt: skip


def test_project_a_line_by_line():
    total = project("甲")
    expected = [("milestones", "90.0000", "36.00"), ("investment", "80.0000", "20.00"), ("orders", "50.0000", "7.50"),
                ("review", "84.5000", "16.90")]  # fmt: skip
    assert [(line.indicator, str(line.reached), str(line.points)) for line in total.lines] == expected
    assert total.total == Decimal("80.40")
    assert all(said(*row) for row in expected)
    assert said("total", "80.40")


def test_project_b_has_one_line_left():
    total = project("乙")
    assert total.left_out == ("milestones", "orders", "review")
    assert (total.total, total.lines[1].weight) == (Decimal("92.50"), 100)
    assert "92.5000 %, **92.50**" in TEXT


def the_cadre(**changes):
    marks = {"project": 18, "politics": 19, "style": 17, "innovation": 16, "integrity": 20}
    basis = {
        "carried": [
            piece("projects.project", 1, share="0.4", days="91", score=str(project("甲").total)),
            piece("projects.project", 2, share="0.4", days="46", score=str(project("乙").total)),
        ],
        "targets": [piece("projects.target", 1, share="0.4", days="91", done="180", due="240")],
        "additions": [piece("evaluations.fact", 1, kind="praise"),
                      Piece("evaluations.fact", "2", "", {"kind": "praise"}, "unverified")],
    } | {
        name: [piece("evaluations.subjectresult", 1, score=str(100 * Decimal(mark) / 20), papers="40")]
        for name, mark in marks.items()
    }  # fmt: skip
    return cadre_scores.score(SCHEME, basis | changes)


WORDS = dict(
    zip(
        DIMENSIONS, ("building projects", "political thought", "manner of work", "innovation", "integrity"), strict=True
    )
)


def test_the_cadre_line_by_line():
    total = the_cadre()
    found = [
        (line.indicator, f"{line.weight.normalize():f}", str(line.reached), str(line.points)) for line in total.lines
    ]
    assert found == [
        ("carried", "40", "84.4628", "33.79"), ("targets", "20", "75.0000", "15.00"),
        ("project", "8", "90.0000", "7.20"), ("politics", "8", "95.0000", "7.60"), ("style", "8", "85.0000", "6.80"),
        ("innovation", "8", "80.0000", "6.40"), ("integrity", "8", "100.0000", "8.00"),
        ("additions", "0", "None", "0.50"),
    ]  # fmt: skip
    assert total.total == Decimal("85.29")
    assert grade(total.total, SCHEME) == "fair"
    for indicator, weight, reached, points in found[:-1]:
        assert said(WORDS.get(indicator, indicator), weight, reached, points), indicator
    assert said("total", "85.29")


def test_without_a_review_the_key_tasks_weigh_a_hundred():
    total = the_cadre(**{name: [] for name in DIMENSIONS})
    assert [(str(line.weight), str(line.points)) for line in total.lines[:2]] == [
        ("66.6667", "56.31"), ("33.3333", "25.00"),
    ]  # fmt: skip
    assert total.total == Decimal("81.81")
    assert "**81.81**" in TEXT
