"""The moves of an entry of the reserve list: proposed, checked, before the meeting, decided, confirmed, in the list,
evaluated for a post, used or removed.

What blocks the reserve list strikes an entry off at once, by the system and with its source; only where that falls
altogether may an officer put it back.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import InfluencePeriod
from cadres.queries import blocked, blocks
from cadres.states import Purpose
from cases.models import ReserveEntry, ReserveReview
from cases.permissions import reserve as may
from cases.permissions.common import decides, nobody
from cases.queries import reserve as queries
from cases.services import reserve as services
from cases.services.clocks import tell
from cases.states.reserve import GOOD_GRADES, RESERVE_STANDING, AnnualGrade
from cases.states.reserve import ReserveState as S
from cases.transitions.step import step
from zhangdian.workflow import Move, MoveRefused

CHECK = Move("check", frozenset({S.PROPOSED}), S.CHECKED, may.runs, gettext_lazy("Check what is needed"),
             needs=("annual_grade", "check_note"))  # fmt: skip
PROPOSE = Move("propose", frozenset({S.CHECKED}), S.BEFORE, may.runs, gettext_lazy("Put before the meeting"),
               needs=("proposal", "maturity", "measures"))  # fmt: skip
DECIDE = Move("decide-entry", frozenset({S.BEFORE}), S.DECIDED, decides, gettext_lazy("Decided: enter"))
DECLINE = Move("decline", frozenset({S.BEFORE}), S.DROPPED, decides, gettext_lazy("Decided: do not enter"))
CONFIRM = Move(
    "confirm-entry", frozenset({S.DECIDED}), S.IN, may.confirms, gettext_lazy("Confirm the entry"),
    warns=gettext_lazy("From here on the person is on the list. The person is not told: the list is confidential."),
)  # fmt: skip
REVIEW = Move("review", frozenset({S.IN}), S.IN, may.runs, gettext_lazy("Yearly review: stays in the list"),
              needs=("annual_grade", "maturity", "comment"))  # fmt: skip
LIST = Move("list-for", frozenset({S.IN}), S.LISTED, may.runs, gettext_lazy("Evaluate for a post"),
            needs=("listed_for",))  # fmt: skip
UNLIST = Move("unlist", frozenset({S.LISTED}), S.IN, may.runs, gettext_lazy("No longer for a post"), needs=("reason",))
USE = Move("use", frozenset({S.LISTED}), S.USED, may.runs, gettext_lazy("Used: appointed"), needs=("used_as",))
REMOVE = Move("remove", frozenset({S.IN, S.LISTED}), S.REMOVED, may.removes, gettext_lazy("Remove from the list"),
              needs=("reason",))  # fmt: skip
STRIKE = Move("strike-off", frozenset({S.IN, S.LISTED}), S.REMOVED, nobody,
              gettext_lazy("Struck off by an influence period"), needs=("reason",), by_system=True)  # fmt: skip
REINSTATE = Move(
    "reinstate", frozenset({S.REMOVED}), S.IN, may.runs, gettext_lazy("Put back into the list"), needs=("reason",),
    warns=gettext_lazy("Only where what struck the entry off was taken back altogether."),
)  # fmt: skip
DROP = Move("drop", frozenset({S.PROPOSED, S.CHECKED, S.BEFORE, S.DECIDED}), S.DROPPED, may.runs,
            gettext_lazy("Do not enter"), needs=("reason",))  # fmt: skip
MOVES = (CHECK, PROPOSE, DECIDE, DECLINE, CONFIRM, REVIEW, LIST, UNLIST, USE, REMOVE, STRIKE, REINSTATE, DROP)


def fit(entry, at, grade=None):
    """Raise MoveRefused where the person may not be on the list: blocked, too old, without a good yearly grade."""
    day = timezone.localdate(at)
    period = blocks(entry.cadre, Purpose.RESERVE, day)
    if period is not None:
        raise MoveRefused(services.period_words(period), MoveRefused.WRONG_STATE)
    if entry.cadre.born_in is None:
        raise MoveRefused(
            _("The file of %(name)s says no month of birth: enter it first.") % {"name": entry.cadre},
            MoveRefused.MISSING,
        )
    if queries.too_old(entry, day):
        raise MoveRefused(
            _("%(name)s is older than the %(age)s years of this layer.")
            % {"name": entry.cadre, "age": queries.age_limit(entry)},
            MoveRefused.WRONG_STATE,
        )
    if grade is not None and grade not in GOOD_GRADES:
        raise MoveRefused(
            _("With the yearly grade “%(grade)s” nobody is on the list: drop the entry or propose its exit.")
            % {"grade": AnnualGrade(grade).label},
            MoveRefused.WRONG_STATE,
        )


def check(entry, *, annual_grade, check_note, actor, at):
    """Check what is needed: nothing blocks, the age, the newest yearly grade."""

    def checked(row):
        fit(row, at, annual_grade)
        row.checked_at, row.checked_by = at, actor

    return step(CHECK, entry, actor=actor, at=at, then=checked, annual_grade=annual_grade, check_note=check_note)


def propose(entry, *, proposal, maturity, measures, actor, at):
    def proposed(row):
        fit(row, at)
        row.proposed_at, row.proposed_by = at, actor

    return step(PROPOSE, entry, actor=actor, at=at, then=proposed, proposal=proposal, maturity=maturity,
                measures=measures)  # fmt: skip


def decided(entry, outcome, *, decision, actor, at):
    """Carry a meeting's word into the entry: registry.Kind.decided."""

    def stamped(row):
        if outcome == "enter":
            fit(row, at)
        row.decision, row.decided_at = decision, at

    if outcome == "enter":
        return step(DECIDE, entry, actor=actor, at=at, then=stamped, before={}, after={"decision": str(decision)})
    return step(DECLINE, entry, actor=actor, at=at, reason=str(decision), then=stamped)


