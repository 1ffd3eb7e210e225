"""The week of the district and of a unit: the counts, the lists behind them, the workbook, and who sees what."""

import io
from datetime import date

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from evaluations.queries import digest, orders
from evaluations.services.coordination import raise_slip
from projects.rollups import standings
from tests.cast import a_project, a_unit, at
from tests.counting import same_count
from tests.evaluations.week.scene import MONDAY, NOON, Week

FRIDAY = at("2017-04-14 12:00:00")


@pytest.fixture
def week(db):
    with time_machine.travel(NOON, tick=False):
        found = Week()
        standings.write(at=NOON)
        yield found


def client_of(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def a_slip(week, matter="管线迁改需协调", project=None):
    return raise_slip(
        project or week.project, raised_by=week.liaison, actor=week.liaison, at=NOON, matter=matter,
        addressed_to="unit",
    )  # fmt: skip


def lived(week):
    """A week: one visit with two problems, four orders, a slip."""
    visit = week.confirmed("围挡破损", "裸土未覆盖")
    week.draft()
    closed, working, reported = week.closed(), week.working(title="补植行道树"), week.reported()
    return visit, closed, working, reported, a_slip(week)


def line_of(user, unit, monday=MONDAY, moment=FRIDAY):
    page = digest.district(user, monday, day=moment.date(), at=moment)
    return next(line for line in page.lines if line.unit == unit)


def test_a_unit_has_a_line_with_what_was_visited_ordered_and_coordinated(week):
    lived(week)
    line = line_of(week.two, week.unit)
    assert (line.visits, line.found) == (1, 2)
    assert (line.issued, line.closed, line.open, line.overdue) == (3, 1, 2, 0)
    assert (line.raised, line.solved, line.waiting) == (1, 0, 1)


def test_the_week_after_counts_what_is_still_open_and_what_became_overdue(week):
    lived(week)
    line = line_of(week.two, week.unit, date(2017, 4, 17), at("2017-04-20 12:00:00"))
    assert (line.visits, line.issued, line.closed, line.open, line.overdue) == (0, 0, 0, 2, 1)
    assert (line.raised, line.waiting) == (0, 1)


def test_the_page_of_a_unit_says_in_whose_hands_each_thing_is(week):
    visit, closed, working, reported, slip = lived(week)
    page = client_of(week.chief).get(f"/week/?of=2017-W15&unit={week.unit.pk}").content.decode()
    for thing in (visit, closed, working, reported, slip):
        assert thing.get_absolute_url() in page
    assert "责任单位" in page
    later = client_of(week.chief).get(f"/week/?of=2017-W16&unit={week.unit.pk}").content.decode()
    assert closed.get_absolute_url() not in later
    assert working.get_absolute_url() in later


def test_nobody_sees_the_week_of_a_unit_that_is_none_of_theirs(week):
    lived(week)
    other = a_unit()
    assert client_of(week.chief).get(f"/week/?unit={other.pk}").status_code == 404
    assert client_of(week.chief).get("/week/?unit=x").status_code == 404
    assert client_of(week.stranger).get("/week/").status_code == 403
    site = a_project("别处工程", unit=other)
    standings.write(at=NOON)
    a_slip(week, "别处的事", site)
    page = digest.district(week.chief, MONDAY, day=FRIDAY.date(), at=FRIDAY)
    assert [line.unit for line in page.lines] == [week.unit]
    # Reporting health is for those who see the district, and on the unit's own page.
    assert not page.knows_reports


def test_a_draft_and_what_an_inspector_wrote_alone_count_nowhere(week):
    week.gathered("围挡破损")
    week.draft()
    for user in (week.chief, week.liaison):
        page = digest.district(user, MONDAY, day=FRIDAY.date(), at=FRIDAY)
        assert (page.total.visits, page.total.found, page.total.issued) == (1, 0, 0)


def test_the_workbook_says_the_same(week):
    lived(week)
    with time_machine.travel(FRIDAY, tick=False):
        answer = client_of(week.two).get("/week/export/?of=2017-W15")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][0] == "单位"
    line = next(row for row in rows if row[0] == week.unit.name)
    assert line[-8:] == (2, 3, 1, 2, 0, 1, 0, 1)
    assert rows[-1][1:] == line[1:]


def test_a_week_nobody_lived_and_a_week_of_nonsense_are_pages_too(week):
    client = client_of(week.two)
    assert client.get("/week/?of=1999-W01").status_code == 200
    assert "2017-W15" in client.get("/week/?of=2017-W99").content.decode()


def test_the_pages_of_the_week_ask_a_constant_number_of_questions(week):
    lived(week)

    def grow():
        for number in range(3):
            site = a_project(unit=a_unit())
            a_slip(week, f"事项{number}", site)
            a_slip(week, f"又一事项{number}")
            week.working()
        standings.write(at=NOON)

    for user in (week.two, week.chief):
        same_count(client_of(user), "/week/?of=2017-W15", grow)
        same_count(client_of(user), f"/week/?of=2017-W15&unit={week.unit.pk}", grow)
        same_count(client_of(user), "/week/export/?of=2017-W15", grow)


def test_the_page_of_the_unit_shows_its_week_and_its_open_orders(week):
    _visit, closed, working, _reported, _slip = lived(week)
    page = client_of(week.chief).get(f"/units/{week.unit.pk}/").content.decode()
    assert working.get_absolute_url() in page
    assert closed.get_absolute_url() not in page
    assert f"/week/?of=2017-W15&amp;unit={week.unit.pk}" in page
    for user in (week.two, week.chief, week.liaison):
        same_count(client_of(user), f"/units/{week.unit.pk}/", lambda: [week.working() for _number in range(3)])


def test_what_is_overdue_is_said_on_the_page_of_the_unit(week):
    week.working()
    with time_machine.travel(at("2017-04-20 12:00:00"), tick=False):
        page = client_of(week.chief).get(f"/units/{week.unit.pk}/").content.decode()
    assert "逾期" in page.split("未销号的督办单")[1]


def test_a_list_of_a_period_ends_at_a_number(week):
    for _number in range(3):
        week.working()
    found = orders.of_period(week.two, MONDAY, date(2017, 4, 16), day=FRIDAY.date(), at=FRIDAY)
    assert len(found) == 3
