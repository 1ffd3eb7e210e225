"""The trail tells of every act, and of every tampering."""

import pytest
from django.db import connection

from tests.cast import a_unit, a_user, at
from zhangdian.bulk import MANY
from zhangdian.trail import services as trail
from zhangdian.trail.models import AppendOnly, Entry

NOW = at("2017-04-10 09:00:00")


def findings():
    return [str(sentence) for sentence in trail.verify()]


@pytest.fixture
def three_lines(db):
    actor, unit = a_user("office", "office"), a_unit()
    for verb in ("create", "change", "change"):
        trail.record(unit, verb, actor=actor, at=NOW, reason="核对", before={"name": "旧"}, after={"name": "新"})
    trail.seal(at=NOW)
    return list(Entry.objects.order_by("pk"))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_good_trail_is_silent(three_lines):
    assert findings() == []


def test_an_altered_line_is_named(three_lines):
    sql("UPDATE trail_entry SET reason = 'x' WHERE id = %s", three_lines[1].pk)
    assert [str(three_lines[1].pk) in sentence for sentence in findings()] == [True]


def test_a_removed_line_is_named(three_lines):
    sql("DELETE FROM trail_entrycontent WHERE entry_id = %s", three_lines[1].pk)
    sql("DELETE FROM trail_entry WHERE id = %s", three_lines[1].pk)
    assert [f"{three_lines[1].pk} " in sentence for sentence in findings()] == [True]


def test_sealing_twice_makes_one_seal(three_lines):
    assert trail.seal(at=NOW) is None


def test_no_line_can_be_changed_or_deleted_in_the_application(three_lines):
    line = three_lines[0]
    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        Entry.objects.all().delete()
    with pytest.raises(AppendOnly):
        Entry.objects.update(reason="x")


def test_the_last_line_removed_is_named(three_lines):
    sql("DELETE FROM trail_entrycontent WHERE entry_id = %s", three_lines[2].pk)
    sql("DELETE FROM trail_entry WHERE id = %s", three_lines[2].pk)
    assert [f"{three_lines[2].pk} " in sentence for sentence in findings()] == [True]


def test_a_line_inserted_by_sql_is_named_even_after_a_seal_swept_it_up(three_lines):
    columns = (
        "at, actor_id, actor_name, role, verb, label, key, title, path, from_state, to_state, "
        "reason, request_id, content_digest, mac"
    )
    copied = columns.replace("reason", "verb")
    sql(f"INSERT INTO trail_entry ({columns}) SELECT {copied} FROM trail_entry WHERE id = %s", three_lines[0].pk)
    forged = Entry.objects.order_by("pk").last()
    trail.seal(at=NOW)
    assert [str(forged.pk) in sentence for sentence in findings()] == [True]


def test_altered_contents_are_named(three_lines):
    sql("UPDATE trail_entrycontent SET after = '{}' WHERE entry_id = %s", three_lines[0].pk)
    assert [str(three_lines[0].pk) in sentence for sentence in findings()] == [True]


def test_an_altered_seal_is_named(three_lines):
    sql("UPDATE trail_seal SET previous = 'x'")
    assert findings()


@pytest.mark.parametrize("count", [2, MANY])
def test_lines_written_all_at_once_are_the_lines_written_one_by_one(db, count):
    actor, things = a_user("office", "office", "planner"), [a_unit() for _number in range(count)]
    for who in (actor, None):
        facts = [
            (thing, "change", {"name": "旧"} if number % 2 else None, {"name": '“新”\n"', "day": NOW.date()})
            for number, thing in enumerate(things)
        ]
        trail.record_all(facts, actor=who, at=NOW)
        trail.record_many(
            trail.line(thing, verb, actor=who, at=NOW, before=before, after=after | {"day": str(after["day"])})
            for thing, verb, before, after in facts
        )
        lines = list(Entry.objects.order_by("pk").select_related("content"))[-2 * count :]
        for mine, theirs in zip(lines[:count], lines[count:], strict=True):
            # The salt makes the digest of the contents and with it the seal of each line its own.
            assert mine.signed()[:-1] == theirs.signed()[:-1]
            assert (mine.content.before, mine.content.after) == (theirs.content.before, theirs.content.after)
    trail.seal(at=NOW)
    assert findings() == []
    line = Entry.objects.order_by("pk").first()
    sql("UPDATE trail_entrycontent SET after = '{}' WHERE entry_id = %s", line.pk)
    sql("UPDATE trail_entry SET title = 'x' WHERE id = %s", line.pk + 1)
    altered = [str(line.pk), str(line.pk + 1)]
    assert [pk in sentence for pk, sentence in zip(altered, findings(), strict=True)] == [True, True]


def test_a_state_changed_by_sql_is_named(db):
    from accounts.models import Feedback
    from tests.cast import MONDAY

    matter = Feedback.objects.create(author=a_user(), subject="路灯", text="…", created_at=NOW, due_on=MONDAY)
    assert findings() == []
    sql("UPDATE accounts_feedback SET state = 'ACCEPTED' WHERE id = %s", matter.pk)
    assert ["accounts.feedback" in sentence for sentence in findings()] == [True]
