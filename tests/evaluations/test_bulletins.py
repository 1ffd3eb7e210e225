"""The month: drafted once, checked by the units, signed by another, published and then still."""

import hashlib
import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cadres.services.units import rename_unit
from evaluations.models import Bulletin, BulletinLine, BulletinParty, Objection
from evaluations.permissions import bulletins as may
from evaluations.rules import bulletins as rules
from evaluations.services import bulletin_checks, bulletin_ladder
from evaluations.services import bulletins as services
from evaluations.services.bulletin_paper import docx as paper
from evaluations.states.bulletins import BulletinKind, BulletinState, ObjectionState
from evaluations.tasks.bulletins import draft_bulletins, remind_bulletins
from evaluations.transitions import bulletins as moves
from projects.models import DailyReport, Figure, Light, MonthlyPlan
from tests.cast import a_user, at
from tests.evaluations.bulletins_world import APRIL, LATER, MAY_1, MAY_2, MAY_3, MAY_5, MAY_8, Month
from zhangdian.notices.models import Notice
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
S = BulletinState


@pytest.fixture
def month():
    return Month()


def lines_about(thing, verb):
    return Entry.objects.about(thing).filter(verb=verb).count()


# Drafting ---------------------------------------------------------------------------------------


def test_the_sweep_drafts_once_a_month_after_the_figures_are_folded():
    month = Month(fold=False)
    draft_bulletins(at=at("2017-04-30 23:59:00"))
    draft_bulletins(at=MAY_1)
    assert not Bulletin.objects.filter(month=APRIL).exists(), "nothing is folded since the month ended"
    month.fold()
    draft_bulletins(at=MAY_1)
    draft_bulletins(at=MAY_1)
    draft_bulletins(at=LATER.replace(month=5))
    row = Bulletin.objects.get(month=APRIL)
    assert row.state == S.DRAFT
    assert row.drafted_by is None
    assert lines_about(row, "draft") == 1
    assert services.draft(APRIL, actor=None, at=MAY_2) is None


def test_a_line_copies_what_the_floors_below_say(month):
    row = month.draft()
    line = month.line(row)
    figure = Figure.objects.get(scope="project", scope_id=month.slow.pk, period="month", starts_on=APRIL)
    light = Light.objects.get(project=month.slow, month=APRIL)
    assert (line.month_invested, line.month_planned) == (figure.invested, figure.planned)
    assert (line.expected, line.on_time) == (figure.expected, figure.on_time)
    assert (line.scheduled, line.done, line.deviation) == (light.scheduled, light.done, light.deviation)
    assert (line.colour, line.reason, line.is_confirmed) == ("yellow", "征迁诉讼", True)
    assert (line.unit_names, line.track) == ("湖滨镇", "town")
    assert [one.name for one in row.lines.filter(is_faster=True)] == ["北岸公园"]


def test_a_unit_is_called_as_it_was_at_the_end_of_the_month(month):
    rename_unit(month.town, name="湖滨街道", on=date(2017, 5, 2), actor=month.other, at=MAY_2, reason="机构改革")
    row = month.draft()
    assert month.party(row).unit_name == "湖滨镇"
    assert month.line(row).unit_names == "湖滨镇"


# The moves ----------------------------------------------------------------------------------------


def test_an_unconfirmed_light_keeps_the_draft_from_the_units(month):
    row = services.draft(APRIL, actor=None, at=MAY_2)
    with pytest.raises(MoveRefused):
        moves.open_check(row, actor=month.planner, at=MAY_2)
    month.confirm_lights()
    moves.recopy(row, actor=month.planner, at=MAY_2, reason="灯已核定")
    assert moves.open_check(row, actor=month.planner, at=MAY_2).state == S.CHECKING


STEPS = [
    ("draft", moves.open_check, "planner", MAY_2, S.CHECKING, "open-check"),
    ("reviewing", moves.review, "other", MAY_3, S.SIGNING, "review"),
    ("signing", moves.sign, "leader", MAY_3, S.SIGNED, "sign"),
    ("signed", moves.publish, "planner", MAY_5, S.PUBLISHED, "publish"),
]


