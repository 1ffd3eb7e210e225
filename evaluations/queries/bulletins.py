"""What pages and the interface read of bulletins; after publication nothing but the frozen rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.states import Role
from evaluations.models import Bulletin, BulletinParty, Objection
from evaluations.rules.bulletins import GREEN, RED, YELLOW, in_order, sums
from evaluations.states.bulletins import PUBLIC, ROAD, BulletinState, Section
from projects.queries.scope import opens
from projects.rules import shown
from zhangdian.waiting import Line, Wait

# So many projects with their reasons are read from across a room.
A_SCENE = 6
TRACKS = ("town", "department", "enterprise", "district", "other")


def listed(user, day):
    """The bulletins that `user` may see, newest first, with how many units have checked and signed for each."""
    return (
        Bulletin.objects.visible_to(user, day)
        .annotate(
            units=Count("parties", distinct=True),
            agreed=Count("parties", filter=Q(parties__agreed_at__isnull=False), distinct=True),
            received=Count("parties", filter=Q(parties__received_at__isnull=False), distinct=True),
        )
        .order_by("-month", "-id")
    )


def own_parties(user, day):
    """The parties for which `user` speaks and which wait for something: to be checked, or to be signed for."""
    waits = Q(bulletin__state=BulletinState.CHECKING, agreed_at__isnull=True, objections__isnull=True) | Q(
        bulletin__state=BulletinState.PUBLISHED, received_at__isnull=True
    )
    return BulletinParty.objects.speaking(user, day).filter(waits).select_related("bulletin").distinct()


def waits(user, day):
    """What the user may have to do about bulletins, for the home page: [Wait | Line]; one statement for who speaks for
    units, none for the offices."""
    if user.has_role(Role.PLANNER):
        over = [BulletinState.PUBLISHED, BulletinState.ARCHIVED, BulletinState.DISCARDED]
        rows = Bulletin.objects.exclude(state__in=over)
        return [Wait(rows, _("bulletins on their way to publication"), "/bulletins/")]
    if user.has_role(Role.LEADER):
        return [Wait(Bulletin.objects.filter(state=BulletinState.SIGNING), _("bulletins to sign"), "/bulletins/")]
    if user.role_set:
        return []
    parties = list(own_parties(user, day)[:20])
    found = []
    for state, words in (
        (BulletinState.CHECKING, _("bulletins to check")), (BulletinState.PUBLISHED, _("bulletins to sign for")),
    ):  # fmt: skip
        rows = [party for party in parties if party.bulletin.state == state]
        if rows:
            found.append(Line(len(rows), words, rows[0].get_absolute_url()))
    return found


@dataclass
class Table:
    """One track's table: name, dressed lines in order, sums."""

    track: str
    name: str
    lines: list[Any]
    sums: Any


def dressed(lines):
    """Give each line its numbers written out; no statement."""
    for line in lines:
        line.done_text = shown.percent(line.done, 2) or "–"
        line.scheduled_text = shown.percent(line.scheduled, 2) or "–"
        line.deviation_text = shown.points(line.deviation)
        line.invested_text, line.year_plan_text = shown.amount(line.invested), shown.amount(line.year_plan)
        line.month_text = f"{shown.amount(line.month_invested)} / {shown.amount(line.month_planned)}"
        line.owed = line.expected - line.excused
    return lines


def tables(bulletin, user, day):
    """[Table] of the tracks that have lines, each line with `opens` (see `scope.opens`); one statement."""
    lines = list(bulletin.lines.annotate(opens=opens(user, day)).order_by("code", "pk"))
    found = []
    for track in TRACKS:
        rows = dressed(in_order([line for line in lines if line.track == track]))
        if rows:
            total = sums(rows)
            found.append(Table(track, rows[0].get_track_display(), rows, total))
    return found


def sections(bulletin):
    """[(label, words)] in order."""
    return [(Section(key).label, bulletin.words.get(key, "")) for key in Section.values]


def road(bulletin):
    """[(label, is passed, is here)] of the line of states."""
    if bulletin.state not in ROAD:
        return []
    here = ROAD.index(bulletin.state)
    return [(state.label, place < here, place == here) for place, state in enumerate(ROAD)]


def objections(bulletin, user, day):
    """The objections to a bulletin with their lines and people, and how `user` stands to each."""
    return (
        Objection.objects.filter(party__bulletin=bulletin)
        .select_related("line", "party", "raised_by", "answered_by")
        .standing(user, day)
    )


# On a wall ---------------------------------------------------------------------------------------


@dataclass
class Wall:
    """A published bulletin for a wall: nothing but its frozen words and lines.

    tallies: [(colour, count)]. words: {section: [paragraphs]}. red: [(track's name, lines)]. behind: the projects
    behind plan with their reasons, in parts that fit a screen, the red ones first. exempt: those not compared.
    sums: of all lines. corrected_by: the newest published correction, if there is one.
    """

    bulletin: Any
    tallies: list[tuple[str, int]]
    words: dict[str, list[str]]
    red: list[tuple[str, list[Any]]]
    behind: list[list[Any]]
    exempt: list[Any]
    sums: Any
    corrected_by: Any


def newest_published(user, day):
    """The newest bulletin that is out, a correction before what it corrects; None while there is none."""
    rows = Bulletin.objects.visible_to(user, day).filter(state__in=PUBLIC)
    return rows.order_by("-month", "-published_at", "-pk").first()


def wall(bulletin):
    """The Wall of a published bulletin; two statements."""
    lines = dressed(in_order(bulletin.lines.all()))
    total = sums(lines)
    faster = [(track, [line for line in lines if line.is_faster and line.track == track]) for track in TRACKS]
    colours = (RED, YELLOW)
    behind = [line for colour in colours for line in lines if line.colour == colour and not line.is_exempt]
    return Wall(
        bulletin,
        [(GREEN, total.green), (YELLOW, total.yellow), (RED, total.red), ("grey", total.grey)],
        {key: bulletin.words.get(key, "").splitlines() for key in Section.values},
        [(rows[0].get_track_display(), rows) for _track, rows in faster if rows],
        [behind[start : start + A_SCENE] for start in range(0, len(behind), A_SCENE)],
        [line for line in lines if line.is_exempt], total,
        bulletin.corrections.filter(state__in=PUBLIC).order_by("-published_at").first(),
    )  # fmt: skip
