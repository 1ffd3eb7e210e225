"""Text from the group chat is read by fixed rules; what is not understood is shown, not guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.day import amount
from projects.rules.paste import read

PROJECTS = {1: "青禾路北延", 2: "东岭片区拆迁"}
TARGETS = {1: [(11, "拆迁", "户"), (12, "清表", "㎡")], 2: [(21, "签约", "户")]}
COLON = "\uff1a"


def test_a_block_with_two_projects():
    block = f"""林小禾 2017-04-10 17:20
【青禾路北延】
4月10日日报
一、今日进展{COLON}拆迁3户,清表1200.5㎡
路基填筑 200 米
二、存在问题{COLON}无
三、需协调事项{COLON}杆线迁改,请挂包领导协调
四、明日计划{COLON}浇筑 2 号墩
陈二 17:31
东岭片区拆迁项目{COLON}今日签约完成5户。
问题:两户未达成一致"""
    one, two = read(block, PROJECTS, TARGETS)
    assert one.project == 1
    assert one.fields["text"] == "拆迁3户,清表1200.5㎡\n路基填筑 200 米"
    assert one.amounts == {11: "3", 12: "1200.5"}
    assert (one.fields["has_problem"], one.fields["problem"]) == ("no", "")
    assert (one.fields["needs_coordination"], one.fields["coordination_with"]) == ("yes", "leader")
    assert one.fields["plan"] == "浇筑 2 号墩"
    assert two.project == 2
    assert two.amounts == {21: "5"}
    assert two.fields["has_problem"] == "yes"


def test_a_block_without_a_name_belongs_to_nobody_yet():
    (one,) = read(f"今日进展{COLON}完成", PROJECTS)
    assert (one.project, one.fields) == (None, {"text": "完成"})


def test_a_name_nobody_knows_is_kept_for_the_eye():
    (one,) = read("【南溪片区】\n完成", PROJECTS)
    assert (one.project, one.title) == (None, "南溪片区")


@pytest.mark.parametrize("text", ["今日无变化", "无变化。", "今天无变化"])
def test_no_change_is_understood(text):
    (one,) = read(f"【青禾路北延】{text}", PROJECTS)
    assert one.fields == {"no_change": True, "text": ""}


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_accident(block):
    for one in read(block, PROJECTS, TARGETS):
        assert one.project in (None, 1, 2)


@pytest.mark.parametrize(
    ("value", "text"),
    [("186", "186"), ("0.50", "0.5"), ("1200.00", "1200"), ("40000", "4万"), ("12345.67", "1.23万"), ("0", "0")],
)
def test_amounts_are_short(value, text):
    assert amount(Decimal(value)) == text
