"""What a review or an appeal does beside its own moves: marks what is disputed, and tells everybody who must know."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.queries import heads_of
from cases import registry
from cases.services.clocks import tell
from evaluations.services.score_entries import hold_source, release_source
from evaluations.states.scores import HoldKind
from zhangdian.trail import verbs

verbs.declare(lodge_appeal=gettext_lazy("lodged the appeal"))


def dispute(appeal, *, actor, at):
    """From the admission on every score that rests on the decision shows that it is disputed; it goes on to count."""
    target = appeal.target
    hold_source(target, HoldKind.DISPUTED, case=appeal, reason=str(appeal), actor=actor, at=at)


def settle(appeal, outcome, *, actor, at):
    """The mark ends with the appeal. Safe to call twice."""
    release_source(appeal.target, HoldKind.DISPUTED, case=appeal, outcome=str(outcome), actor=actor, at=at)


def people_to_tell(appeal, day):
    """Who hears of the outcome beside the person: the officer of what was disputed, the leaders who confirmed the one
    and the other, the heads of the unit concerned, the discipline commission where it sees the case."""
    target = appeal.target
    found = {user.pk: user for user in (target.handler, appeal.handler, appeal.decided_by) if user is not None}
    if appeal.first_confirmer_id:
        found[appeal.first_confirmer_id] = appeal.first_confirmer
    if target.unit_id:
        heads = heads_of([target.unit_id], day).get(target.unit_id, [])
        found |= {cadre.user_id: cadre.user for cadre in heads if cadre.user_id}
    model = type(target)
    if model.objects.filter(model.objects.discipline_sees(), pk=target.pk).exists():
        rows = User.objects.filter(is_active=True, roles__contains=f",{Role.DISCIPLINE},")
        found |= {user.pk: user for user in rows}
    mine = appeal.cadre.user_id if appeal.cadre_id else None
    return [user for key, user in found.items() if user.is_active and key != mine]


def tell_outcome(appeal, *, at):
    """Tell them; the person concerned is told by the serving itself."""
    title = _("%(appeal)s: %(result)s") % {"appeal": appeal, "result": appeal.get_result_display()}
    tell(people_to_tell(appeal, timezone.localdate(at)), appeal, "outcome", title, at=at)


def carrier(appeal, may):
    """Who carries the outcome into what was disputed: the leader who confirmed it, or None (the system) where that
    person may no longer act."""
    leader = appeal.decided_by
    return leader if leader is not None and may(leader, appeal.target) else None


def carry_out(appeal, *, actor, at):
    """Let the outcome flow back by the disputed kind's own move: revoked, changed, or nothing."""
    target = appeal.target
    kind = registry.of(target)
    if appeal.result == "revoked":
        kind.revoked(target, appeal=appeal, actor=actor, at=at)
    elif appeal.result == "changed":
        kind.changed(target, appeal=appeal, code=appeal.change_code, actor=actor, at=at)
