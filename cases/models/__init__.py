"""The rows of the cases floor, split by subject. A line a subject."""

# ruff: noqa: F401
from cases.models.adjustment import AdjustEvidence, Adjustment, AdjustOpinion, AdjustTalk
from cases.models.appeals import Appeal
from cases.models.cards import Card
from cases.models.decisions import Attendee, Decision, DecisionItem
from cases.models.honours import Honour, Honouree, HonourObjection
from cases.models.promotion import Promotion
from cases.models.reserve import ReserveEntry, ReserveReview
from cases.models.retention import Disposal, DisposalItem, LegalHold
from cases.models.rulesets import Circumstance, Clock, Figure, Measure, RuleSet
from cases.models.served import Served
from cases.models.tolerance import Investigator, Lesson, Tolerance, ToleranceHearing, TolerancePoint
from cases.models.withdrawal import HonourWithdrawal
