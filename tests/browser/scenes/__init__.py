"""The scenes of the manual, by subject: name -> (who signs in, what is done, whether the page is ours)."""

from tests.browser.scenes import adjustment, cards, day, desk, month, projects, reviews, scores, teams, week

SCENES = {}
for subject in (day, projects, desk, reviews, month, week, teams, scores, cards, adjustment):
    assert not SCENES.keys() & subject.SCENES.keys(), "Two scenes have one name."
    SCENES |= subject.SCENES
