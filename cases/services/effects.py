"""What a decided case does to a person, and how it is taken back: an influence period and points, by the doors of the
floors below. Nothing is overwritten: what falls is lifted from its first day, and reversed by another entry."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from cadres.models import InfluencePeriod
from cadres.services.influence import begin_influence, end_influence, void_influence
from cases.models import Appeal
from evaluations.models import ScoreEntry
from evaluations.queries.score_inputs import Quarter
from evaluations.services import score_entries


def quarter_on(day):
    """The quarter that `day` lies in."""
    return Quarter(day.year, (day.month - 1) // 3 + 1)


def take_effect(case, measure, *, actor, at, until_on=None):
    """Begin what `measure` says for the person concerned, from the day on: (InfluencePeriod or None, ScoreEntry or
    None). A second call gives the first ones again. Where only a unit is concerned nothing touches a person.

    until_on: the last day of effect where it is not the months of the measure's influence period.
    """
    if case.cadre_id is None:
        return None, None
    day = timezone.localdate(at)
    period = entry = None
    reason = f"{case.number_text} {measure.label}"[:200]
    if measure.influence:
        period = begin_influence(
            case.cadre, kind=measure.influence, from_on=day, reason=reason, document_no=case.number_text,
            made_by=case.decision.get_meeting_display()[:60] if case.decision_id else "", actor=actor, at=at,
            until_on=until_on, end_reason=reason if until_on else "", blocks=measure.blocks,
        )  # fmt: skip
    if measure.points:
        entry = score_entries.post_entry(
            case.cadre, quarter_on(day), measure.points, source=case, reason=reason, actor=actor, at=at
        )
    return period, entry


def undo(case, *, reason, actor, at):
    """Take back everything that `case` did to the person: its periods have had no effect from their first day on, its
    points are reversed. Safe to run twice. Returns (periods lifted, entries reversed)."""
    lifted = reversed_ = 0
    for period in periods_of(case).exclude(lifted_on=F("from_on")):
        void_influence(period, reason=reason[:200], actor=actor, at=at)
        lifted += 1
    for entry in entries_of(case):
        score_entries.reverse_entry(entry, reason=reason, actor=actor, at=at)
        reversed_ += 1
    return lifted, reversed_


def replace(case, measure, *, by, actor, at):
    """Put the effects of `measure` in place of those of `case`, as if it had been decided so: the old ones have had no
    effect from their first day on, the new ones begin on the day of its delivery. by: the appeal that changed it."""
    undo(case, reason=str(by), actor=actor, at=at)
    if case.cadre_id is None:
        return
    day = timezone.localdate(case.delivered_at)
    reason = f"{case.number_text} {measure.label}"[:200]
    if measure.influence:
        begin_influence(
            case.cadre, kind=measure.influence, from_on=day, reason=reason, document_no=case.number_text,
            made_by=by.decision.get_meeting_display()[:60], actor=actor, at=at, until_on=case.valid_until,
            end_reason=reason, blocks=measure.blocks,
        )  # fmt: skip
    if measure.points:
        # Of the appeal as its source: one entry a source and quarter.
        score_entries.post_entry(
            case.cadre, quarter_on(day), measure.points, source=by, reason=reason, actor=actor, at=at
        )


def end_periods(case, *, on, reason, actor, at):
    """From the day `on` the periods of the case have no effect any more; what was, was. Safe to run twice."""
    for period in periods_of(case).filter(lifted_on__isnull=True):
        end_influence(period, on=max(on, period.from_on + timedelta(days=1)), reason=reason[:200], actor=actor, at=at)


def same(one, other):
    """Do two measures do the same to a person?"""
    facts = ("influence", "months", "blocks", "points")
    return all(getattr(one, name) == getattr(other, name) for name in facts)


def periods_of(case):
    """The influence periods that the case began."""
    if case.cadre_id is None:
        return InfluencePeriod.objects.none()
    return InfluencePeriod.objects.filter(cadre=case.cadre_id, document_no=case.number_text)


def entries_of(case):
    """The entries of points that the case, or an appeal that changed it, made and that still count."""
    appeals = [str(key) for key in Appeal.objects.against(case).values_list("pk", flat=True)]
    mine = Q(source_label=case._meta.label_lower, source_key=str(case.pk))
    changed = Q(source_label=Appeal._meta.label_lower, source_key__in=appeals)
    return ScoreEntry.objects.filter(mine | changed, reverses__isnull=True, reversed_by__isnull=True)
