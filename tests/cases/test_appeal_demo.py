"""The demo's reviews stand in every state, and verify has nothing to say against them."""

from cases.models import Appeal, Disposal
from cases.states.appeals import AppealState
from cases.states.retention import DisposalState
from tests.cast import at
from zhangdian.demo import appeals, district, margins
from zhangdian.trail import services as trail

NOW = at("2026-11-20 15:00:00")


def test_every_state_and_a_silent_verify(db):
    day = NOW.date()
    margins.days_off(day)
    appeals.build(district.build(day), day)
    assert set(Appeal.objects.values_list("state", flat=True)) == set(AppealState.values)
    assert set(Disposal.objects.values_list("state", flat=True)) == set(DisposalState.values)
    trail.seal(at=NOW)
    assert [str(sentence) for sentence in trail.verify()] == []
