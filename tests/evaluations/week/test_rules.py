"""The draw and the deadlines, against independent arithmetic."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import inspections as rules
from evaluations.rules import orders
from tests.cast import at
from zhangdian.calendar.rules import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
FACTORS = {"yellow": 2, "red": 3}
sites = st.builds(
    rules.Candidate, st.integers(1, 10**6), st.integers(0, 400), st.sampled_from(["green", "yellow", "red", "grey"]),
    st.integers(0, 5),
)  # fmt: skip
pools = st.lists(sites, max_size=40, unique_by=lambda one: one.key)
seeds = st.text("0123456789abcdef", min_size=1, max_size=32)


def chosen(pool, seed, wanted=8, oldest=4, ceiling=2, factors=FACTORS):
    return rules.choose(pool, wanted=wanted, oldest=oldest, ceiling=ceiling, factors=factors, seed=seed)


@given(pools, seeds, st.randoms())
def test_the_same_seed_gives_the_same_sites_whatever_the_order_of_the_pool(pool, seed, chance):
    mixed = list(pool)
    chance.shuffle(mixed)
    assert chosen(pool, seed) == chosen(mixed, seed)


@given(pools, seeds, st.integers(0, 20), st.integers(0, 20))
def test_as_many_as_wanted_none_twice_none_too_often(pool, seed, wanted, oldest):
    picks = chosen(pool, seed, wanted, oldest)
    rested = [one for one in pool if one.visits < 2]
    assert len(picks) == min(wanted, len(rested))
    assert len({pick.candidate.key for pick in picks}) == len(picks)
    assert all(pick.candidate.visits < 2 for pick in picks)


@given(pools, seeds)
def test_nobody_left_out_has_waited_longer_than_one_of_the_oldest(pool, seed):
    picks = chosen(pool, seed)
    first = [pick.candidate for pick in picks if pick.how == rules.OLDEST]
    others = [one for one in pool if one.visits < 2 and one not in first]
    assert all(one.unseen <= min(old.unseen for old in first) for one in others if first)


@given(pools, seeds)
def test_the_draw_is_the_ticket_drum_it_says_it_is(pool, seed):
    """Naive: write each key on as many tickets as its weight, lay them in order, take the one that the number names."""
    left, found = sorted(pool), []
    for turn in range(5):
        drum = [one for one in left for _ticket in range((one.unseen + 1) * FACTORS.get(one.colour, 1))]
        if not drum:
            break
        hit = drum[rules.number(seed, turn, len(drum))]
        found.append(hit)
        left.remove(hit)
    assert rules.draw(pool, count=5, factors=FACTORS, seed=seed) == found


def test_over_many_seeds_sites_come_up_as_their_weights_say():
    pool = [rules.Candidate(1, 9, "green", 0), rules.Candidate(2, 9, "red", 0)]
    hits = Counter(rules.draw(pool, count=1, factors=FACTORS, seed=str(seed))[0].key for seed in range(2000))
    assert 0.71 < hits[2] / 2000 < 0.79  # 30 of 40


def test_a_light_with_factor_nought_is_not_drawn():
    assert rules.draw([rules.Candidate(1, 9, "red", 0)], count=1, factors={"red": 0}, seed="a") == []


days = st.dates(date(2016, 1, 1), date(2026, 12, 31))


@given(days, st.integers(1, 60))
def test_a_deadline_never_ends_on_a_day_off_nor_before_its_days_are_over(day, count):
    calendar = WorkCalendar()
    last = orders.last_day(calendar, day, count)
    assert calendar.is_working(last)
    assert last >= day + timedelta(days=count)
    assert not calendar.between(day + timedelta(days=count), last - timedelta(days=1))


def test_the_last_second_of_the_last_day_is_in_time():
    end = orders.end_of(date(2017, 4, 18), ZONE)
    assert at("2017-04-18 23:59:59") < end == at("2017-04-19 00:00:00")
    assert orders.day_of(end, ZONE) == date(2017, 4, 18)


@given(days, st.integers(0, 40), st.integers(0, 30))
def test_the_clock_stands_still_while_the_office_verifies(day, left, waited):
    """Whoever had `left` days when reporting has as many again when sent back."""
    due = orders.end_of(day + timedelta(days=left), ZONE)
    reported = orders.end_of(day, ZONE) - timedelta(hours=6)
    returned = reported + timedelta(days=waited)
    again = orders.stretched(due, reported, returned, ZONE)
    assert (orders.day_of(again, ZONE) - returned.astimezone(ZONE).date()).days == left


@given(days, st.integers(0, 30))
def test_days_late_are_the_working_days_since(day, more):
    calendar = WorkCalendar()
    today = day + timedelta(days=more)
    assert orders.days_late(calendar, day, today) == len(calendar.between(day + timedelta(days=1), today))


@given(st.integers(0, 40))
def test_the_prompts_come_in_their_order(late):
    expected = "card" if late >= 10 else "circulate" if late >= 5 else "urge" if late >= 1 else ""
    assert orders.prompt(late) == expected


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_rate_is_rounded_half_up(in_time, due):
    in_time = min(in_time, due)
    assert orders.rate(in_time, due) == int(in_time / due * 100 + 0.5 + 1e-9)
    assert orders.rate(0, 0) is None


def test_the_number_as_printed():
    assert orders.number_text("张督〔{year}〕{number}号", 2026, 3) == "张督〔2026〕3号"
    assert orders.number_text("{oops} {number}", 2026, 3) == "{oops} 3"
