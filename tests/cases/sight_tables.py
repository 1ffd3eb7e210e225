"""Who sees what of which case, kind by kind and state by state: the titles of the blocks of its page and the codes of
its papers, for each reader that sees it at all. Who is not named sees nothing: not in a list, no page, no paper.

A kind is a row of TABLES: its world, the way to its states (`sight`), the day on which it is looked at, who of those
that see it reads what happened, and for each state {readers: (titles, codes)}, the readers as words with commas
between. A state takes the row of another one by naming it. A new kind: a world and a walk in `sight`, a row here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.cases import adjustment_scene, appeal_scene, honours_scene, sight, tolerance_scene
from tests.cast import at

# The cadre section with its officer, and its leaders. The head of the unit in the office is one of them where neither
# his unit nor its people are concerned, the person in the office where not he but his unit is.
SECTION = "officer, office, director"
MINE = "subject, subject in the office"
UNIT = "head, head in the office"
DESK = f"{SECTION}, discipline"


@dataclass(frozen=True)
class Table:
    """kind: a name of cases.registry. people: () -> the world. walk: (people, state) -> case. seen_at: when it is
    looked at. states: as above. desk: who reads the trail of a case that he sees."""

    kind: str
    people: Callable
    walk: Callable
    seen_at: Any
    states: dict
    desk: str = DESK
    # Where the kind has two tables: the states that this one leaves to the other.
    elsewhere: tuple = ()

    def row(self, state):
        """{reader: (titles, codes)} of a state."""
        found = self.states[state]
        found = self.states[found] if isinstance(found, str) else found
        return {reader: seen for readers, seen in found.items() for reader in readers.split(", ")}


def row(section, subject=None, discipline=None, *, who=SECTION, mine=MINE):
    """The usual row: the section, whom it concerns, the discipline commission, each with (titles, codes) or None."""
    given = {who: section, mine: subject, "discipline": discipline}
    return {readers: seen for readers, seen in given.items() if seen is not None}


# Cards ----------------------------------------------------------------------------------------------

FACTS = {"Facts"}
HEARD = FACTS | {"Statement"}
PROPOSED = HEARD | {"Proposal"}
DECIDED = PROPOSED | {"Decision"}
VALID = DECIDED | {"Putting it right"}
NOTICE, SERVED = {"notice"}, {"notice", "hearing", "receipt"}
ALL, OWN, OWN_ALL = SERVED | {"decision"}, {"notice", "receipt"}, {"notice", "receipt", "decision"}


def of_card(titles, codes, own=None, **words):
    return row((titles, codes), own, (titles, codes) if own else None, **words)


def cards(**words):
    """The states of a card on its way; words: who reads it, whom it concerns."""
    return {
        "DRAFT": of_card(FACTS, NOTICE, **words),
        "NOTIFIED": of_card(HEARD, SERVED, (HEARD, OWN), **words),
        "HEARD": "NOTIFIED",
        "PROPOSED": of_card(PROPOSED, SERVED, (HEARD, OWN), **words),
        "DECIDED": of_card(DECIDED, ALL, (HEARD, OWN), **words),
        "VALID": of_card(VALID, ALL, (VALID, OWN_ALL), **words),
        "RECTIFIED": "VALID",
    }


CARD = {
    **cards(),
    "LIFTED": "VALID",
    "LAPSED": of_card(DECIDED, ALL, (DECIDED, OWN_ALL)),
    "WITHDRAWN": "LAPSED",
    "ESCALATED": of_card(DECIDED | {"Cards that belong together"}, ALL, (DECIDED, OWN_ALL)),
    "DROPPED": of_card(FACTS, SERVED, (FACTS, OWN)),
}
ASIDE = ("LIFTED", "LAPSED", "WITHDRAWN", "ESCALATED", "DROPPED")
# A recusal is from a person: a card about a unit is read by who is recused from one of its people.
OF_UNIT = cards(who=f"{SECTION}, recused, subject in the office", mine=UNIT)

# Adjustment and promotion -----------------------------------------------------------------------------

VERIFIED = {"Verification"}
A_HEARD = VERIFIED | {"Statement"}
A_PROPOSED = A_HEARD | {"Proposal"}
ASKED = A_PROPOSED | {"Opinions"}
A_DECIDED = ASKED | {"Decision"}
APPOINTED = A_DECIDED | {"Appointment and influence period"}
CLOSED = APPOINTED | {"Evaluation"}
# The section's alone: never the person's, the commission's, the unit's.
CLUE, TALKS = {"Clue"}, {"Clue", "Talks with the person"}
TOLD = HEARD | {"Decision", "What you can do against it"}
TALKED, LETTERS = {"talk-before"}, {"letter-discipline", "letter-leader"}
REPLIES = {"reply-discipline", "reply-leader"}
A_ALL = ALL | TALKED | LETTERS | REPLIES | {"talk-decided", "appointment"}
A_END = A_ALL | {"influence", "follow-up"}
D_ASKED, D_GAVE = SERVED | {"letter-discipline"}, SERVED | {"letter-discipline", "reply-discipline"}
D_ALL = D_GAVE | {"decision"}
ADJUSTMENT = {
    "CLUE": row((CLUE | VERIFIED, NOTICE)),
    "VERIFYING": "CLUE",
    "VERIFIED": "CLUE",
    "NOTIFIED": row((CLUE | A_HEARD, SERVED | TALKED), (HEARD, SERVED)),
    "HEARD": "NOTIFIED",
    "PROPOSED": row((TALKS | A_PROPOSED, SERVED | TALKED), (HEARD, SERVED)),
    "CONSULTING": row((TALKS | ASKED, SERVED | TALKED | LETTERS), (HEARD, SERVED), (ASKED, D_ASKED)),
    "FORWARDED": row((TALKS | ASKED, SERVED | TALKED | LETTERS | REPLIES), (HEARD, SERVED), (ASKED, D_GAVE)),
    "DECIDED": row((TALKS | A_DECIDED, A_ALL), (HEARD, SERVED), (A_DECIDED, D_ALL)),
    "TALKED": "DECIDED",
    "DELIVERED": row((TALKS | A_DECIDED, A_ALL), (TOLD, ALL), (A_DECIDED, D_ALL)),
    "FOLLOW_UP": row(
        (TALKS | APPOINTED, A_END), (TOLD | {"Appointment and influence period"}, ALL | {"influence"}),
        (APPOINTED, D_ALL),
    ),
    "CLOSED": row(
        (TALKS | CLOSED, A_END), (TOLD | {"Appointment and influence period", "Evaluation"}, ALL | {"influence"}),
        (CLOSED, D_ALL),
    ),
    "REVOKED": row(
        (TALKS | APPOINTED | {"Post to be settled"}, A_END),
        (TOLD | {"Appointment and influence period"}, ALL | {"influence"}), (APPOINTED, D_ALL),
    ),
    "DISMISSED": "CLUE",
    "DECLINED": row(
        (TALKS | A_DECIDED, ALL | TALKED | LETTERS | REPLIES), (HEARD, SERVED), (A_DECIDED, D_ALL)
    ),
}  # fmt: skip
EVIDENCE = {"Proposal", "Evidence"}
P_ASKED = EVIDENCE | {"Opinion of the discipline commission"}
P_DECIDED = P_ASKED | {"Decision"}
PACK = {"pack", "letter"}
PROMOTION = {
    "DRAFT": row((EVIDENCE, {"pack"})),
    "CONSULTING": row((P_ASKED, PACK), None, (P_ASKED, {"letter"})),
    "ADVISED": "CONSULTING",
    "FORWARDED": "CONSULTING",
    "DECIDED": row((P_DECIDED, PACK | {"appointment"}), None, (P_DECIDED, {"letter"})),
    "APPOINTED": row(
        (P_DECIDED | {"Appointment"}, PACK | {"appointment"}), ({"Appointment"}, set()),
        (P_DECIDED | {"Appointment"}, {"letter"}),
    ),
    "DECLINED": row((P_DECIDED, PACK), None, (P_DECIDED, {"letter"})),
    "DROPPED": "CONSULTING",
}  # fmt: skip

# Error tolerance ------------------------------------------------------------------------------------

LODGED = {"Application", "Self-check of the three distinctions"}
ACCEPTED, REFUSED = LODGED | {"Acceptance"}, LODGED | {"Not accepted"}
INQUIRY = ACCEPTED | {"Investigation"}
JOINT = INQUIRY | {"Three distinctions and six looks"}
MEETING = JOINT | {"Opinion of the discipline commission"}
FOUND, AFTER = {"Finding"}, {"Correction, clearing, revisit"}
T_ACCEPTED = {"application", "acceptance"}
T_REPORT = T_ACCEPTED | {"report", "receipt"}
T_FOUND, T_FED_BACK = {"finding"}, {"finding", "feedback"}
WITH_INVESTIGATOR = f"{DESK}, investigator"


def of_tolerance(inside, outside, who=DESK):
    """Those inside; the person and the head of the unit, who read neither the inquiry nor the opinion."""
    return {who: inside, f"{MINE}, {UNIT}": outside}


TOLERANCE = {
    "LODGED": of_tolerance((LODGED, {"application"}), (LODGED, {"application"})),
    "ACCEPTING": of_tolerance((ACCEPTED, {"application"}), (LODGED, {"application"})),
    "REFUSING": of_tolerance((REFUSED, {"application"}), (LODGED, {"application"})),
    "REFUSED": of_tolerance((REFUSED, {"application", "refusal", "receipt"}), (REFUSED, {"application", "refusal"})),
    "INQUIRY": of_tolerance((INQUIRY, T_ACCEPTED | {"receipt"}), (ACCEPTED, T_ACCEPTED)),
    "JOINT": of_tolerance((JOINT, T_REPORT), (ACCEPTED, T_ACCEPTED), WITH_INVESTIGATOR),
    "MEETING": of_tolerance((MEETING, T_REPORT), (ACCEPTED, T_ACCEPTED), WITH_INVESTIGATOR),
    "DECIDED": of_tolerance((MEETING | FOUND, T_REPORT | T_FOUND), (ACCEPTED, T_ACCEPTED), WITH_INVESTIGATOR),
    "FED_BACK": of_tolerance(
        (MEETING | FOUND, T_REPORT | T_FED_BACK), (ACCEPTED | FOUND, T_ACCEPTED | T_FED_BACK), WITH_INVESTIGATOR
    ),
    "FILED": "FED_BACK",
    "CORRECTING": of_tolerance(
        (MEETING | FOUND | AFTER, T_REPORT | T_FED_BACK | {"correction"}),
        (ACCEPTED | FOUND | AFTER, T_ACCEPTED | T_FED_BACK | {"correction"}), WITH_INVESTIGATOR,
    ),
    "CORRECTED": "CORRECTING",
    "FOLLOWED": "CORRECTING",
    "CLOSED": "CORRECTING",
    "WITHDRAWN": "LODGED",
    "DISMISSED": "INQUIRY",
    "REVOKED": "FED_BACK",
}  # fmt: skip

# Reviews and appeals --------------------------------------------------------------------------------

CLAIM = {"What is asked for", "Execution"}
DOUBT, RULING = {"Doubt about the admission"}, {"Ruling on the admission"}
FINDINGS = CLAIM | {"Findings"}
REASONS = FINDINGS | {"Reasons"}
OUTCOME = REASONS | {"Outcome"}
R_ADMITTED = {"application", "admission"}


def of_appeal(inside, own):
    return {DESK: inside, MINE: own}


APPEAL = {
    "LODGED": of_appeal((CLAIM, {"application"}), (CLAIM, {"application"})),
    "QUESTIONED": of_appeal((CLAIM | DOUBT, {"application"}), (CLAIM, {"application"})),
    "ADMITTED": of_appeal((CLAIM, R_ADMITTED), (CLAIM, R_ADMITTED)),
    "INADMISSIBLE": of_appeal(
        (CLAIM | DOUBT | RULING, {"application", "refusal", "receipt"}), (CLAIM | RULING, {"application", "refusal"})
    ),
    "EXAMINED": of_appeal((FINDINGS, R_ADMITTED), (CLAIM, R_ADMITTED)),
    "PROPOSED": of_appeal((REASONS, R_ADMITTED), (CLAIM, R_ADMITTED)),
    "DECIDED": of_appeal((OUTCOME, R_ADMITTED | {"outcome"}), (CLAIM, R_ADMITTED)),
    "CLOSED": of_appeal(
        (OUTCOME, R_ADMITTED | {"outcome", "receipt", "reply"}), (OUTCOME, R_ADMITTED | {"outcome"})
    ),
    "WITHDRAWN": "LODGED",
}  # fmt: skip

# Honours and the reserve list -----------------------------------------------------------------------

LIST = {"The batch", "On the list"}
WHOLE = LIST | {"Taken out"}
# Of a batch with people of many units no head is kept out; who is on it reads it as everybody does.
H_SECTION = f"{SECTION}, head in the office"
H_READERS = "head, another head, colleague, stranger, recused, leader, planner, supervisor, team, discipline, taken out"
SHOWN, DONE = {"publicity"}, {"publicity", "commendation"}


def of_all(section, everybody, own=None):
    return {H_SECTION: section, H_READERS: everybody, MINE: own or everybody}


HONOUR = {
    "DRAFT": {H_SECTION: (WHOLE, set())},
    "OPINION": {H_SECTION: (WHOLE, set()), "discipline": (LIST, set())},
    "OPINED": "OPINION",
    "PUBLICITY": of_all((WHOLE, SHOWN), (LIST, SHOWN)),
    "CHECKED": "PUBLICITY",
    "PROPOSED": of_all((WHOLE | {"Proposal"}, SHOWN), (LIST, SHOWN)),
    "DECIDED": of_all((WHOLE | {"Proposal"}, DONE), (LIST, DONE)),
    "PUBLISHED": of_all((WHOLE | {"Proposal"}, DONE | {"certificate"}), (LIST, DONE), (LIST, DONE | {"certificate"})),
    "DROPPED": "DRAFT",
}  # fmt: skip

# A withdrawn honour, read as a card is.
WITHDRAWAL = {
    "DRAFT": of_card(FACTS, NOTICE),
    "NOTIFIED": of_card(HEARD, SERVED, (HEARD, OWN)),
    "HEARD": "NOTIFIED",
    "PROPOSED": of_card(PROPOSED, SERVED, (HEARD, OWN)),
    "DECIDED": of_card(DECIDED, ALL, (HEARD, OWN)),
    "DELIVERED": of_card(DECIDED, ALL, (DECIDED, OWN_ALL)),
    "REVOKED": "DELIVERED",
    "KEPT": "DECIDED",
    "DROPPED": of_card(FACTS, SERVED, (FACTS, OWN)),
}

ENTRY = {"Entry"}
ON_LIST = ENTRY | {"Training", "Proposal"}
RESERVE = {
    "PROPOSED": row((ENTRY, {"entry"})),
    "CHECKED": "PROPOSED",
    "BEFORE": row((ON_LIST, {"entry"})),
    **dict.fromkeys(("DECIDED", "IN", "LISTED", "USED"), "BEFORE"),
    "REMOVED": row((ON_LIST | {"Exit proposed"}, {"entry"})),
    "DROPPED": "PROPOSED",
}


def moved_away(states, *moved):
    """The same, the head of the unit of before among the readers of the section once the person is another's."""
    found = dict(states)
    for state in moved:
        rows = found[state] if isinstance(found[state], dict) else found[found[state]]
        found[state] = {f"{who}, head in the office" if who == SECTION else who: seen for who, seen in rows.items()}
    return found


