"""Drawing up schemes: copying, changing, the form with its sums and its example, adopting and withdrawing."""

import pytest
import time_machine

from evaluations.models import PeerGroup, Scheme
from evaluations.queries import schemes as queries
from evaluations.rules.scheme import Scheme as Numbers
from evaluations.services import schemes as services
from evaluations.services import scoring
from evaluations.transitions import scores as moves
from tests.counting import same_count
from tests.evaluations.scores.scene import ADOPTION, AFTER, District, a_draft, a_scheme
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NEW = {"name": "2017-3", "from_year": 2017, "from_quarter": 3, "reason": "评议占比偏低"}


@pytest.fixture
def district():
    with time_machine.travel(AFTER, tick=False):
        yield District()


@pytest.fixture
def draft(district):
    return services.copy(district.scheme, NEW, actor=district.office, at=AFTER)


def lines(thing):
    return list(Entry.objects.about(thing).values_list("verb", flat=True).order_by("id"))


def signed_in(client, user):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def typed(row, **changes):
    """What the form of `row` would send."""
    said = {name: getattr(row, name) for name in (*services.HEAD, *Scheme.number_columns())}
    said |= {f"peer-{track}-{level}": label for (track, level), label in queries.peers_of(row).items()}
    return said | {"act": "store"} | changes


def test_a_draft_drawn_up_after_another_has_its_numbers_and_groups(district, draft):
    assert draft.state == "DRAFT"
    assert draft.based_on == district.scheme
    assert draft.made_by == district.office
    assert draft.numbers() == district.scheme.numbers()
    assert queries.peers_of(draft) == queries.peers_of(district.scheme)
    assert queries.differences(district.scheme, draft) == []
    assert lines(draft) == ["copy_scheme"]
    assert Entry.objects.about(draft).get().reason == "评议占比偏低"


def test_a_first_scheme_has_the_usual_numbers(district):
    row = services.copy(None, NEW, actor=district.office, at=AFTER)
    assert row.numbers() == Numbers()
    assert lines(row) == ["create"]


def test_schemes_are_drawn_up_by_the_cadre_section_with_a_reason(district):
    for user in (district.leader, district.planner, district.head_user, district.stranger):
        with pytest.raises(MoveRefused) as refused:
            services.copy(district.scheme, NEW, actor=user, at=AFTER)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    with pytest.raises(MoveRefused) as refused:
        services.copy(district.scheme, NEW | {"reason": " "}, actor=district.office, at=AFTER)
    assert refused.value.why == MoveRefused.MISSING


def test_a_change_is_one_line_with_before_and_after(district, draft):
    row = services.change(
        draft, {"carried": 35, "targets": 25}, {("town", "chief"): "正职"}, actor=district.director, at=AFTER
    )
    assert (row.carried, row.targets, row.made_by) == (35, 25, district.director)
    assert queries.peers_of(row) == {("town", "chief"): "正职"}
    assert lines(draft) == ["copy_scheme", "change"]
    content = Entry.objects.about(draft).get(verb="change").content
    assert (content.before["carried"], content.after["carried"]) == ("40.00", "35")
    assert len(content.after) == 3


def test_storing_the_same_leaves_no_line(district, draft):
    said = {name: getattr(draft, name) for name in Scheme.number_columns()}
    services.change(draft, said | {"cap": 5}, queries.peers_of(draft), actor=district.office, at=AFTER)
    assert lines(draft) == ["copy_scheme"]


def test_only_a_draft_is_changed_by_who_may_with_numbers_that_fit(district, draft):
    def refused(row, content, actor):
        with pytest.raises(MoveRefused) as found:
            services.change(row, content, {("town", "chief"): "x"}, actor=actor, at=AFTER)
        return found.value.why

    assert refused(district.scheme, {"cap": 3}, district.office) == MoveRefused.WRONG_STATE
    assert refused(draft, {"cap": 3}, district.leader) == MoveRefused.WRONG_PERSON
    assert refused(draft, {"carried": 50}, district.office) == MoveRefused.MISSING
    assert lines(draft) == ["copy_scheme"]


def test_who_changed_a_draft_does_not_adopt_it(district, draft):
    row = services.change(draft, {"cap": 3}, queries.peers_of(draft), actor=district.director, at=AFTER)
    with pytest.raises(MoveRefused):
        moves.adopt(row, actor=district.director, at=AFTER, **ADOPTION)
    assert moves.adopt(row, actor=district.second, at=AFTER, **ADOPTION).state == "ADOPTED"


def test_the_form_stores_and_comes_back_to_the_scheme(district, draft, client):
    path = f"/schemes/{draft.pk}/edit/"
    answer = signed_in(client, district.office).post(path, typed(draft, carried="35", targets="25"))
    assert answer.status_code == 302
    assert answer["Location"] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert (draft.carried, draft.targets) == (35, 25)
    assert lines(draft) == ["copy_scheme", "change"]


