"""A day of another year is never taken for one of this."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from tests.cast import at
from zhangdian.pages.templatetags.days import day, moment

NEW_YEAR = at("2018-01-01 00:10:00")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (lambda: day(date(2018, 4, 10)), "4月10日 周二"), (lambda: day(date(2017, 4, 10)), "2017年4月10日"),
        (lambda: day(date(2019, 1, 1)), "2019年1月1日"),
        # By the clock of Shanghai, not that of Greenwich.
        (lambda: day(NEW_YEAR), "1月1日 周一"), (lambda: moment(NEW_YEAR), "1月1日 00:10"),
        (lambda: moment(at("2017-12-31 23:50:00")), "2017年12月31日 23:50"),
        (lambda: day(None), ""), (lambda: moment(None), ""),
    ],
)  # fmt: skip
def test_the_year_is_said_where_it_is_another(said, words):
    with time_machine.travel(NEW_YEAR, tick=False), translation.override("zh-hans"):
        assert said() == words
