"""After a revocation the post is not given back by itself: that it is to be settled is owed by the case officer, until
the person was appointed or it is recorded what becomes of it."""

from datetime import date

import pytest
import time_machine

from accounts.models import User
from cadres.services import appoint
from cases.queries.adjustment import posts_owed
from cases.services import ladder
from cases.services.adjustment import settle_post
from cases.transitions import adjustment
from tests import lasting
from tests.cases.adjustment_scene import GIVEN, Cast, an_adjustment
from tests.cases.sight import client_of
from tests.cast import at
from zhangdian.notices.models import Notice, Reminder
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
# Ten working days after 20 April 2017, over the First of May.
DUE = at("2017-05-05 08:30:00")
LATE = at("2017-05-10 08:30:00")
WHY = "张任〔2017〕12号已恢复原职"


made = lasting.world(Cast)


def settle(case, actor, reason=WHY):
    return settle_post(case, reason=reason, actor=actor, at=GIVEN)


def test_a_revocation_after_the_appointment_leaves_the_post_to_its_officer(people):
    case = an_adjustment(people, "REVOKED")
    assert list(posts_owed()) == [case]
    told = Notice.objects.get(kind="case.give_back")
    assert told.user == people.officer
    assert "落实职务" in told.title
    with time_machine.travel(GIVEN, tick=False):
        officer, path = client_of(people.officer), "/cases/?kind=adjustment&amp;state=REVOKED&amp;mine=1"
        assert path in officer.get("/").text
        assert path not in client_of(people.second).get("/").text
        assert "职务待落实" in officer.get(path.replace("&amp;", "&")).text
        text = officer.get(case.get_absolute_url()).text
        assert "原职务不会自动恢复" in text
        assert f"{case.get_absolute_url()}settle-post/" in text
        assert "原职务不会自动恢复" not in client_of(people.subject).get(case.get_absolute_url()).text
        assert officer.post(f"{case.get_absolute_url()}settle-post/", {"reason": ""}).status_code == 422
        assert officer.post(f"{case.get_absolute_url()}settle-post/", {"reason": WHY}).status_code == 302
        assert path not in officer.get("/").text
        assert "原职务不会自动恢复" not in officer.get(case.get_absolute_url()).text


@pytest.mark.parametrize("who", ["officer", "director"])
def test_it_is_settled_by_a_reason_with_one_line(people, who):
    case = an_adjustment(people, "REVOKED")
    count = Entry.objects.about(case).count()
    settle(case, getattr(people, who))
    assert not posts_owed().exists()
    (line,) = Entry.objects.about(case)[count:]
    assert (line.verb, line.reason, line.title) == ("settle_post", WHY, case.number_text)
    with pytest.raises(MoveRefused) as refused:
        settle(case, people.officer)
    assert refused.value.why == MoveRefused.WRONG_STATE


@pytest.mark.parametrize("who", ["second", "discipline", "subject", "head"])
def test_nobody_else_settles_it(people, who):
    case = an_adjustment(people, "REVOKED")
    with pytest.raises(MoveRefused) as refused:
        settle(case, getattr(people, who))
    assert refused.value.why == MoveRefused.WRONG_PERSON
    assert posts_owed().exists()


def test_a_reason_is_asked(people):
    with pytest.raises(MoveRefused) as refused:
        settle(an_adjustment(people, "REVOKED"), people.officer, " ")
    assert refused.value.why == MoveRefused.MISSING


@pytest.mark.parametrize("state", ["DELIVERED", "FOLLOW_UP", "DISMISSED"])
def test_where_nothing_was_revoked_nothing_is_settled(people, state):
    with pytest.raises(MoveRefused) as refused:
        settle(an_adjustment(people, state), people.officer)
    assert refused.value.why == MoveRefused.WRONG_STATE


def test_revoked_before_the_appointment_no_post_is_owed(people):
    case = an_adjustment(people, "DELIVERED")
    adjustment.revoke(case, reason="复核撤销", actor=people.director, at=GIVEN)
    assert not posts_owed().exists()
    assert not Notice.objects.filter(kind="case.give_back").exists()


def test_a_new_appointment_settles_it_and_the_adjustments_own_does_not(people):
    # The post of the adjustment itself begins on the day of the revocation.
    case = an_adjustment(people, "REVOKED")
    assert case.post_from_on == GIVEN.date()
    assert posts_owed().exists()
    appoint(
        people.cadre, unit=people.unit, post="副镇长", from_on=date(2017, 4, 24), level="deputy",
        document_no="张任〔2017〕12号", reason="恢复原职", actor=people.officer, at=at("2017-04-24 09:00:00"),
    )  # fmt: skip
    assert not posts_owed().exists()


def reminded(when):
    ladder.remind(at=when)
    rows = Reminder.objects.filter(kind="case_post", settled_at__isnull=True)
    return {row.user.name for row in rows.select_related("user")}


def test_the_officer_is_reminded_then_the_leaders_and_nobody_once_it_is_settled(people):
    case = an_adjustment(people, "REVOKED")
    assert reminded(at("2017-05-04 08:30:00")) == set()
    assert reminded(DUE) == {"沈文"}
    assert reminded(DUE) == {"沈文"}, "twice is once"
    assert reminded(LATE) == {"沈文", "陆明", "何川"}
    settle(case, people.director)
    assert reminded(LATE) == set()


def test_where_the_officer_is_gone_the_leaders_are_reminded(people):
    an_adjustment(people, "REVOKED")
    User.objects.filter(pk=people.officer.pk).update(is_active=False)
    assert reminded(DUE) == {"陆明", "何川"}
