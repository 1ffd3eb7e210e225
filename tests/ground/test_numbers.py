"""Numbers of papers run from 1 without a gap, whatever is taken back and whoever asks at once."""

import threading

import pytest
from django.db import connection, connections, transaction

from zhangdian.papers.models import Series
from zhangdian.papers.services import next_number


def test_numbers_run_from_one_in_each_series_and_year(db):
    assert [next_number("order", 2017), next_number("order", 2017)] == [1, 2]
    assert next_number("order", 2018) == 1
    assert next_number("bulletin", 2017) == 1


def test_a_paper_that_is_not_stored_gives_its_number_back(db):
    with transaction.atomic():
        assert next_number("order", 2017) == 1
        transaction.set_rollback(True)
    assert next_number("order", 2017) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_given_only_where_its_paper_is_stored():
    with pytest.raises(RuntimeError):
        next_number("order", 2017)
    assert not Series.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_who_ask_at_once_get_eight_numbers_and_those_who_give_up_leave_no_gap():
    if connection.vendor != "postgresql":
        pytest.skip("real row locks need PostgreSQL")
    kept, start = [], threading.Barrier(8)

    def ask(gives_up):
        start.wait()
        try:
            with transaction.atomic():
                number = next_number("order", 2017)
                if gives_up:
                    raise ValueError
            kept.append(number)
        except ValueError:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(number % 4 == 0,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [1, 2, 3, 4, 5, 6]
    with transaction.atomic():
        assert next_number("order", 2017) == 7