@pytest.mark.parametrize(("before", "move", "who", "when", "after", "verb"), STEPS, ids=[row[5] for row in STEPS])
def test_every_step_is_made_by_its_person_from_its_state_and_leaves_one_line(
    month, before, move, who, when, after, verb
):
    row = getattr(month, before)()
    for stranger in (month.head, a_user("nobody")):
        with pytest.raises(MoveRefused) as refused:
            move(row, actor=stranger, at=when)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    made = move(row, actor=getattr(month, who), at=when)
    assert made.state == after
    assert lines_about(row, verb) == 1
    with pytest.raises(MoveRefused) as refused:
        move(row, actor=getattr(month, who), at=when)
    assert refused.value.why == MoveRefused.WRONG_STATE


def test_who_wrote_the_draft_neither_reviews_nor_signs_it(month):
    row = month.checking()
    services.edit_words(row, {"next": "加快推进。"}, actor=month.other, at=MAY_2)
    row.refresh_from_db()
    assert not may.reviews(month.planner, row)
    assert not may.reviews(month.other, row)
    assert may.reviews(month.leader, row)
    assert not may.signs(month.planner, row)
    row.drafted_by = month.leader
    assert not may.signs(month.leader, row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(signed_by=month.planner)


def test_the_check_lasts_two_working_days_unless_all_have_answered(month):
    row = month.checking()
    assert row.check_due_at == at("2017-05-05 00:00:00")  # 3 and 4 May
    with pytest.raises(MoveRefused):
        moves.close_check(row, actor=month.planner, at=at("2017-05-04 23:59:59"))
    assert moves.close_check(row, actor=month.planner, at=at("2017-05-05 00:00:00")).state == S.REVIEWING


def test_sending_back_goes_to_the_draft_and_the_units_check_again(month):
    row = moves.send_back(month.reviewing(), actor=month.leader, at=MAY_3, reason="口径有误")
    row = moves.open_check(row, actor=month.planner, at=MAY_3)
    assert not row.parties.filter(agreed_at__isnull=False).exists()


# Objections ---------------------------------------------------------------------------------------


def an_objection(month, row):
    return services.raise_objection(
        month.party(row), month.line(row), claim="累计应为60万元", evidence="拨款凭证第12号", actor=month.head, at=MAY_2
    )


def test_an_objection_needs_evidence_and_is_answered_by_another(month):
    row = month.checking()
    with pytest.raises(ValidationError):
        services.raise_objection(
            month.party(row), month.line(row), claim="不对", evidence=" ", actor=month.head, at=MAY_2
        )
    for wrong in (month.dept_head, month.planner):
        with pytest.raises(MoveRefused):
            services.raise_objection(
                month.party(row), month.line(row), claim="不对", evidence="有", actor=wrong, at=MAY_2
            )
    made = an_objection(month, row)
    with pytest.raises(MoveRefused):
        moves.close_check(row, actor=month.planner, at=MAY_8)
    with pytest.raises(MoveRefused):
        moves.answer(made, accept=True, words="采纳", actor=month.head, at=MAY_3)
    with pytest.raises(MoveRefused):
        moves.answer(made, accept=True, words=" ", actor=month.planner, at=MAY_3)
    done = moves.answer(made, accept=True, words="经核实采纳", actor=month.planner, at=MAY_3)
    assert done.state == ObjectionState.ACCEPTED
    assert lines_about(made, "accept") == 1
    assert Notice.objects.filter(user=month.head, kind="bulletin.answered").count() == 1
    with pytest.raises(MoveRefused):
        moves.answer(made, accept=False, words="又不采纳", actor=month.planner, at=MAY_3)


def test_an_officer_who_belongs_to_the_unit_does_not_answer_it(month):
    from cadres.models import Cadre

    row = month.checking()
    made = an_objection(month, row)
    Cadre.objects.create(name="吴澄", unit=month.town, user=month.planner)
    assert not may.answers(month.planner, made)
    assert may.answers(month.other, made)


def test_a_corrected_line_keeps_its_trace_and_the_words_follow(month):
    row = month.checking()
    line = services.edit_line(
        month.line(row), {"invested": Decimal("60.00"), "is_exempt": True, "exempt_reason": "汛情"},
        actor=month.planner, at=MAY_3, reason="异议采纳",
    )  # fmt: skip
    assert [change["label"] for change in line.changes] == ["年内累计完成投资", "不纳入比较", "不纳入比较的原因"]
    row.refresh_from_db()
    assert "汛情" in row.words["lights"]
    assert lines_about(row, "edit_line") == 1
    with pytest.raises(ValidationError):
        services.edit_line(line, {"done": Decimal(9)}, actor=month.planner, at=MAY_3, reason="")
    with pytest.raises(MoveRefused):
        services.edit_line(line, {"done": Decimal(9)}, actor=month.head, at=MAY_3, reason="改")


def test_words_written_by_hand_stay_and_emptied_ones_are_drafted_again(month):
    row = services.edit_words(month.draft(), {"next": "抓紧整改。"}, actor=month.planner, at=MAY_2)
    services.recount(row)
    assert row.words["next"] == "抓紧整改。"
    assert "100" not in row.words["next"]
    row = services.edit_words(row, {"next": ""}, actor=month.planner, at=MAY_2)
    assert row.words["next"].startswith("各责任单位")


def test_from_signing_on_nothing_is_edited(month):
    row = month.signing()
    with pytest.raises(MoveRefused):
        services.edit_words(row, {"next": "改"}, actor=month.planner, at=MAY_3)
    with pytest.raises(MoveRefused):
        services.edit_line(month.line(row), {"reason": "改"}, actor=month.planner, at=MAY_3, reason="改")


# Published ----------------------------------------------------------------------------------------


def test_a_published_bulletin_does_not_move_when_everything_below_is_edited(month):
    row = month.signed()
    trail.seal(at=MAY_3)
    row = moves.publish(row, actor=month.planner, at=MAY_5)
    assert row.number_text == "张项通〔2017〕1号"
    assert row.seal_hash
    before = paper(Bulletin.objects.get(pk=row.pk))
    assert hashlib.sha256(before).hexdigest() == row.digest
    values = list(BulletinLine.objects.filter(bulletin=row).order_by("pk").values())

    for project in month.projects:
        project.name, project.year_plan = project.name + "改", 9
        project.save()
    DailyReport.objects.update(invested=1)
    MonthlyPlan.objects.update(planned=7, confirmed=8)
    Light.objects.update(confirmed="red", reason="改")
    Figure.objects.update(invested=5, planned=6)
    rename_unit(month.town, name="湖滨街道", on=date(2017, 1, 2), actor=month.other, at=MAY_8, reason="改名")
    trail.seal(at=MAY_8)
    month.fold(LATER)

    assert list(BulletinLine.objects.filter(bulletin=row).order_by("pk").values()) == values
    assert paper(Bulletin.objects.get(pk=row.pk)) == before == paper(Bulletin.objects.get(pk=row.pk))
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(before)).paragraphs)
    assert row.seal_hash in text
    assert list(bulletin_checks.verify()) == []
    assert "张项通〔2017〕1号" in text


