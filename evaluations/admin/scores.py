"""Schemes and scores: the desk of the cadre section. Looked at and moved, never edited."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.models import PeerGroup, Scheme, ScoreEntry, ScoreObjection, Scoring, SourceHold
from evaluations.queries.score_desk import seen_by
from evaluations.transitions import scores as transitions
from zhangdian.desk.admin import DeskAdmin, DeskInline, ReadOnly, WorkflowAdmin


class _Moved(WorkflowAdmin):
    """Rows that come from elsewhere: looked at here, moved by buttons."""

    transitions = transitions

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class PeerInline(ReadOnly, DeskInline):
    """Who is compared with whom."""

    model = PeerGroup
    fields = readonly_fields = ("track", "level", "label")


@admin.register(Scheme)
class SchemeAdmin(_Moved):
    """Schemes; a draft is changed on its own page, which checks its sums."""

    list_display = ("name", "state", "from_year", "from_quarter", "meeting", "met_on", "decision_number")
    list_filter = ("state", "from_year")
    search_fields = ("name", "reason", "decision_number")
    inlines = (PeerInline,)
    moves = transitions.SCHEME_MOVES


@admin.register(Scoring)
class ScoringAdmin(_Moved):
    """The scores of quarters, from the draft to the freezing."""

    list_display = ("name", "state", "scheme", "computed_at", "check_until", "frozen_at", "decision_number")
    list_filter = ("state", "year")
    list_select_related = ("scheme",)
    search_fields = ("scheme__name", "decision_number")
    moves = transitions.MOVES

    @admin.display(description=_("quarter"), ordering=("year", "quarter"))
    def name(self, row):
        return str(row)


class _Seen:
    """Nobody reads here what is about themselves, or about a cadre from whom they are recused."""

    def get_queryset(self, request):
        return seen_by(super().get_queryset(request), request.user, timezone.localdate())


@admin.register(ScoreEntry)
class ScoreEntryAdmin(_Seen, ReadOnly, DeskAdmin):
    """Points that decisions added or took; what falls is reversed by another entry."""

    list_display = ("cadre", "year", "quarter", "points", "source_title", "reason", "posted_at", "posted_by")
    list_filter = ("year", "quarter")
    list_select_related = ("cadre", "posted_by")
    search_fields = ("cadre__name", "source_title")
    fields = (
        "cadre", "year", "quarter", "dimension", "points", "reason", "source_title", "reverses", "posted_at",
        "posted_by",
    )  # fmt: skip


@admin.register(SourceHold)
class SourceHoldAdmin(ReadOnly, DeskAdmin):
    """What scores rest on and an open case holds."""

    list_display = ("source_title", "kind", "reason", "held_at", "released_at", "outcome", "is_excused")
    list_filter = ("kind", "is_excused")
    search_fields = ("source_title", "reason")
    fields = (
        "source_title", "kind", "reason", "held_at", "held_by", "released_at", "released_by", "outcome", "is_excused"
    )  # fmt: skip


@admin.register(ScoreObjection)
class ScoreObjectionAdmin(_Seen, _Moved):
    """Objections to scores, with their answers."""

    list_display = ("about", "scoring", "indicator", "state", "raised_at", "raised_by", "answered_at")
    list_filter = ("state", "scoring")
    list_select_related = ("scoring", "cadre", "project", "raised_by")
    search_fields = ("cadre__name", "project__name", "claim")
    moves = transitions.OBJECTION_MOVES

    @admin.display(description=_("who or what it is about"))
    def about(self, row):
        return str(row.cadre or row.project)
