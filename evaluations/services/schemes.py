"""Drawing up schemes: a draft after another, and every change of a draft with what it was before."""

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.models import PeerGroup, Scheme
from evaluations.permissions import scores as may
from evaluations.queries.schemes import numbers_said, peers_of, told
from evaluations.rules import scheme as rules
from evaluations.states.scores import SchemeState
from zhangdian.desk import snapshots
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

HEAD = ("name", "from_year", "from_quarter", "reason")


@transaction.atomic
def copy(after, content, *, actor, at):
    """Draw up a draft with the numbers and peer groups of the scheme `after`, or with the usual numbers where it is
    None. content: name, from_year, from_quarter, reason. Returns the draft."""
    if not may.draws_schemes(actor):
        raise MoveRefused(_("Schemes are drawn up by the cadre section and its leaders."), MoveRefused.WRONG_PERSON)
    if not content["reason"].strip():
        raise MoveRefused(_("Say what is changed, and why."), MoveRefused.MISSING)
    numbers = {name: getattr(after, name) for name in Scheme.number_columns()} if after else {}
    draft = Scheme.objects.create(
        **{name: content[name] for name in HEAD}, **numbers, based_on=after, made_at=at, made_by=actor
    )
    if after:
        _store_peers(draft, peers_of(after))
    trail.record(
        draft, "copy_scheme" if after else "create", actor=actor, at=at, reason=draft.reason, before={},
        after={"from_year": draft.from_year, "from_quarter": draft.from_quarter}
        | ({"based_on": str(after)} if after else {}),
    )  # fmt: skip
    return draft


def _store_peers(scheme, peers):
    PeerGroup.objects.bulk_create(
        PeerGroup(scheme=scheme, track=track, level=level, label=label) for (track, level), label in peers.items()
    )


@transaction.atomic
def change(scheme, content, peers, *, actor, at):
    """Store a draft as `content` {column: value} and `peers` {(track, level): name} say; returns it.

    One trail line holds what was before and what is now, none where nothing is otherwise. Who changes a draft answers
    for it from then on, and does not adopt it.
    """
    row = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if not may.keeps_scores(actor):
        raise MoveRefused(_("Schemes are drawn up by the cadre section and its leaders."), MoveRefused.WRONG_PERSON)
    if row.state != SchemeState.DRAFT:
        raise MoveRefused(
            _("“%(scheme)s” is at “%(state)s”: only a draft is changed. Draw up another after it.")
            % {"scheme": row, "state": row.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    names = (*HEAD, *Scheme.number_columns())
    before, were = numbers_said(row, names), peers_of(row)
    for name in names:
        # 40 and 40.00 are one number: what is the same stays as it is stored.
        if name in content and content[name] != getattr(row, name):
            setattr(row, name, content[name])
    if rules.problems(row.numbers()):
        raise MoveRefused(_("The numbers do not fit together; nothing was stored."), MoveRefused.MISSING)
    old, new = snapshots.difference(before, numbers_said(row, names))
    if were != peers:
        word = str(PeerGroup._meta.verbose_name_plural)
        old[word], new[word] = told(were), told(peers)
        PeerGroup.objects.filter(scheme=row).delete()
        _store_peers(row, peers)
    if new:
        row.made_at, row.made_by = at, actor
        row.save()
        trail.record(row, "change", actor=actor, at=at, reason=row.reason, before=old, after=new)
    return row