def test_the_database_refuses_what_the_application_would_not_do(month):
    row = month.published()
    objections = [
        lambda: Bulletin.objects.filter(pk=row.pk).update(title="改"),
        lambda: Bulletin.objects.filter(pk=row.pk).update(state=S.DRAFT, published_at=None),
        lambda: BulletinLine.objects.filter(bulletin=row).update(colour="red"),
        lambda: BulletinParty.objects.filter(bulletin=row).update(unit_name="改"),
    ]
    for act in objections:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert moves.archive(row, actor=month.planner, at=MAY_8, reason="电话确认").state == S.ARCHIVED


def test_units_sign_for_it_and_then_it_is_archived(month):
    row = month.published()
    with pytest.raises(MoveRefused):
        moves.archive(row, actor=month.planner, at=MAY_5)
    with pytest.raises(MoveRefused):
        services.receive(month.party(row), actor=month.dept_head, at=MAY_5)
    services.receive(month.party(row), actor=month.head, at=MAY_5)
    services.receive(month.party(row), actor=month.head, at=MAY_8)
    services.receive(month.party(row, month.dept), actor=month.dept_head, at=MAY_5)
    assert lines_about(row, "receive") == 2
    assert month.party(row).received_at == MAY_5
    assert moves.archive(row, actor=month.planner, at=MAY_8).state == S.ARCHIVED


