"""People at their devices with a case between them: the one way in which every walk goes through the pages.

ZHANGDIAN_PICTURES names a folder: each distinct page is then photographed at both widths, in the order of the walk.
"""

import os
import re
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import time_machine
from django.db.models import Sum
from django.utils import timezone

from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Appeal, Decision
from cases.transitions.decisions import MOVES as DECISION_MOVES
from evaluations.models import ScoreEntry, SourceHold
from tests.browser.visitor import DESK, PHONE, named
from tests.cases.scene import PDF
from tests.cast import at
from zhangdian.trail.models import Entry

PICTURES = os.environ.get("ZHANGDIAN_PICTURES", "")
FORM = "main form[method=post]"
MINUTES = {"name": "纪要.pdf", "mimeType": "application/pdf", "buffer": PDF}
# Buttons beside the moves of a case: what is done to its clock, and who runs it.
BESIDE = re.compile("延长本步期限|暂停计时|恢复计时|移交承办人")
SESSION = timedelta(minutes=30)
_numbers = count(1)


@contextmanager
def on(text):
    """The clock of person and server stands at the instant and ticks on."""
    with time_machine.travel(at(text), tick=True):
        yield


class Walker:
    """visit: the fixture. site: the world; it remembers which pages its walks have looked at. name: of the pictures."""

    def __init__(self, visit, site, name):
        self.visit, self.site, self.name = visit, site, name
        self.visitors, self.since, self.last = {}, {}, None
        self.seen = site.things.setdefault("walked", set())
        self.shots = site.things.setdefault("shots", count(1))

    def come(self, user, size=DESK):
        """The device of the person at that screen, signed in: no session outlives an hour without a page."""
        now = timezone.now()
        if user.pk not in self.since or now - self.since[user.pk] > SESSION:
            self.visitors[user.pk] = self.visit(user, again=self.visitors.get(user.pk))
            self.since[user.pk], self.last = now, None
        self.visitors[user.pk].size(size)
        return self.visitors[user.pk]

    def open(self, user, path, size=DESK, mark=""):
        """Go to a path of the house that is there for the person; returns the Visitor, the page looked at. Who came
        there by the last step of the walk is there."""
        visitor = self.come(user, size)
        if (visitor, visitor.page.url) != (self.last, self.site.address + path):
            assert visitor.open(path) == 200, f"{user}: {path}"
        assert "/login/" not in visitor.page.url, f"{user}: {path}"
        self.look(visitor, user, mark)
        return visitor

    def look(self, visitor, user, mark=""):
        """Nothing is wrong with the page at either width and every word is Chinese. Asked once of a page, a role and a
        mark (a state, a refusal); without a mark of a page that the role had not come to before."""
        page = visitor.page
        path = re.sub(r"\d+", "N", page.url.removeprefix(self.site.address))
        if (path, user.roles, mark) in self.seen:
            return
        self.seen |= {(path, user.roles, mark), (path, user.roles, "")}
        page.wait_for_load_state("load")
        # A refused form is answered with 422, which the console tells.
        visitor.said[:] = [line for line in visitor.said if "422" not in line]
        was = page.viewport_size
        for size in (PHONE, DESK):
            visitor.size(size)
            self._picture(page, f"{path}-{user.roles or 'person'}-{mark}", size[0])
            # Colours are the same at both.
            assert visitor.faults(contrast=size == PHONE) == [], page.url
        assert set(visitor.latin()) - named() == set(), page.url
        # What may be done beside the moves is never what the page asks for.
        assert page.locator("a.button--primary", has_text=BESIDE).count() == 0
        page.set_viewport_size(was)

    def _picture(self, page, path, width):
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            words = re.sub(r"\W+", "-", path).strip("-")
            shot = Path(PICTURES) / f"{self.name}-{next(self.shots):03}-{words}-{width}.png"
            page.screenshot(path=shot, full_page=True)

    def read(self, user, case, size=DESK):
        """What the page of the case says to the person, as the case stands."""
        case.refresh_from_db()
        visitor = self.open(user, case.get_absolute_url(), size, mark=case.state)
        return visitor.page.inner_text("main")

    def hidden(self, user, case):
        """There is no such page for the person."""
        visitor = self.come(user, PHONE)
        assert visitor.open(case.get_absolute_url()) == 404, user
        # The console says so too.
        visitor.said.clear()

    def follow(self, user, visitor, link, mark=""):
        """Go where a link of the page leads, out of the fold where it lies in one; the page there is looked at."""
        place = visitor.page.locator(f"main {link}").first
        fold = place.locator("xpath=ancestor::details[not(@open)]/summary")
        if fold.count():
            fold.click()
        with visitor.page.expect_navigation():
            place.click()
        self.look(visitor, user, mark)

    def send(self, visitor, /, **fields):
        """Fill in the form of the page and press its button."""
        form = visitor.page.locator(FORM).last
        fill(form, fields)
        with visitor.page.expect_navigation():
            form.locator("button[type=submit]").first.click()

    def sent(self, visitor, /, **fields):
        """The same; it is not refused."""
        self.send(visitor, **fields)
        wrong = visitor.page.locator("[data-errors], .messages .notice--error")
        assert wrong.count() == 0, f"{visitor.page.url}: {wrong.first.inner_text()}"
        self.last = visitor

    def refused(self, user, visitor, /, **fields):
        """The same; it is refused, and says so at both widths. Returns the sentences."""
        self.send(visitor, **fields)
        self.last = None
        self.look(visitor, user, mark="refused")
        return visitor.page.locator("[data-errors]").inner_text()

    def start(self, user, path, model, size=DESK, /, **fields):
        """Begin a case by the button of the list of cases; returns the new row."""
        last = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        visitor = self.open(user, "/cases/", size)
        self.follow(user, visitor, f"a[href='{path}']")
        self.sent(visitor, **fields)
        return model.objects.get(pk__gt=last)

    def step(self, user, case, verb, size=DESK, /, **fields):
        """From the page of the case by the button of a move or an act to its form, filled in and sent. Returns the case
        as it stands then."""
        visitor = self.open(user, case.get_absolute_url(), size)
        self.follow(user, visitor, f"a[href$='/{case.KIND}/{case.pk}/{verb}/']")
        self.sent(visitor, **fields)
        return type(case).objects.get(pk=case.pk)

    def decide(self, case, outcome, *, meeting, clerk, leader, note=""):
        """What the meeting of today decided: entered by the clerk, confirmed by the leader, both on their pages."""
        number = f"张组纪〔2017〕走{next(_numbers)}号"
        visitor = self.open(clerk, case.get_absolute_url(), mark=case.state)
        self.follow(clerk, visitor, "a[href='/cases/decisions/new/']")
        field = f"{case.KIND}-{case.pk}"
        self.sent(
            visitor, meeting=meeting, held_on=str(timezone.localdate()), document_no=number, expected="9", present="8",
            agreed="7", words="会议听取了汇报，同意所提意见。", attendees="周衡\n林岚，回避：亲属关系", minutes=MINUTES,
            not_secret=True, **{f"outcome-{field}": outcome, f"note-{field}": note},
        )  # fmt: skip
        decision = Decision.objects.get(document_no=number)
        self.look(visitor, clerk, mark=decision.state)
        assert (decision.state, again(case).state) == ("DRAFT", case.state)
        visitor = self.open(clerk, case.get_absolute_url())
        assert visitor.page.locator(f"main a[href='{decision.get_absolute_url()}']").count() == 1
        visitor = self.open(leader, "/")
        self.follow(leader, visitor, "a[href='/cases/decisions/?state=DRAFT']")
        self.follow(leader, visitor, f"a[href='{decision.get_absolute_url()}']", mark="DRAFT")
        self.follow(leader, visitor, f"a[href$='/{DECISION_MOVES[0].name}/']")
        self.sent(visitor)
        self.look(visitor, leader, mark="CONFIRMED")
        decision.refresh_from_db()
        assert decision.state == "CONFIRMED"
        return again(case)

    def lodge(self, person, case, *, remedy="review"):
        """A review or an appeal, from the page of the case on the person's phone. Returns the Appeal."""
        visitor = self.open(person, case.get_absolute_url(), PHONE, mark=case.state)
        self.follow(person, visitor, "a[href*='/cases/appeal/new/']")
        # What is missing is said, what was typed stays.
        assert "事实和理由" in self.refused(person, visitor, remedy=remedy, claim="撤销原决定。")
        assert visitor.page.locator("[name=claim]").input_value() == "撤销原决定。"
        self.sent(visitor, grounds="原决定未考虑客观原因，有三次书面催告为证。")
        self.look(visitor, person, mark="LODGED")
        assert "不停止" in visitor.page.inner_text("main")
        return Appeal.objects.get(target_label=case._meta.label_lower, target_key=str(case.pk), remedy=remedy)

    def carry(self, appeal, outcome, *, leader):
        """A lodged appeal led by its officer to the delivery of its outcome, the panel's word on the pages too."""
        officer = appeal.handler
        appeal = self.step(officer, appeal, "admit")
        appeal = self.step(officer, appeal, "examine", findings="三次催告属实，不可归责于本人。")
        appeal = self.step(officer, appeal, "propose", proposal="原决定未考虑客观原因，建议撤销。")
        appeal = self.decide(appeal, outcome, meeting="appeals", clerk=officer, leader=leader)
        assert appeal.state == "DECIDED"
        appeal = self.step(officer, appeal, "deliver", manner="signed")
        assert appeal.state == "CLOSED"
        return appeal


