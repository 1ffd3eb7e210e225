"""The scenes of the manual, by subject: name -> (who signs in, what is done, whether the page is ours)."""

from tests.browser.scenes import (
    adjustment,
    appeals,
    cards,
    day,
    decisions,
    desk,
    honours,
    month,
    projects,
    reviews,
    scores,
    teams,
    tolerance,
    week,
)

SCENES = {}
for subject in (
    day, projects, desk, reviews, month, week, teams, scores,
    cards, tolerance, adjustment, honours, appeals, decisions,
):  # fmt: skip
    assert not SCENES.keys() & subject.SCENES.keys(), "Two scenes have one name."
    SCENES |= subject.SCENES