def test_a_correction_is_a_new_bulletin_and_the_first_stays(month):
    first = month.published()
    before = paper(first)
    with pytest.raises(ValidationError):
        services.correct(first, actor=month.planner, at=MAY_8, why=" ")
    row = services.correct(first, actor=month.planner, at=MAY_8, why="累计投资有误")
    assert (row.kind, row.corrects, row.lines.count()) == (BulletinKind.CORRECTION, first, 3)
    services.edit_line(month.line(row), {"invested": Decimal(60)}, actor=month.planner, at=MAY_8, reason="凭证")
    row.refresh_from_db()
    assert "张项通〔2017〕1号" in row.words["overall"]
    assert "年内累计完成投资由“40.00”更正为“60”" in row.words["overall"]
    row = moves.open_check(row, actor=month.planner, at=MAY_8)
    row = moves.close_check(row, actor=month.planner, at=LATER)
    row = moves.sign(moves.review(row, actor=month.other, at=LATER), actor=month.leader, at=LATER)
    row = moves.publish(row, actor=month.planner, at=LATER)
    assert row.number == 2
    assert paper(Bulletin.objects.get(pk=first.pk)) == before
    with pytest.raises(MoveRefused):
        moves.discard(row, actor=month.planner, at=LATER, reason="不要")


# Seeing and reminding -----------------------------------------------------------------------------


def test_drafts_are_the_offices_and_published_ones_everybodys(month):
    def seen(user):
        return list(Bulletin.objects.visible_to(user, date(2017, 5, 5)))

    auditor, someone = a_user("audit1", administrator="audit"), a_user("someone")
    row = month.draft()
    assert seen(month.planner) == [row]
    assert seen(month.head) == seen(someone) == []
    moves.open_check(row, actor=month.planner, at=MAY_2)
    assert seen(month.head) == [row]
    assert seen(someone) == []
    for unit, head in ((month.town, month.head), (month.dept, month.dept_head)):
        services.agree(month.party(row, unit), actor=head, at=MAY_2)
    moves.close_check(row, actor=month.planner, at=MAY_3)
    moves.review(row, actor=month.other, at=MAY_3)
    moves.sign(row, actor=month.leader, at=MAY_3)
    moves.publish(row, actor=month.planner, at=MAY_5)
    assert seen(someone) == [row]
    assert seen(auditor) == []


def test_reminders_run_twice_tell_once_and_stop_when_the_unit_has_answered(month):
    row = month.checking()
    kinds = Notice.objects.filter(kind__startswith="bulletin")
    assert kinds.filter(user=month.head).count() == 1  # told when the check was opened
    assert len(bulletin_ladder.owed("bulletin_check")) == 2
    services.agree(month.party(row), actor=month.head, at=MAY_2)
    first = remind_bulletins(at=MAY_3)
    remind_bulletins(at=MAY_3)
    assert first
    assert [one.key for one in bulletin_ladder.owed("bulletin_check")] == [str(month.party(row, month.dept).pk)]
    assert list(bulletin_ladder.people("unit", [str(month.party(row).pk)], date(2017, 5, 3)).values()) == [[month.head]]


# Arithmetic ---------------------------------------------------------------------------------------

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["town", "department"]), st.sampled_from(["green", "yellow", "red", "grey"]),
        st.one_of(st.none(), st.integers(-40, 40)), st.booleans(), st.integers(0, 2),
    ),
    max_size=30,
)  # fmt: skip


@given(ROWS, st.integers(0, 10), st.integers(1, 4), st.booleans())
def test_the_faster_are_those_a_naive_reading_of_the_criteria_names(rows, ahead, per_track, clean):
    lines = [
        SimpleNamespace(
            pk=pk, track=row[0], colour=row[1], deviation=None if row[2] is None else Decimal(row[2]),
            is_exempt=row[3], orders_overdue=row[4],
        )
        for pk, row in enumerate(rows)
    ]  # fmt: skip
    naive = set()
    for line in lines:

        def fits(one):
            return (
                one.colour == "green" and not one.is_exempt and one.deviation is not None and one.deviation >= ahead
                and not (clean and one.orders_overdue)
            )  # fmt: skip

        better = [
            one for one in lines if fits(one) and one.track == line.track and one.deviation > (line.deviation or 0)
        ]
        if fits(line) and len(better) < per_track:
            naive.add(line.pk)
    assert rules.faster(lines, rules.Criteria(Decimal(ahead), per_track, clean)) == naive


def test_objections_are_never_lost_to_copying_anew(month):
    row = month.checking()
    an_objection(month, row)
    row = moves.send_back(row, actor=month.leader, at=MAY_3, reason="先改")
    with pytest.raises(MoveRefused):
        moves.recopy(row, actor=month.planner, at=MAY_3, reason="重取")
    assert Objection.objects.count() == 1


def test_a_share_of_counts_is_as_exact_as_one_of_amounts():
    assert rules.share(2, 3) == rules.share(Decimal(2), Decimal(3)) == Decimal("66.67")
    assert rules.share(0, 0) is None
