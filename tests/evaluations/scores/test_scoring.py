"""Computing, showing, freezing and revising the scores of a quarter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.models import Score, ScoreLine, Scoring
from evaluations.queries.score_inputs import Quarter
from evaluations.services import score_entries as entries
from evaluations.services import scoring as services
from evaluations.states.scores import HoldKind, ObjectionState, ScoringState, Unranked
from evaluations.transitions import scores as moves
from projects.models import DailyReport, Responsibility
from tests.cast import a_cadre, a_project, a_user, an_open_report, at
from tests.evaluations.scores.scene import (
    ADOPTION,
    AFTER,
    CHECKED,
    DECISION,
    QUARTER,
    a_draft,
    a_result,
)
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db


def refused(why, act, *args, **words):
    with pytest.raises(MoveRefused) as caught, transaction.atomic():
        act(*args, **words)
    assert caught.value.why == why
    return str(caught.value)


def points(score):
    return {line.indicator: line.points for line in score.lines.all() if line.weight or line.points}


def test_a_projects_score_comes_from_milestones_investment_and_review(district):
    a_result(district.office, 80, kind="project", project=district.project)
    district.computed()
    score = district.score(district.project)
    # 路基 on time, 管网 twelve days late: 0.8 of its half; 240 of 300 invested; no order was due.
    assert points(score) == {"milestones": Decimal("42.35"), "investment": Decimal("23.53"), "review": Decimal("18.82")}
    assert score.total == Decimal("84.70")
    assert (score.place, score.unranked) == (None, "")


def test_a_cadres_score_comes_from_projects_targets_dimensions_and_facts(district):
    marks = {"project": 18, "politics": 19, "style": 17, "innovation": 16, "integrity": 20}
    a_result(district.office, marks, cadre=district.head)
    district.fact("praise")
    district.computed()
    score = district.score(district.head)
    # The other project stands at 0 (its only milestone is open and overdue), so the projects carried come to 43.075;
    # the target is 180 of 240 done.
    own, other = district.score(district.project).total, district.score(district.other).total
    assert (own, other) == (Decimal("86.15"), Decimal("0.00"))
    assert points(score) == {
        "carried": Decimal("17.23"), "targets": Decimal("15.00"), "project": Decimal("7.20"),
        "politics": Decimal("7.60"), "style": Decimal("6.80"), "innovation": Decimal("6.40"),
        "integrity": Decimal("8.00"), "additions": Decimal("0.50"),
    }  # fmt: skip
    assert score.total == sum(points(score).values()) == Decimal("68.73")
    assert (score.peer, score.place, score.of, score.grade) == ("镇办正职", 1, 1, "plain")


def test_a_quarter_is_computed_once_over_and_only_by_an_adopted_scheme(district):
    assert "2017-07-01" in refused(
        "state", services.compute, QUARTER, actor=district.office, at=at("2017-06-30 23:59:59")
    )
    assert services.compute(QUARTER, actor=district.office, at=at("2017-07-01 00:00:00"))
    refused("missing", services.compute, Quarter(2016, 4), actor=district.office, at=AFTER)


def test_computing_again_gives_the_same_and_doubles_nothing(district):
    district.fact()
    first = district.computed()
    kept = sorted(first.scores.values_list("digest", flat=True))
    again = services.compute(QUARTER, actor=district.office, at=AFTER)
    assert again.pk == first.pk
    assert sorted(again.scores.values_list("digest", flat=True)) == kept
    assert ScoreLine.objects.count() == 2 * 4 + 2 * 8


def test_what_is_read_takes_the_same_number_of_statements_whatever_the_district(district):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            services.compute(QUARTER, actor=district.office, at=AFTER)
        # What is stored goes in batches; keys drawn for a batch are no reading.
        return sum(q["sql"].startswith("SELECT") and "nextval" not in q["sql"] for q in captured.captured_queries)

    asked()  # the first one makes the row of the quarter
    small = asked()
    for _number in range(30):
        project = a_project(programme=district.project.programme, unit=district.unit)
        cadre = a_cadre(unit=district.unit)
        Responsibility.objects.create(
            project=project, cadre=cadre, role="deputy", share=Decimal("0.3"), from_on=date(2017, 1, 1)
        )
    assert asked() == small


def test_a_transfer_in_mid_quarter_splits_by_days(district):
    Responsibility.objects.filter(cadre=district.head, project=district.other).update(until_on=date(2017, 4, 30))
    district.computed()
    line = district.score(district.head).lines.get(indicator="carried")
    assert sorted(piece[3]["days"] for piece in line.pieces) == ["30", "91"]
    # 86.15 for 91 days and 0 for 30 of them.
    assert line.reached == Decimal("64.7905")
    assert district.score(district.head).days == 91


def test_an_empty_review_and_one_with_too_few_ballots_leave_the_denominator_and_are_said(district):
    a_result(district.office, 80, withheld=True, papers=3, cadre=district.head)
    district.computed()
    line = district.score(district.head).lines.get(indicator="politics")
    assert (line.reached, line.weight, line.pieces[0][4]) == (None, 0, "withheld")
    assert sum(line.weight for line in district.score(district.head).lines.all()) == 100


def test_who_has_too_few_pieces_or_days_has_a_score_and_neither_place_nor_grade(district):
    district.computed()
    score = district.score(district.deputy)
    assert (score.unranked, score.place, score.grade) == (Unranked.PIECES, None, "")
    assert score.total is not None
    a_result(district.office, 18, cadre=district.deputy)
    Responsibility.objects.filter(cadre=district.deputy).update(from_on=date(2017, 6, 20))
    services.compute(QUARTER, actor=district.office, at=AFTER)
    assert district.score(district.deputy).unranked == Unranked.DAYS


came_in = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["on time", "late", "missing", "exempt", "returned"]), st.booleans()),
    max_size=25, unique_by=lambda row: row[0],
)  # fmt: skip


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(came_in, came_in)
def test_how_punctually_reports_come_in_changes_no_score(district, own, others):
    """However the reports of the quarter came in, or whether at all: digit by digit the same."""
    before = sorted(district.computed().scores.values_list("digest", flat=True))
    with transaction.atomic():
        for project, rows in ((district.project, own), (district.other, others)):
            for number, how, changed in rows:
                row = an_open_report(project, day=date(2017, 4, 3) + timedelta(number))
                if how == "exempt":
                    DailyReport.objects.filter(pk=row.pk).update(state="EXEMPT", exempt_reason="停工")
                elif how != "missing":
                    late = timedelta(hours=3 if how == "late" else -3)
                    DailyReport.objects.filter(pk=row.pk).update(
                        state="RETURNED" if how == "returned" else "SUBMITTED", received_at=row.due_at + late,
                        is_late=how == "late", no_change=changed, return_reason="补照片" if how == "returned" else "",
                    )  # fmt: skip
        services.compute(QUARTER, actor=district.office, at=AFTER)
        assert sorted(district.scoring.scores.values_list("digest", flat=True)) == before
        transaction.set_rollback(True)


def test_scores_are_shown_by_the_office_once(district):
    scoring = district.computed()
    for user in (district.leader, district.planner, district.stranger, district.head_user):
        refused("person", moves.show, scoring, actor=user, at=AFTER)
    lines = Entry.objects.count()
    shown = moves.show(scoring, actor=district.office, at=AFTER)
    assert (shown.state, Entry.objects.count()) == (ScoringState.CHECKING, lines + 1)
    assert shown.check_until == at("2017-07-11 00:00:00")
    refused("state", moves.show, shown, actor=district.office, at=AFTER)
    refused("state", services.compute, QUARTER, actor=district.office, at=AFTER)


def test_scores_are_frozen_by_another_after_the_check_with_a_decision(district):
    scoring = district.shown()
    refused("person", moves.freeze, scoring, actor=district.office, at=CHECKED, **DECISION)
    refused("state", moves.freeze, scoring, actor=district.director, at=at("2017-07-10 23:59:59"), **DECISION)
    refused("missing", moves.freeze, scoring, actor=district.director, at=CHECKED, **DECISION | {"meeting": " "})
    refused("missing", moves.freeze, scoring, actor=district.director, at=CHECKED,
            **DECISION | {"met_on": date(2017, 8, 1)})  # fmt: skip
    lines = Entry.objects.count()
    frozen = moves.freeze(scoring, actor=district.director, at=CHECKED, **DECISION)
    assert (frozen.state, Entry.objects.count()) == (ScoringState.FROZEN, lines + 1)
    assert Entry.objects.latest("pk").content.after["digest"] == frozen.digest
    refused("state", moves.freeze, frozen, actor=district.second, at=CHECKED, **DECISION)


def test_who_showed_the_scores_does_not_freeze_them(district):
    scoring = moves.show(district.computed(), actor=district.director, at=AFTER)
    refused("person", moves.freeze, scoring, actor=district.director, at=CHECKED, **DECISION)
    assert moves.freeze(scoring, actor=district.second, at=CHECKED, **DECISION).state == ScoringState.FROZEN


def test_scores_taken_back_are_computed_anew_with_what_was_put_right(district):
    scoring = district.shown()
    refused("person", moves.take_back, scoring, actor=district.leader, at=AFTER, reason="更正")
    refused("missing", moves.take_back, scoring, actor=district.office, at=AFTER, reason="")
    district.other.milestones.update(done_on=date(2017, 6, 1))
    lines = Entry.objects.count()
    back = moves.take_back(scoring, actor=district.office, at=AFTER, reason="节点更正")
    assert (back.state, back.shown_at, Entry.objects.count()) == (ScoringState.DRAFT, None, lines + 1)
    assert district.score(district.other).total == 100
    refused("state", moves.take_back, back, actor=district.office, at=AFTER, reason="节点更正")


def objection(district, user=None, thing=None, **changes):
    said = {"claim": "管网六月一日已完成", "evidence": "验收单"} | changes
    score = district.score(thing or district.head)
    return entries.raise_objection(score, said, actor=user or district.head_user, at=AFTER)


def test_one_objects_about_oneself_and_a_head_about_the_projects_of_the_unit(district):
    district.computed()
    refused("person", objection, district)
    district.scoring = moves.show(district.scoring, actor=district.office, at=AFTER)
    lines = Entry.objects.count()
    row = objection(district, piece=f"projects.project:{district.other.pk}")
    assert (row.indicator, row.piece_title, Entry.objects.count()) == ("carried", "东岭片区拆迁", lines + 1)
    assert objection(district, thing=district.project).project == district.project
    for user in (district.deputy_user, district.stranger, district.office):
        refused("person", objection, district, user)
        refused("person", objection, district, user, district.project)
    with time_machine.travel(CHECKED, tick=False):
        score = district.score(district.head)
        refused("state", entries.raise_objection, score, {"claim": "x", "evidence": "y"}, actor=district.head_user,
                at=CHECKED)  # fmt: skip


def test_an_open_objection_keeps_scores_from_being_frozen_and_an_upheld_one_asks_for_new_ones(district):
    district.shown()
    row = objection(district)
    assert "1" in refused("state", moves.freeze, district.scoring, actor=district.director, at=CHECKED, **DECISION)
    refused("person", moves.uphold, row, actor=district.leader, at=AFTER, answer="属实")
    refused("missing", moves.uphold, row, actor=district.office, at=AFTER, answer=" ")
    lines = Entry.objects.count()
    row = moves.uphold(row, actor=district.office, at=AFTER + timedelta(hours=1), answer="属实,已更正")
    assert (row.state, Entry.objects.count()) == (ObjectionState.UPHELD, lines + 1)
    refused("state", moves.reject, row, actor=district.office, at=AFTER, answer="不实")
    refused("state", moves.freeze, district.scoring, actor=district.director, at=CHECKED, **DECISION)
    later = AFTER + timedelta(hours=2)
    district.scoring = moves.take_back(district.scoring, actor=district.office, at=later, reason="异议成立")
    district.scoring = moves.show(district.scoring, actor=district.office, at=later)
    assert moves.freeze(district.scoring, actor=district.director, at=CHECKED, **DECISION).state == ScoringState.FROZEN


def test_an_objection_that_is_not_borne_out_is_answered_with_why(district):
    district.shown()
    row = objection(district)
    refused("person", moves.reject, row, actor=district.head_user, at=AFTER, answer="不实")
    lines = Entry.objects.count()
    row = moves.reject(row, actor=district.office, at=AFTER, answer="验收单日期为六月十二日")
    assert (row.state, Entry.objects.count()) == (ObjectionState.REJECTED, lines + 1)


def frozen_sql(sql, *values):
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_refuses_to_change_what_is_frozen_and_what_was_adopted(district):
    district.frozen()
    score = district.score(district.head)
    frozen_sql("UPDATE evaluations_score SET total = 99 WHERE id = %s", score.pk)
    frozen_sql("UPDATE evaluations_scoreline SET points = 99 WHERE score_id = %s", score.pk)
    frozen_sql("UPDATE evaluations_scoring SET state = 'DRAFT' WHERE id = %s", district.scoring.pk)
    frozen_sql('UPDATE evaluations_scheme SET "key" = 10 WHERE id = %s', district.scheme.pk)
    frozen_sql("UPDATE evaluations_peergroup SET label = 'x' WHERE scheme_id = %s", district.scheme.pk)


def test_verify_is_silent_and_names_a_line_changed_behind_its_back(district):
    district.fact()
    a_result(district.office, 17, cadre=district.head)
    district.frozen()
    assert list(services.verify()) == []
    line = district.score(district.head).lines.get(indicator="carried")
    with connection.cursor() as cursor:
        for drop in _triggers("scoreline"):
            cursor.execute(drop)
        cursor.execute("UPDATE evaluations_scoreline SET points = points + 1 WHERE id = %s", [line.pk])
    found = list(services.verify())
    assert any("王志远" in sentence and line.get_indicator_display() in sentence for sentence in found)


def _triggers(name):
    on = f" ON evaluations_{name}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER {name}_frozen{on}"]


def test_whoever_changes_everything_alike_is_found_by_the_digest_of_the_freezing(district):
    district.frozen()
    score = district.score(district.head)
    with connection.cursor() as cursor:
        for drop in _triggers("score"):
            cursor.execute(drop)
        cursor.execute("UPDATE evaluations_score SET digest = %s WHERE id = %s", ["0" * 64, score.pk])
    found = list(services.verify())
    assert len(found) == 2  # the score itself, and the quarter


def test_a_changed_scheme_changes_no_frozen_figure(district):
    district.fact()
    district.frozen()
    before = list(district.scoring.scores.order_by("pk").values_list("pk", "total", "digest"))
    draft = a_draft(
        district.office, "2017-2", key=Decimal(80), overall=Decimal(20), carried=Decimal(50), targets=Decimal(30)
    )
    draft.from_quarter = 3
    draft.save()
    moves.adopt(draft, actor=district.director, at=AFTER, **ADOPTION)
    district.other.milestones.update(done_on=date(2017, 6, 1))
    assert list(district.scoring.scores.order_by("pk").values_list("pk", "total", "digest")) == before
    assert list(services.verify()) == []


def test_an_entry_counts_once_and_its_reversal_takes_it_out_again(district):
    fact = district.fact("criticism", cadre=district.deputy)
    entry = entries.post_entry(
        district.head, QUARTER, Decimal("-2"), source=fact, reason="黄牌", actor=district.office, at=AFTER
    )
    lines = Entry.objects.count()
    again = entries.post_entry(
        district.head, QUARTER, Decimal("-2"), source=fact, reason="黄牌", actor=district.office, at=AFTER
    )
    assert (again.pk, Entry.objects.count()) == (entry.pk, lines)
    district.computed()
    assert points(district.score(district.head))["additions"] == Decimal("-2.00")
    undone = entries.reverse_entry(entry, reason="复核撤销", actor=district.office, at=AFTER)
    assert entries.reverse_entry(entry, reason="复核撤销", actor=district.office, at=AFTER).pk == undone.pk
    services.compute(QUARTER, actor=district.office, at=AFTER)
    line = district.score(district.head).lines.get(indicator="additions")
    assert (line.points, [piece[4] for piece in line.pieces]) == (0, ["reversed", "reversed"])


def test_a_suspended_fact_stays_out_and_an_excused_one_is_said_for_good(district):
    fact = district.fact("problem")
    words = {"case": district.project, "actor": district.office, "at": AFTER}
    entries.hold_source(fact, HoldKind.SUSPENDED, reason="容错核查", **words)
    district.computed()
    line = district.score(district.head).lines.get(indicator="additions")
    assert (line.points, line.pieces[0][4]) == (0, "suspended")
    entries.release_source(fact, HoldKind.SUSPENDED, outcome="不予容错", **words)
    services.compute(QUARTER, actor=district.office, at=AFTER)
    assert district.score(district.head).lines.get(indicator="additions").points == Decimal("-0.50")


def test_a_revision_stands_beside_what_was_frozen(district):
    fact = district.fact("problem")
    district.frozen()
    score = district.score(district.head)
    refused("state", entries.revise, score, reason="复核", actor=district.office, at=CHECKED)
    words = {"case": district.project, "actor": district.office, "at": CHECKED}
    entries.hold_source(fact, HoldKind.SUSPENDED, reason="容错核查", **words)
    entries.release_source(fact, HoldKind.SUSPENDED, outcome="免责", excused=True, **words)
    assert [one.pk for one, _pieces in entries.stale(district.scoring)] == [score.pk]
    refused("person", entries.revise, score, reason="复核", actor=district.leader, at=CHECKED)
    refused("missing", entries.revise, score, reason=" ", actor=district.office, at=CHECKED)
    lines = Entry.objects.count()
    made = entries.revise(score, reason="容错认定免责", actor=district.office, at=CHECKED)
    assert (made.revision, made.total - score.total) == (1, Decimal("0.50"))
    assert Entry.objects.count() == lines + 1
    assert Score.objects.get(pk=score.pk).total == score.total
    assert made.lines.get(indicator="additions").pieces[0][4] == "excused"
    assert list(services.verify()) == []
    assert entries.stale(district.scoring) == []


def test_a_scheme_is_adopted_by_another_with_a_decision_and_only_if_it_fits(district):
    draft = a_draft(district.director, "2017-2")
    refused("person", moves.adopt, draft, actor=district.director, at=AFTER, **ADOPTION)
    refused("person", moves.adopt, draft, actor=district.office, at=AFTER, **ADOPTION)
    assert "2017-1" in refused("state", moves.adopt, draft, actor=district.second, at=AFTER, **ADOPTION)
    draft.from_quarter, draft.key = 4, Decimal(50)
    draft.save()
    refused("missing", moves.adopt, draft, actor=district.second, at=AFTER, **ADOPTION)
    draft.key = Decimal(60)
    draft.save()
    lines = Entry.objects.count()
    assert moves.adopt(draft, actor=district.second, at=AFTER, **ADOPTION).state == "ADOPTED"
    assert Entry.objects.count() == lines + 1
    refused("state", moves.adopt, draft, actor=district.second, at=AFTER, **ADOPTION)


def test_only_a_scheme_that_was_not_used_is_withdrawn(district):
    district.computed()
    assert "2017" in refused("state", moves.withdraw, district.scheme, actor=district.office, at=AFTER, reason="换方案")
    draft = a_draft(district.office, "2017-2")
    refused("person", moves.withdraw, draft, actor=district.leader, at=AFTER, reason="换方案")
    lines = Entry.objects.count()
    assert moves.withdraw(draft, actor=district.office, at=AFTER, reason="换方案").state == "WITHDRAWN"
    assert Entry.objects.count() == lines + 1
    refused("state", moves.withdraw, draft, actor=district.office, at=AFTER, reason="换方案")


def test_who_sees_which_scores(district):
    a_result(district.office, 18, cadre=district.deputy)
    district.computed()

    def seen(user, **words):
        return set(Score.objects.visible_to(user, AFTER.date()).filter(**words).values_list("title", flat=True))

    people = {"王志远", "李明川"}
    assert people <= seen(district.office)
    assert seen(district.head_user) == seen(district.leader) == set()
    district.scoring = moves.show(district.scoring, actor=district.office, at=AFTER)
    assert seen(district.head_user) == {"王志远", "青禾路北延", "东岭片区拆迁"}
    assert seen(district.leader) == {"青禾路北延", "东岭片区拆迁"}
    assert seen(district.stranger) == seen(a_user(None, administrator="system")) == set()


def test_the_trail_is_whole_after_all_of_it(district):
    district.fact()
    district.frozen()
    trail.seal(at=CHECKED)
    # The cast is made without moves; whatever is about scores has its lines.
    assert [said for said in trail.verify() if said.startswith("evaluations.sc")] == []
    assert Scoring.objects.get().digest