def confirm_entry(entry, *, actor, at):
    """Confirm: from here on the person is on the list."""

    def confirmed(row):
        fit(row, at)
        row.confirmed_at, row.confirmed_by = at, actor

    return step(CONFIRM, entry, actor=actor, at=at, then=confirmed)


def review(entry, *, annual_grade, maturity, comment, measures="", actor, at):
    """The yearly review: stays, with maturity, training measures and a comment; kept as a row. Another year begins."""

    def reviewed(row):
        fit(row, at, annual_grade)
        row.annual_grade, row.maturity, row.measures = annual_grade, maturity, measures
        row.reviewed_on = timezone.localdate(at)
        row.exit_at = row.exit_by = row.kept_at = None
        row.exit_why = ""
        ReserveReview.objects.create(
            entry_id=row.pk, at=at, by=actor, annual_grade=annual_grade, maturity=maturity, measures=measures,
            comment=comment[:400],
        )  # fmt: skip

    return step(REVIEW, entry, actor=actor, at=at, then=reviewed, reason=comment[:400], annual_grade=annual_grade,
                maturity=maturity, comment=comment)  # fmt: skip


def list_for(entry, *, listed_for, actor, at):
    """Evaluated for a post."""
    return step(LIST, entry, actor=actor, at=at, then=lambda row: fit(row, at), listed_for=listed_for)


def unlist(entry, *, reason, actor, at):
    return step(UNLIST, entry, actor=actor, at=at, reason=reason)


def use(entry, *, used_as, actor, at):
    """Appointed to a post: the entry is over."""
    return step(USE, entry, actor=actor, at=at, then=lambda row: fit(row, at), used_as=used_as, reason=used_as[:400])


def remove(entry, *, reason, actor, at):
    """Remove from the list, by a leader who did not propose it."""
    return step(REMOVE, entry, actor=actor, at=at, reason=reason)


def strike_off(entry, *, at, actor=None):
    """Strike off what an influence period keeps from the list; the system's own move."""
    period = blocks(entry.cadre, Purpose.RESERVE, timezone.localdate(at))
    if period is None:
        raise MoveRefused(_("Nothing keeps this person from the list."), MoveRefused.WRONG_STATE)
    words = services.period_words(period)

    def struck(row):
        row.struck_by, row.struck_words, row.return_at = str(period.pk), words[:200], None

    done = step(STRIKE, entry, actor=None, at=at, reason=words[:400], then=struck)
    tell([done.handler], done, "struck", _("Struck off the reserve list: %(case)s") % {"case": done}, at=at)
    return done


def reinstate(entry, *, reason, actor, at):
    """Put an entry back whose block was taken back altogether; nothing else may block by now."""

    def back(row):
        if not services.is_void(row.struck_by):
            raise MoveRefused(
                _("What struck this entry off was not taken back: only a new proposal leads into the list."),
                MoveRefused.WRONG_STATE,
            )
        if queries.has_open(row.cadre, row.layer):
            raise MoveRefused(_("There is a newer entry of this person and layer."), MoveRefused.WRONG_STATE)
        fit(row, at)
        row.struck_by = row.struck_words = row.ended_why = ""
        row.return_at = None

    return step(REINSTATE, entry, actor=actor, at=at, reason=reason, then=back)


def drop(entry, *, reason, actor, at):
    return step(DROP, entry, actor=actor, at=at, reason=reason)


def _unfit(entry, day):
    """Why somebody in the list should leave it, or ""."""
    if queries.too_old(entry, day):
        return _("Older than the %(age)s years of this layer.") % {"age": queries.age_limit(entry)}
    if entry.annual_grade not in GOOD_GRADES:
        return _("Newest yearly grade: %(grade)s.") % {"grade": entry.get_annual_grade_display()}
    return ""


def sweep(at):
    """What goes on by itself: entries that are blocked are struck off; exits for age and returns are proposed on the
    desk. Safe to run twice."""
    done, day = 0, timezone.localdate(at)
    rows = list(ReserveEntry.objects.filter(state__in=RESERVE_STANDING).select_related("cadre", "handler", "rule_set"))
    out = blocked({row.cadre_id for row in rows}, Purpose.RESERVE, day)
    for row in rows:
        if row.cadre_id in out:
            with transaction.atomic():
                strike_off(row, at=at)
        elif row.exit_at is None and row.kept_at is None and (why := _unfit(row, day)):
            services.propose_exit(row, reason=why, actor=None, at=at)
        else:
            continue
        done += 1
    struck = ReserveEntry.objects.filter(state=S.REMOVED, return_at__isnull=True).exclude(struck_by="")
    struck = {row.struck_by: row for row in struck.select_related("cadre", "handler")}
    for period in InfluencePeriod.objects.filter(pk__in=[int(key) for key in struck], lifted_on__isnull=False):
        if services.is_void(str(period.pk)):
            services.propose_return(struck[str(period.pk)], at=at)
            done += 1
    return done
