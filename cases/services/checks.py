"""What `manage.py verify` asks of cases: do the stamps, servings, decisions and effects rest on lines of the trail?

Set-based: a few statements a kind. A row whose columns, servings and decision were all written by SQL has no lines and
is named, whatever its state says.
"""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from cadres.models import InfluencePeriod
from cases import registry
from cases.models import Appeal, Decision, DecisionItem, Measure, Served
from evaluations.models import ScoreEntry
from zhangdian.trail.models import Entry


def verify():
    """Yield a sentence for everything that stands in a case and has no line, or has a line and does not stand."""
    yield from _decisions()
    appeals = {str(pk): target for pk, *target in Appeal.objects.values_list("pk", "target_label", "target_key")}
    for kind in registry.KINDS.values():
        yield from _kind(kind)
        if kind.effect is not None:
            yield from _effects(kind, appeals)
        yield from kind.checks()


def _decisions():
    """A confirmed decision has its line, of that instant and that person."""
    label = Decision._meta.label_lower
    lines = set(Entry.objects.filter(label=label, verb="confirm").values_list("key", "at", "actor_id"))
    rows = Decision.objects.filter(confirmed_at__isnull=False).values_list(
        "pk", "document_no", "confirmed_at", "confirmed_by"
    )
    for pk, number, at, by in rows.iterator():
        if (str(pk), at, by) not in lines:
            yield _("Decision %(number)s is marked as confirmed, but no line of the trail confirms it.") % {
                "number": number
            }


def _lines(kind):
    """{key: {verb: {instants}}} of the lines about cases of a kind that moved them."""
    found = defaultdict(lambda: defaultdict(set))
    rows = Entry.objects.filter(label=kind.key).exclude(from_state="").values_list("key", "verb", "at")
    for key, verb, at in rows.iterator(chunk_size=2000):
        found[key][verb].add(at)
    return found


def _kind(kind):
    columns = [field.name for field in kind.model._meta.concrete_fields]
    stamps = {column: verbs for column, verbs in kind.stamps.items() if column in columns}
    if not stamps:
        return
    lines = _lines(kind)
    servings = defaultdict(set)
    for key, paper, at in Served.objects.filter(label=kind.key).values_list("key", "paper", "at").iterator():
        servings[key].add((paper, at))
    has_decision = "decision" in columns
    decided = defaultdict(set)
    if has_decision:
        for key, decision, at in DecisionItem.objects.filter(label=kind.key).values_list(
            "key", "decision_id", "decision__confirmed_at"
        ):
            decided[key].add((decision, at))
    names = ["pk", "number_text", *stamps, *(["decision_id"] if has_decision else [])]
    for row in kind.model.objects.order_by("pk").values(*names).iterator(chunk_size=2000):
        words = {"kind": kind.label, "number": row["number_text"]}
        key = str(row["pk"])
        mine = lines[key]
        for column, verbs in stamps.items():
            at = row[column]
            if at is not None and not any(at in mine[verb] for verb in verbs):
                words["field"] = kind.model._meta.get_field(column).verbose_name
                yield _("%(kind)s %(number)s: no line of the trail stands behind “%(field)s”.") % words
        for column, paper in kind.papers_at.items():
            if row.get(column) is not None and (paper, row[column]) not in servings[key]:
                yield _("%(kind)s %(number)s: what was delivered has no serving of that instant.") % words
        moments = set().union(*mine.values())
        for _paper, at in servings.pop(key, ()):
            if at not in moments:
                yield _("%(kind)s %(number)s: a serving has no line of the trail.") % words
        if has_decision and row["decision_id"] and (row["decision_id"], row.get("decided_at")) not in decided[key]:
            yield _("%(kind)s %(number)s: its decision does not name it, or not at that instant.") % words
    for key in servings:
        yield _("%(kind)s %(key)s: something was served of a case that is not there.") % {
            "kind": kind.label,
            "key": key,
        }


def _effects(kind, appeals):
    """Every case has the effects that its measure says and no others; one without effect has left none."""
    measures = {
        (rule_set, of, code): (influence, points)
        for rule_set, of, code, influence, points in Measure.objects.values_list(
            "rule_set", "kind", "code", "influence", "points"
        )
    }
    periods = defaultdict(list)
    rows = InfluencePeriod.objects.filter(document_no__in=kind.model.objects.order_by().values("number_text"))
    for number, cadre, of, from_on, lifted_on in rows.values_list(
        "document_no", "cadre_id", "kind", "from_on", "lifted_on"
    ):
        if lifted_on is None or lifted_on > from_on:
            periods[number, cadre].append(str(of))
    points = defaultdict(Decimal)
    entries = ScoreEntry.objects.filter(source_label__in=[kind.key, Appeal._meta.label_lower])
    for label, key, cadre, value in entries.values_list("source_label", "source_key", "cadre_id", "points"):
        if label != kind.key:
            label, key = appeals.get(key, (None, None))
        if label == kind.key:
            points[key, cadre] += value
    for case in kind.model.objects.order_by("pk").iterator(chunk_size=2000):
        said = kind.effect(case) if case.cadre_id else None
        influence, worth = measures.get((case.rule_set_id, *map(str, said)), ("", 0)) if said else ("", 0)
        words = {"kind": kind.label, "number": case.number_text}
        if periods.pop((case.number_text, case.cadre_id), []) != ([influence] if influence else []):
            yield _("%(kind)s %(number)s: its influence periods are not those of its measure.") % words
        if points.pop((str(case.pk), case.cadre_id), Decimal(0)) != Decimal(worth):
            yield _("%(kind)s %(number)s: its points are not those of its measure.") % words
    for (number, _cadre), found in periods.items():
        if found:
            yield _("%(kind)s %(number)s: an influence period stands on another person.") % {
                "kind": kind.label, "number": number,
            }  # fmt: skip
    for (key, _cadre), value in points.items():
        if value:
            yield _("%(kind)s %(key)s: points stand without the case, or on another person.") % {
                "kind": kind.label, "key": key,
            }  # fmt: skip
