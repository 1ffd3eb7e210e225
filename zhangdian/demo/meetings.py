"""Meetings of the demo district: one decision that waits for a leader's confirmation, one that was discarded.

Called last: the cases that wait were brought there by their own kinds.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from cases import registry
from cases.queries.decisions import waiting
from cases.services.decisions import check_item, enter_whole
from cases.states.decisions import Meeting
from cases.transitions.decisions import discard
from zhangdian.calendar.queries import calendar
from zhangdian.demo.clock import SHANGHAI, instant
from zhangdian.papers.gongwen import Paper
from zhangdian.workflow import MoveRefused

ATTENDEES = [("周衡", None, ""), ("林岚", None, ""), ("许知远", None, "与其中一名当事人有亲属关系"), ("何川", None, "")]
MOST = 3


def build(district, at):
    """[the discarded one, the one that waits] about cases that wait for a meeting; none where no case waits."""
    office = district.users["office"]
    today = at.astimezone(SHANGHAI).date()
    day = calendar().add(today, -1)
    found = [row.case for row in waiting(office, today) if row.draft is None]
    items, meeting = _one_meeting(found, office)
    if not items:
        return []
    wrong = _enter(items[:1], meeting, f"区组纪〔{day.year}〕30号", day, office, instant(day, 17))
    wrong = discard(wrong, actor=office, at=instant(day, 17.2), reason="文号录错，重新录入")
    return [wrong, _enter(items, meeting, f"区组纪〔{day.year}〕31号", day, office, instant(day, 17.5))]


def _one_meeting(cases, office):
    """([(case, outcome, note)], meeting): what one meeting may decide of the cases, and most of them so."""
    best = [], ""
    for meeting in Meeting.values:
        items = [
            (case, outcome, "情节属实，同意建议") for case in cases if (outcome := _outcome(case, meeting, office))
        ]
        best = max(best, (items[:MOST], meeting), key=lambda pair: len(pair[0]))
    return best


def _outcome(case, meeting, office):
    """The first outcome that such a meeting may decide, or ""."""
    for outcome, _words in registry.of(case).outcomes(case):
        try:
            check_item(case, outcome, meeting, office)
        except (ValidationError, MoveRefused):
            continue
        return outcome
    return ""


def _enter(items, meeting, number, day, office, at):
    content = {
        "meeting": meeting, "held_on": day, "document_no": number, "expected": 9, "present": 8, "agreed": 7,
        "words": "会议听取了承办科室汇报，研究同意所提建议，请依规办理送达手续。",
    }  # fmt: skip
    return enter_whole(
        content, items=items, attendees=ATTENDEES, minutes=_minutes(number), not_secret=True, actor=office,
        at=at - timedelta(minutes=1),
    )  # fmt: skip


def _minutes(number):
    paper = Paper("会议纪要", number=number)
    paper.text("会议听取了承办科室汇报，研究同意所提建议。一人按规定回避。")
    return ContentFile(paper.bytes(), name="会议纪要.docx")
