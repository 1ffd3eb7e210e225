"""The rows of the projects floor, split by subject."""

from projects.models.day import DailyReport, Photo, Progress, Receipt, ReportVersion
from projects.models.figures import Figure, Light, LightWeek, Standing
from projects.models.roster import (
    Branch,
    BranchMember,
    Milestone,
    MonthlyPlan,
    Programme,
    Project,
    ProjectUnit,
    Responsibility,
    RosterImport,
    StageSpan,
    Target,
)

__all__ = [
    "Branch", "BranchMember", "DailyReport", "Figure", "Light", "LightWeek", "Milestone", "MonthlyPlan", "Photo",
    "Programme", "Progress", "Project", "ProjectUnit", "Receipt", "ReportVersion", "Responsibility", "RosterImport",
    "StageSpan", "Standing", "Target",
]  # fmt: skip