APRIL, JULY = at("2017-04-24 10:00:00"), at("2017-07-28 10:00:00")
TABLES = {
    "card": Table("card", sight.of_cards, sight.a_card_at, APRIL, CARD),
    "card of a unit": Table(
        "card", sight.of_cards, sight.a_unit_card_at, APRIL, OF_UNIT, f"{DESK}, recused, subject in the office", ASIDE
    ),
    "adjustment": Table(
        "adjustment", sight.of_adjustments, adjustment_scene.an_adjustment, APRIL,
        moved_away(ADJUSTMENT, "FOLLOW_UP", "CLOSED", "REVOKED"), f"{DESK}, head in the office",
    ),
    "promotion": Table(
        "promotion", sight.of_adjustments, adjustment_scene.a_promotion, APRIL, moved_away(PROMOTION, "APPOINTED"),
        f"{DESK}, head in the office",
    ),
    "tolerance": Table("tolerance", sight.of_tolerance, tolerance_scene.a_tolerance, APRIL, TOLERANCE),
    "appeal": Table("appeal", sight.of_appeals, appeal_scene.an_appeal, at("2017-05-24 10:00:00"), APPEAL),
    "honour": Table(
        "honour", sight.of_honours, sight.a_batch_at, JULY, HONOUR, f"{DESK}, head in the office"
    ),
    "withdrawal": Table(
        "withdrawal", honours_scene.Scene, honours_scene.Scene.withdrawal, at("2017-08-04 10:00:00"), WITHDRAWAL
    ),
    "reserve": Table("reserve", sight.of_honours, sight.an_entry_at, JULY, RESERVE),
}  # fmt: skip
