"""The rows of the evaluations floor, split by subject. A line a subject."""

# ruff: noqa: F401
from evaluations.models.batches import Batch, BatchLine
from evaluations.models.bulletins import Bulletin, BulletinLine, BulletinParty, Objection
from evaluations.models.coordination import Coordination, CoordinationReport, CoordinationStep
from evaluations.models.facts import Fact
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
from evaluations.models.reviews import (
    RaterGroup,
    RaterSeats,
    Review,
    ReviewItem,
    ReviewOption,
    ReviewSubject,
    SubjectUnit,
)
from evaluations.models.schemes import PeerGroup, Rehearsal, Scheme
from evaluations.models.scores import Score, ScoreEntry, ScoreLine, ScoreObjection, Scoring, SourceHold
from evaluations.models.talks import Check, Material, MaterialVersion, Talk
from evaluations.models.tally import SubjectResult, Tally
from evaluations.models.teams import (
    Examination,
    ExaminationProject,
    ExaminedCadre,
    Recusal,
    Team,
    TeamMember,
    TeamProject,
)
from evaluations.models.urns import Ballot, Officer, Ticket, Urn