def fill(form, fields):
    """Type, choose, tick by name. A value is a text, a row, True, or a file ({name, mimeType, buffer})."""
    for name, value in fields.items():
        place = form.locator(f"[name='{name}']")
        kind = place.first.evaluate("thing => thing.type")
        value = str(value.pk) if hasattr(value, "pk") else value
        if kind == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            place.set_checked(value)
        elif kind == "select-one":
            place.select_option(value)
        elif kind == "file":
            place.set_input_files(value)
        else:
            place.fill(value)


def again(case):
    return type(case).objects.get(pk=case.pk)


def footing(cadre):
    """How the person stands today: what is blocked, points by quarter, what of theirs or of others is held."""
    day = timezone.localdate()
    sums = ScoreEntry.objects.filter(cadre=cadre).values("year", "quarter").order_by().annotate(all=Sum("points"))
    holds = SourceHold.objects.filter(released_at=None).order_by("id")
    return {
        "blocks": [purpose.value for purpose in Purpose if blocks(cadre, purpose, day)],
        "points": {(row["year"], row["quarter"]): row["all"] for row in sums if row["all"]},
        "holds": list(holds.values_list("kind", "source_label", "source_key")),
    }


def lines(case):
    """The verbs on the trail of the case, in order."""
    rows = Entry.objects.filter(label=case._meta.label_lower, key=str(case.pk)).order_by("id")
    return list(rows.values_list("verb", flat=True))
