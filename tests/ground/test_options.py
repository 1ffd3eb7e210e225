"""Dated settings: the default until a row says otherwise, from its day on."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from projects import options
from zhangdian.options.models import Option
from zhangdian.options.queries import value, values

pytestmark = pytest.mark.django_db


def row(text, day, key=options.CUT_OFF):
    return Option(key=key, value=text, effective_from=day, reason="会议决定")


def test_the_default_holds_until_a_row_takes_effect_and_the_past_keeps_its_value():
    row("17:30", date(2017, 5, 1)).save()
    row("16:00", date(2017, 6, 1)).save()
    assert value(options.CUT_OFF, date(2017, 4, 30)) == time(18, 0)
    assert value(options.CUT_OFF, date(2017, 5, 1)) == time(17, 30)
    assert value(options.CUT_OFF, date(2017, 7, 1)) == time(16, 0)


def test_several_settings_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert values(date(2017, 5, 1), options.CUT_OFF, options.PHOTO_LIMIT) == {
            options.CUT_OFF: time(18, 0),
            options.PHOTO_LIMIT: 9,
        }


@pytest.mark.parametrize(
    ("key", "text"),
    [(options.CUT_OFF, "six"), (options.PHOTO_LIMIT, "99"), (options.PHOTO_LIMIT, "-1"), ("no.such", "1")],
)
def test_a_value_that_cannot_be_is_refused_with_a_sentence(key, text):
    with pytest.raises(ValidationError):
        row(text, date(2017, 5, 1), key).full_clean()
