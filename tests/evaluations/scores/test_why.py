"""Why this number: everything shown sums to the total, every way opens for who is shown it, nothing unmasks."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evaluations.models import Order, Score, Tally
from evaluations.queries.why import lines_of, page
from evaluations.rules import why as rules
from evaluations.rules.score_lines import Line, Piece
from evaluations.services import score_entries as entries
from evaluations.services import scoring as services
from evaluations.states.scores import HoldKind
from projects.models import Milestone, Responsibility
from tests.cast import a_project, a_target, a_user, carries
from tests.counting import MOST, same_count
from tests.evaluations.scores.scene import AFTER, CHECKED, QUARTER, a_month, a_result
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


def rich(district):
    """Every kind of piece, some that count and some that do not."""
    marks = {"project": 18, "politics": 19, "style": 17, "innovation": 16, "integrity": 20}
    a_result(district.office, marks, cadre=district.head, fair={"score": "88.5", "drawn": [0.5, -0.5, 1]})
    a_result(district.office, 80, kind="project", project=district.project)
    an_order(district, "CLOSED", in_time=True)
    an_order(district, "REPORTED")
    a_target(district.project, name="管线", total=0)
    for kind in ("praise", "achievement"):
        district.fact(kind)
    district.fact("problem", state="DRAFT")
    held = district.fact("criticism")
    entries.hold_source(
        held, HoldKind.SUSPENDED, case=district.project, reason="容错核查", actor=district.office, at=AFTER
    )
    source = district.fact("innovation", cadre=district.deputy)
    entries.post_entry(
        district.head, QUARTER, Decimal("-2"), source=source, reason="黄牌", actor=district.office, at=AFTER
    )
    return district


def an_order(district, state, in_time=None, **stamps):
    stamped = {"issued_at": AFTER, "issued_by": district.second, "signed_at": AFTER, "signed_by": district.head_user,
               "reported_at": AFTER, "reported_by": district.head_user, "report": "已修复"}  # fmt: skip
    if state == "CLOSED":
        stamped |= {"closed_at": AFTER, "closed_by": district.office, "verdict": "属实"}
    return Order.objects.create(
        project=district.project, unit=district.unit, title="围挡整改", problem="破损", demand="修复", state=state,
        year=2017, number=Order.objects.count() + 1, number_text=f"张督〔2017〕{Order.objects.count() + 1}号",
        due_at=AFTER.replace(month=6, day=1), days=7, sign_due_at=AFTER, first_due_at=AFTER.replace(month=6, day=1),
        verify_due_at=AFTER, issue_due_at=AFTER, drafted_by=district.office,
        drafted_at=AFTER, in_time=in_time, **stamped,
    )  # fmt: skip


def readable(tally):
    """What the pages of results need of a count, beside what scores take."""
    tally.inputs |= {"groups": [], "levels": [["优秀", "90"]], "fewest": 5, "options": {}, "trim_from": 0}
    tally.save()
    for row in tally.results.all():
        row.detail |= {
            "left_out": [], "pooled": [], "parts_hidden": False, "cells": [], "spread": [], "top_rate": None,
            "reasons": [], "comments": [], "items": [],
        }  # fmt: skip
        row.save()


def html(client, user, score, status=200):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    answer = client.get(reverse("evaluations:score_why", args=[score.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def figures(text, name):
    return [Decimal(found) for found in re.findall(rf'data-{name}="(-?[\d.]+)"', text)]


def sums(text):
    """The page as it is read: parts to the total, lines to their part, pieces to their line."""
    (total,) = figures(text, "total")
    assert sum(figures(text, "part")) == total
    lines = re.split(r'<details class="line stack"', text)[1:]
    assert sum(Decimal(re.search(r'data-line="(-?[\d.]+)"', one).group(1)) for one in lines) == total
    for one in lines:
        points = Decimal(re.search(r'data-line="(-?[\d.]+)"', one).group(1))
        assert sum(figures(one, "piece"), Decimal(0)) == points, one[:300]
    return total


def test_everything_shown_sums_to_the_total(client, district):
    rich(district).shown()
    for thing, user in ((district.head, district.head_user), (district.deputy, district.deputy_user),
                        (district.project, district.head_user), (district.other, district.planner)):  # fmt: skip
        score = district.score(thing)
        assert sums(html(client, user, score)) == score.total


def test_the_limit_of_what_facts_add_is_a_row_of_its_own(client, district):
    a_result(district.office, 17, cadre=district.head)
    for _number in range(14):
        district.fact("praise")
    district.shown()
    text = html(client, district.head_user, district.score(district.head))
    assert sums(text) == district.score(district.head).total
    assert 'data-piece="-2.00"' in text


def test_a_total_without_decimals_shows_what_rounding_made(client, district):
    a_result(district.office, 17, cadre=district.head)
    district.shown()
    score = district.score(district.head)
    district.scheme.decimals = 0
    score.scoring.scheme = district.scheme
    score.total = Decimal(round(score.total))
    found = page(score, lines_of(score), {})
    assert sum(part.points for part in found.parts) + found.rounding == score.total


def test_weights_that_were_shared_out_anew_are_said_with_what_was_left_out(client, district):
    district.shown()
    text = html(client, district.head_user, district.score(district.project))
    assert "督办" in text
    assert re.search(r"节点 40 → 61\.5385", text)


def test_every_way_opens_for_whom_it_is_shown_and_is_absent_for_who_may_not(district):
    rich(district).shown()
    for one in Tally.objects.all():
        readable(one)
    people = {
        "head": district.head_user, "deputy": district.deputy_user, "office": district.office,
        "director": district.director, "leader": district.leader, "planner": district.planner,
        "team": a_user(None, "team"), "supervisor": a_user(None, "supervisor"),
        "discipline": a_user(None, "discipline"), "stranger": district.stranger, "audit": a_user(administrator="audit"),
    }  # fmt: skip
    liaison = a_user()
    carries(liaison, district.project, "liaison", unit=district.unit)
    people["liaison"] = liaison
    ways, opened = set(), set()
    for thing in (district.head, district.project, district.other, district.deputy):
        score = district.score(thing)
        for name, user in people.items():
            client = Client()
            client.force_login(user, backend="accounts.backends.PasswordBackend")
            answer = client.get(f"/scores/why/{score.pk}/")
            sees = name in ("office", "director") or (
                name in ("leader", "planner", "supervisor", "discipline", "head", "deputy")
                if score.project_id else getattr(thing, "user", None) == user
            )  # fmt: skip
            sees |= name == "liaison" and thing == district.project
            assert answer.status_code == (200 if sees else 404), (name, thing)
            if not sees:
                continue
            text = answer.content.decode()
            main = text[text.index("<main") : text.index("</main")]
            for path in re.findall(r'<(?:th scope="row"|li)><a href="(/[^"]+)"', main):
                target, _hash, anchor = path.partition("#")
                if (name, path) in opened:
                    continue
                opened.add((name, path))
                page = client.get(target)
                assert page.status_code == 200, (name, path)
                assert not anchor or f'id="{anchor}"' in page.content.decode(), path
                ways.add((name, re.sub(r"\d+", "N", path)))
    assert ("head", "/orders/N/") in ways
    assert ("head", "/projects/N/#milestones") in ways
    assert ("head", "/projects/N/#targets") in ways
    assert ("head", "/scores/why/N/") in ways
    assert ("head", "/facts/N/") in ways
    assert ("head", "/reviews/N/published/") in ways
    assert ("office", "/reviews/N/results/N/") in ways
    # The distributions are not for who is judged by them.
    assert ("head", "/reviews/N/results/N/") not in ways


def test_the_subject_hears_of_an_unverified_fact_only_that_there_is_one(client, district):
    district.fact("problem", state="DRAFT")
    district.shown()
    score = district.score(district.head)
    text = html(client, district.head_user, score)
    assert "三天完成管线迁改" not in text
    assert "待核实" in text
    assert "三天完成管线迁改" in html(client, district.office, score)


def test_what_did_not_count_is_said_in_plain_words(client, district):
    rich(district).shown()
    text = html(client, district.head_user, district.score(district.head))
    for words in ("尚未经他人核实", "容错核查尚未办结", "季度末尚无应完成量"):
        assert words in text
    assert "尚待督查室核验" in html(client, district.head_user, district.score(district.project))


def test_a_fact_that_was_excused_says_what_was_found(client, district):
    fact = district.fact("problem")
    words = {"case": district.project, "actor": district.office, "at": AFTER}
    entries.hold_source(fact, HoldKind.SUSPENDED, reason="容错核查", **words)
    entries.release_source(fact, HoldKind.SUSPENDED, outcome="先行先试,予以免责", excused=True, **words)
    district.shown()
    assert "先行先试,予以免责" in html(client, district.head_user, district.score(district.head))


def test_nothing_is_said_of_a_review_with_too_few_ballots_not_even_how_many(client, district):
    a_result(district.office, 80, withheld=True, papers=3, cadre=district.head)
    district.shown()
    text = html(client, district.head_user, district.score(district.head))
    assert "3 张" not in text
    assert "有效票不足" in text


def test_both_figures_of_a_review_are_shown_and_which_one_was_taken(client, district):
    rich(district).shown()
    a_result(district.office, 80, kind="project", project=district.other, fair={"score": "83.125"})
    services.fill(district.scoring, QUARTER)
    text = html(client, district.head_user, district.score(district.other))
    assert "83.125" in text
    assert "按方案取计票结果" in text


def test_reading_anothers_leaves_one_line_and_reading_ones_own_none(client, district):
    district.shown()
    score = district.score(district.head)
    before = Entry.objects.count()
    html(client, district.head_user, score)
    html(client, district.planner, district.score(district.project))
    assert Entry.objects.count() == before
    html(client, district.office, score)
    entry = Entry.objects.latest("pk")
    assert (Entry.objects.count(), entry.verb, entry.key) == (before + 1, "read_score", str(score.pk))


def test_a_revision_stands_beside_what_was_frozen(client, district):
    fact = district.fact("problem")
    district.frozen()
    score = district.score(district.head)
    words = {"case": district.project, "actor": district.office, "at": CHECKED}
    entries.hold_source(fact, HoldKind.SUSPENDED, reason="容错核查", **words)
    entries.release_source(fact, HoldKind.SUSPENDED, outcome="免责", excused=True, **words)
    client.force_login(district.office, backend="accounts.backends.PasswordBackend")
    url = reverse("evaluations:score_revise", args=[score.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "容错认定免责"}).status_code == 302
    made = Score.objects.get(cadre=district.head, revision=1)
    for one in (score, made):
        text = html(client, district.head_user, one)
        assert str(score.total) in text
        assert str(made.total) in text
        assert sums(text) == one.total
    client.force_login(district.office, backend="accounts.backends.PasswordBackend")
    again = client.post(reverse("evaluations:score_revise", args=[made.pk]), {"reason": "再来"})
    assert again.status_code == 422
    assert "再来" in again.content.decode()
    client.force_login(district.head_user, backend="accounts.backends.PasswordBackend")
    assert client.post(url, {"reason": "自己改"}).status_code == 403


def test_the_number_of_statements_does_not_grow_with_the_pieces(client, district):
    rich(district).shown()

    def grow():
        there = Milestone.objects.count()
        for number in range(12):
            site = a_project(programme=district.project.programme, unit=district.unit)
            a_target(site, name=f"指标{number}")
            Responsibility.objects.create(
                project=site, cadre=district.head, role="deputy", share=Decimal("0.1"), from_on=date(2017, 1, 1)
            )
            Milestone.objects.create(
                project=district.project, name=f"节点{there + number}", planned_on=date(2017, 5, 1), weight=1
            )
            a_month(site, date(2017, 5, 1), 10, 5)
            district.fact("praise")
            an_order(district, "CLOSED", in_time=True)
        services.fill(district.scoring, QUARTER)

    for user, thing in ((district.head_user, district.head), (district.office, district.head),
                        (district.head_user, district.project)):  # fmt: skip
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        # One is the test's own: which score it is now.
        same_count(client, Again(district, thing), grow, most=MOST + 1)


class Again:
    """The address of a score that is made anew each time the quarter is computed."""

    def __init__(self, district, thing):
        self.district, self.thing = district, thing

    def __str__(self):
        return f"/scores/why/{self.district.score(self.thing).pk}/"


# Arithmetic ---------------------------------------------------------------------------------------


@given(st.integers(-10000, 10000), st.lists(st.fractions(0, 1000, max_denominator=50), max_size=30))
def test_points_shared_out_always_sum_to_the_line(points, won):
    points = Decimal(points).scaleb(-2)
    found = rules.split(points, won)
    assert len(found) == len(won)
    assert sum(found, Decimal(0)) == (points if any(won) else 0)
    exact = [Fraction(points) * own / sum(won) for own in won] if any(won) else []
    assert all(abs(Fraction(one) - right) <= Fraction(1, 100) for one, right in zip(found, exact, strict=False))


def test_what_a_piece_is_worth_adds_up_to_what_its_line_reached(district):
    rich(district).shown()
    scheme, until = district.scheme.numbers(), QUARTER.last
    checked = 0
    for score in district.scoring.scores.all():
        for line in lines_of(score):
            pieces = tuple(Piece(*piece[:3], piece[3], piece[4], bool(piece[5])) for piece in line.pieces)
            if line.indicator == "additions" or line.reached is None:
                continue
            own = Line(line.part, line.indicator, line.nominal, pieces, line.reached, line.n, line.weight, line.points)
            won, whole = rules.sums(scheme, until, own)
            # Per cent to four decimals: the exact quotient lies within half of the last one.
            exact = min(Fraction(100), 100 * Fraction(won) / Fraction(whole))
            assert abs(exact - Fraction(line.reached)) <= Fraction(1, 20000)
            checked += 1
    assert checked > 10