def test_sums_that_do_not_come_out_are_said_and_nothing_typed_is_lost(district, draft, client):
    answer = signed_in(client, district.office).post(
        f"/schemes/{draft.pk}/edit/",
        typed(draft, project_review="30", name="新名称", **{"peer-town-staff": "联络员组"}),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(moves.PROBLEMS["project"]) in page
    assert 'value="30"' in page
    assert "新名称" in page
    assert "联络员组" in page
    assert "<strong data-now>110</strong>" in page
    assert lines(draft) == ["copy_scheme"]


def test_checking_stores_nothing_and_counts_the_example_with_what_was_typed(district, draft, client):
    answer = signed_in(client, district.office).post(
        f"/schemes/{draft.pk}/edit/", typed(draft, carried="20", targets="40", act="check")
    )
    page = answer.content.decode()
    # 20 × 84.4628 % = 16.89, 40 × 75 % = 30.00; the rest 36.00 and 0.50.
    assert answer.status_code == 200
    assert "85.29" in page
    assert "83.39" in page
    assert "16.89" in page
    draft.refresh_from_db()
    assert draft.carried == 40
    assert lines(draft) == ["copy_scheme"]


@pytest.mark.parametrize(
    "wrong", [{"cap": ""}, {"cap": "viel"}, {"late_days": "0"}, {"from_year": "17"}, {"peer-town-chief": "长" * 41}]
)
def test_what_is_no_number_is_said_beside_the_field(district, draft, client, wrong):
    answer = signed_in(client, district.office).post(f"/schemes/{draft.pk}/edit/", typed(draft, **wrong))
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert lines(draft) == ["copy_scheme"]


def test_a_scheme_without_peer_groups_is_refused(district, draft, client):
    said = {name: value for name, value in typed(draft).items() if not name.startswith("peer-")}
    answer = signed_in(client, district.office).post(f"/schemes/{draft.pk}/edit/", said)
    assert answer.status_code == 422
    assert PeerGroup.objects.filter(scheme=draft).count() == 2


def test_the_second_at_one_form_is_told_and_may_put_theirs_on_top(district, draft, client):
    path = f"/schemes/{draft.pk}/edit/"
    seen = signed_in(client, district.office).get(path).context["form"]["seen"].value()
    services.change(draft, {"cap": 3}, queries.peers_of(draft), actor=district.director, at=AFTER)
    answer = client.post(path, typed(draft, cap="4", seen=seen))
    assert answer.status_code == 422
    assert district.director.name in answer.content.decode()
    newer = answer.context["form"]["seen"].value()
    assert client.post(path, typed(draft, cap="4", seen=newer)).status_code == 302
    draft.refresh_from_db()
    assert draft.cap == 4


def test_the_form_of_an_adopted_scheme_leads_back(district, client):
    path = f"/schemes/{district.scheme.pk}/edit/"
    answer = signed_in(client, district.office).post(path, typed(district.scheme, cap="3"))
    assert answer.status_code == 302
    district.scheme.refresh_from_db()
    assert district.scheme.cap == 5


def test_drawing_up_on_the_page(district, client):
    path = f"/schemes/new/?after={district.scheme.pk}"
    answer = signed_in(client, district.office).post(path, NEW)
    row = Scheme.objects.get(name="2017-3")
    assert answer["Location"] == f"/schemes/{row.pk}/edit/"
    assert row.based_on == district.scheme
    assert client.post(path, NEW | {"name": "2017-4", "reason": ""}).status_code == 422
    assert client.post(path, NEW).status_code == 422
    assert signed_in(client, district.leader).post(path, NEW).status_code == 403


def test_adopting_on_the_page(district, draft, client):
    path, said = f"/schemes/{draft.pk}/adopt/", ADOPTION | {"met_on": "2017-03-20"}
    assert signed_in(client, district.office).post(path, said).status_code == 403
    answer = signed_in(client, district.director).post(path, said | {"meeting": ""})
    assert answer.status_code == 422
    assert ADOPTION["decision_number"] in answer.content.decode()
    answer = client.post(path, said | {"met_on": "2017-12-20"})
    assert answer.status_code == 422
    assert "2017-12-20" in answer.content.decode()
    assert client.post(path, said).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "ADOPTED"
    assert lines(draft) == ["copy_scheme", "adopt"]


def test_withdrawing_on_the_page_needs_a_reason(district, draft, client):
    path = f"/schemes/{draft.pk}/withdraw/"
    signed_in(client, district.office).post(path, {"reason": ""})
    draft.refresh_from_db()
    assert draft.state == "DRAFT"
    client.post(path, {"reason": "不再需要"})
    draft.refresh_from_db()
    assert draft.state == "WITHDRAWN"
    assert lines(draft) == ["copy_scheme", "withdraw"]


def test_pages_ask_a_constant_number_of_questions(district, draft, client):
    signed_in(client, district.office)

    def grow():
        for number in range(12):
            a_draft(district.office, f"稿{number}")

    assert same_count(client, "/schemes/", grow) <= 12
    for path in (draft.get_absolute_url(), f"/schemes/{draft.pk}/edit/", f"/schemes/new/?after={draft.pk}"):
        same_count(client, path, lambda: [a_draft(district.office, f"稿{Scheme.objects.count()}") for _n in range(5)])


def test_what_is_in_force_is_said(district, draft):
    a_scheme(district.office, district.director, "2017-2", from_quarter=2)
    moves.withdraw(draft, actor=district.office, at=AFTER, reason="不用")
    found = {row.name: row.is_in_force for row in queries.listed(AFTER.date())}
    assert found == {"2017-1": False, "2017-2": True, "2017-3": False}
    assert queries.in_force(AFTER.date()) == scoring.scheme_for(scoring.inputs.Quarter(2017, 3))
