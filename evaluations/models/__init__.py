"""The rows of the evaluations floor, split by subject. A line a subject."""

# ruff: noqa: F401
from evaluations.models.inspections import (
    Evidence,
    Finding,
    Inspection,
    InspectionVersion,
    Mark,
    Observation,
    Record,
    Seat,
    WeekPlan,
)
from evaluations.models.orders import Order
