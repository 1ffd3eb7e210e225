"""The honours and the reserve list of the demo, on a small district: somewhere at every state, nothing said against the
trail."""

from datetime import date
from types import SimpleNamespace

import pytest

from cadres.models import Cadre
from cases.models import Appeal, Honour, Honouree, HonourObjection, HonourWithdrawal, ReserveEntry
from cases.services.checks import verify
from cases.states.honours import HonoureeState, HonourState, ObjectionState
from cases.states.reserve import ReserveState
from cases.states.withdrawal import WithdrawalState
from tests.cases.honours_scene import Scene
from tests.cast import a_user, at
from zhangdian.demo import honours, withdrawals
from zhangdian.trail import services as trail

pytestmark = pytest.mark.django_db
NOW = at("2017-10-20 15:00:00")


def test_every_state_is_there():
    scene = Scene(0)
    for number in range(48):
        scene.ranked(f"干部{number}", number, total=80)
    Cadre.objects.filter(name__startswith="干部").update(level="deputy", born_in=date(1980, 5, 1))
    district = SimpleNamespace(
        users={
            "office": scene.officer, "director": scene.director, "discipline": scene.discipline, "cadre": a_user(),
        }
    )  # fmt: skip
    honours.build(district, NOW)
    withdrawals.build(district, NOW)
    assert set(Honour.objects.values_list("state", flat=True)) == set(HonourState.values)
    assert set(Honouree.objects.values_list("state", flat=True)) == set(HonoureeState.values)
    assert set(HonourWithdrawal.objects.values_list("state", flat=True)) == set(WithdrawalState.values)
    assert Appeal.objects.get().result == "revoked"
    assert list(verify()) == []
    assert set(HonourObjection.objects.values_list("state", flat=True)) == set(ObjectionState.values)
    assert set(ReserveEntry.objects.values_list("state", flat=True)) == set(ReserveState.values)
    assert ReserveEntry.objects.count() == honours.RESERVE
    assert 30 <= Honour.objects.earliest("pk").people.filter(state__in=["RECIPIENT", "WITHDRAWN"]).count() <= 33
    trail.seal(at=NOW)
    # What the scene wrote without moves (scores, schemes) is another floor's.
    assert [said for said in map(str, trail.verify()) if said.startswith("cases.")] == []
