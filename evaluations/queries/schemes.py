"""Schemes as their pages show them: numbers in groups, differences, the worked example, a rehearsal in words."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.states import Level, Track
from evaluations.models import PeerGroup, Rehearsal, Scheme, Score, Scoring
from evaluations.rules import scheme as rules
from evaluations.rules import worked_example
from evaluations.states.scores import Grade, Indicator, SchemeState, ScoringState, Unranked
from zhangdian.desk import snapshots


@dataclass(frozen=True)
class Group:
    """Numbers that belong together: title, what they mean, columns, and the sums that must come out:
    (words, columns, the whole as a number or as the name of the column that says it)."""

    title: Any
    means: Any
    columns: tuple[str, ...]
    sums: tuple[tuple[Any, tuple[str, ...], Any], ...] = ()


def _columns(group):
    return tuple(f"{group}_{name}" for name in Scheme.GROUPS[group])


SUM = gettext_lazy("sum")
GROUPS = (
    Group(
        gettext_lazy("Score of a project"),
        gettext_lazy("Four parts of a project's score of 100. A milestone loses a share of its weight for every full "
                     "step of days of delay; what could not be owed leaves the denominator."),
        (*_columns("project"), "late_days", "late_step"),
        ((SUM, _columns("project"), 100),),
    ),
    Group(
        gettext_lazy("Key tasks and overall"),
        gettext_lazy("Key tasks come from the projects carried, overall from the review of cadres; together 100. The "
                     "points of the key tasks are shared out to projects and targets."),
        ("key", "overall", "carried", "targets"),
        (
            (gettext_lazy("key tasks and overall"), ("key", "overall"), 100),
            (gettext_lazy("projects carried and targets"), ("carried", "targets"), "key"),
        ),
    ),
    Group(
        gettext_lazy("Five dimensions"),
        gettext_lazy("How the points of overall are shared out, in per cent."),
        _columns("dimensions"),
        ((SUM, _columns("dimensions"), 100),),
    ),
    Group(
        gettext_lazy("Facts and decisions"),
        gettext_lazy("What a verified fact of each kind adds or takes; together with the entries of decisions never "
                     "more than the cap, either way."),
        (*_columns("facts"), "cap"),
    ),
    Group(
        gettext_lazy("Method and rounding"),
        gettext_lazy("Which figure of a review is taken, and with how many decimals a total is shown and ranked."),
        ("averaging", "decimals"),
    ),
    Group(
        gettext_lazy("Who is ranked"),
        gettext_lazy("With less evidence or fewer days nobody is given a place or a grade."),
        ("fewest_pieces", "fewest_days"),
    ),
    Group(
        gettext_lazy("Grades"),
        gettext_lazy("A total on a line reaches it. Above the share of good the office is warned; nothing is cut."),
        ("good", "fair", "poor", "good_quota"),
    ),
)  # fmt: skip


def listed(today):
    """Every scheme, newest first, with `is_in_force`, who adopted it and how many quarters were computed by it."""
    rows = list(
        Scheme.objects.select_related("based_on", "adopted_by")
        .annotate(used=Count("scorings", distinct=True), rehearsed=Count("rehearsals", distinct=True))
        .order_by(*Scheme._meta.ordering)
    )  # fmt: skip
    begun = (today.year, (today.month + 2) // 3)
    adopted = [row for row in rows if row.state == SchemeState.ADOPTED and (row.from_year, row.from_quarter) <= begun]
    for row in rows:
        row.is_in_force = bool(adopted) and row is adopted[0]
    return rows


def in_force(today):
    """The adopted scheme in force on `today`, or None."""
    return next((row for row in listed(today) if row.is_in_force), None)


def rehearsable():
    """Frozen quarters, newest first."""
    return Scoring.objects.filter(state=ScoringState.FROZEN).select_related("scheme")


def peers_of(scheme):
    """{(track, level): name of the group}, in the order they were entered."""
    return {(row.track, row.level): row.label for row in PeerGroup.objects.filter(scheme=scheme)}


def told(peers):
    """Peer groups in one line of words."""
    tracks, levels = dict(Track.choices), dict(Level.choices)
    return "；".join(f"{tracks[track]} {levels[level]}：{label}" for (track, level), label in sorted(peers.items()))


def numbers_said(scheme, names):
    """{column: its text}."""
    return {name: snapshots.text(scheme, Scheme._meta.get_field(name)) for name in names}


def differences(old, new):
    """[[column, before, after]] of the numbers that differ, as text, and of the peer groups under "peers"."""
    names = [name for name in Scheme.number_columns() if getattr(old, name) != getattr(new, name)]
    before, after = numbers_said(old, names), numbers_said(new, names)
    found = [[name, before[name], after[name]] for name in names]
    were, are = peers_of(old), peers_of(new)
    return [*found, ["peers", told(were), told(are)]] if were != are else found


def label(column):
    """The words of a column of `differences`."""
    source = PeerGroup._meta.verbose_name_plural if column == "peers" else Scheme._meta.get_field(column).verbose_name
    return str(source)


def _trim(text):
    """A number as text without needless noughts."""
    return (
        text.rstrip("0").rstrip(".") if text and "." in text and text.replace(".", "").lstrip("-").isdigit() else text
    )


def in_words(rows):
    """[(words of the column, before, after)] of `differences`."""
    return [(label(name), _trim(before) or "—", _trim(after) or "—") for name, before, after in rows]


def shown(scheme):
    """[(Group, [(words, value, help)])] of all numbers of a scheme."""
    found = []
    for group in GROUPS:
        fields = [Scheme._meta.get_field(name) for name in group.columns]
        rows = [(one.verbose_name, _trim(snapshots.text(scheme, one)), one.help_text) for one in fields]
        found.append((group, rows))
    return found


def peer_grid(peers):
    """(words of the levels, [(words of the track, [names])])."""
    return [level.label for level in Level], [
        (track.label, [peers.get((track.value, level.value), "") for level in Level]) for track in Track
    ]


def compared(numbers, other):
    """The worked example by `numbers` and by `other` (None: not compared): [(words, other's, these), …]."""
    here = worked_example.example(numbers)
    there = worked_example.example(other) if other else None
    grades = dict(Grade.choices)

    def total(of, name):
        return "" if of is None else _or_dash(getattr(of, name).total)

    rows = [
        (_("Project %(name)s") % {"name": worked_example.FIRST}, total(there, "first"), total(here, "first")),
        (_("Project %(name)s") % {"name": worked_example.SECOND}, total(there, "second"), total(here, "second")),
    ]
    for index, line in enumerate(here.cadre.lines):
        words = Indicator(line.indicator).label
        rows.append((words, str(there.cadre.lines[index].points) if there else "", str(line.points)))
    rows.append((worked_example.WHO, total(there, "cadre"), total(here, "cadre")))
    rows.append((
        _("grade"), grades[rules.grade(there.cadre.total, other)] if there else "",
        grades[rules.grade(here.cadre.total, numbers)],
    ))  # fmt: skip
    return rows


def _or_dash(value):
    return "—" if value in (None, "") else str(value)


@dataclass
class Mover:
    """One line of a rehearsal, in words."""

    name: str
    path: str
    place: tuple[str, str]
    total: tuple[str, str]
    grade: tuple[str, str]
    is_grade: bool
    why: list[str] = field(default_factory=list)


@dataclass
class Told:
    """A rehearsal in words. groups: [(name, counts, movers)]. hidden: movers that this reader may not see."""

    report: dict
    numbers: list
    grades: list
    groups: list
    torn: list
    named: list
    projects: list
    hidden: int = 0
    left_off: int = 0


def rehearsals_of(scheme):
    """The rehearsals of a scheme, newest first, without their reports."""
    return Rehearsal.objects.filter(scheme=scheme).select_related("scoring", "made_by").defer("report")


def in_report(rehearsal, user, day):
    """The Told of a rehearsal, as `user` may see it: nobody reads of a cadre from whom they are recused."""
    report = rehearsal.report
    keys = [mover["score"] for mover in report["movers"]]
    seen = set(Score.objects.visible_to(user, day).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    groups = {group["name"]: (group, []) for group in report["groups"]}
    for mover in sorted(report["movers"], key=lambda one: (one["place"][1] or 10**6, one["score"])):
        if mover["score"] in seen:
            name = mover["group"][1] or mover["group"][0]
            groups.setdefault(name, ({"name": name}, []))[1].append(_mover(mover))
    names = dict(Grade.choices)
    return Told(
        report=report, numbers=in_words(report["numbers"]), torn=report["torn"],
        grades=[(names[grade], before, after) for grade, (before, after) in report["grades"].items()],
        groups=[(group, movers) for group, movers in groups.values()],
        named=[(old, new or _("not ranked")) for old, new in report["named"].items()],
        projects=[(one["title"], *map(_or_dash, one["total"])) for one in report["projects"]],
        hidden=len(keys) - len(seen), left_off=report["summary"]["movers"] - len(keys),
    )  # fmt: skip


def _mover(mover):
    grades = dict(Grade.choices)
    places = [
        f"{place} / {of}" if place else _("not ranked")
        for place, of in zip(mover["place"], mover["of"], strict=True)
    ]  # fmt: skip
    return Mover(
        mover["name"], f"/scores/why/{mover['score']}/", tuple(places), tuple(map(_or_dash, mover["total"])),
        tuple(grades[code] for code in mover["grade"]), mover["grade"][0] != mover["grade"][1], _reasons(mover),
    )  # fmt: skip


def _reasons(mover):
    """Why somebody stands elsewhere, in words."""
    said = []
    before, after = mover["unranked"]
    if before != after:
        said.append(_("not ranked: %(why)s") % {"why": Unranked(after).label} if after else _("ranked by this scheme"))
    if mover["group"][0] != mover["group"][1] and mover["group"][1]:
        said.append(_("compared in the group “%(group)s” now") % {"group": mover["group"][1]})
    for indicator, was, now in mover["why"]:
        said.append(
            _("%(line)s %(before)s → %(after)s (%(gap)s)")
            % {
                "line": Indicator(indicator).label, "before": was, "after": now,
                "gap": f"{Decimal(now) - Decimal(was):+}",
            }
        )  # fmt: skip
    if not said and mover["total"][0] == mover["total"][1]:
        said.append(
            _("the lines of the grades are others") if mover["grade"][0] != mover["grade"][1] and
            mover["place"][0] == mover["place"][1] else _("own points are the same; others moved")
        )  # fmt: skip
    if mover["within"] and mover["place"][0] != mover["place"][1]:
        said.append(_("within the range that the ballots allowed anyway"))
    return said
