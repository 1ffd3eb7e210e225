"""Lists of faster projects: drawn from frozen lines, decided by people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from evaluations.models import Batch, BatchLine
from evaluations.services import batches as services
from evaluations.transitions import batches as moves
from tests.evaluations.bulletins_world import APRIL, MAY_8, Month
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
DECISION = {
    "meeting": "区重点项目领导小组第3次会议",
    "decided_on": date(2017, 5, 6),
    "document_no": "张项办发〔2017〕3号",
}


@pytest.fixture
def month():
    month = Month()
    month.bulletin = month.published()
    return month


def test_a_list_is_drawn_from_published_lines_with_its_criteria(month):
    batch = services.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    assert [line.name for line in batch.lines.filter(is_listed=True)] == ["北岸公园"]
    assert batch.criteria["months"] == 1
    assert batch.criteria["by_month"] == month.bulletin.criteria
    assert batch.sources[0]["number"] == "张项通〔2017〕1号"
    with pytest.raises(ValidationError):
        services.draw(date(2017, 1, 1), date(2017, 2, 1), actor=month.planner, at=MAY_8)
    with pytest.raises(MoveRefused):
        services.draw(APRIL, APRIL, actor=month.head, at=MAY_8)


def test_leaving_a_project_out_against_the_criteria_needs_a_reason(month):
    batch = services.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    line = batch.lines.get()
    with pytest.raises(ValidationError):
        services.put(line, listed=False, reason="", actor=month.planner, at=MAY_8)
    assert services.put(line, listed=False, reason="信访未结", actor=month.planner, at=MAY_8).is_listed is False
    with pytest.raises(MoveRefused):
        moves.publish(batch, **DECISION, actor=month.other, at=MAY_8)


def test_a_list_is_published_by_a_recorded_decision_of_another_and_then_stands(month):
    batch = services.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    with pytest.raises(MoveRefused):
        moves.publish(batch, **DECISION, actor=month.planner, at=MAY_8)
    with pytest.raises(MoveRefused):
        moves.publish(batch, **DECISION | {"meeting": ""}, actor=month.other, at=MAY_8)
    made = moves.publish(batch, **DECISION, actor=month.other, at=MAY_8)
    assert made.number_text == "第1批"
    assert Entry.objects.about(made).filter(verb="publish").count() == 1
    with pytest.raises(MoveRefused):
        moves.discard(made, actor=month.planner, at=MAY_8, reason="不要")
    for act in (
        lambda: Batch.objects.filter(pk=batch.pk).update(meeting="改"),
        lambda: BatchLine.objects.filter(batch=batch).update(is_listed=False, reason="改"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
