"""Merging doubled units and people: every row moves to the one that is kept, all on the trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from cadres import registry
from cadres.models import Appointment, Cadre, InfluencePeriod, Unit, UnitName
from cadres.services.units import SINCE_EVER
from cadres.states import CadreState
from zhangdian.desk import snapshots
from zhangdian.trail import services as trail


@transaction.atomic
def merge_units(kept, gone, *, actor, at, reason):
    """Make `gone` part of `kept`: cadres, posts, subordinate units, past names and whatever upper floors hold.

    `gone` stays as an inactive row, so that old lines still find it; its name becomes a past name of `kept`.
    Returns {what: how many}. All or nothing.
    """
    if kept.pk == gone.pk:
        raise ValidationError(_("A unit cannot be merged with itself."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they are one.")})
    units = {
        unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    }
    kept, gone = units[kept.pk], units[gone.pk]
    if not gone.is_active:
        raise ValidationError(_("“%(unit)s” is out of use already.") % {"unit": gone})
    ancestor = kept.parent
    while ancestor is not None:
        if ancestor.pk == gone.pk:
            raise ValidationError(_("“%(kept)s” stands under “%(gone)s”: merge the other way round.") % {
                "kept": kept, "gone": gone,
            })  # fmt: skip
        ancestor = ancestor.parent
    moved = {
        "cadres": _move_cadres(kept, gone),
        "appointments": _move_posts(gone, unit=kept),
        "children": gone.children.update(parent=kept),
        "past_names": _move_names(kept, gone, at),
    }
    for move in registry.MERGES_UNITS:
        move(kept, gone, actor=actor, at=at)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    said = {name: str(count) for name, count in moved.items()}
    trail.record(kept, "merge", actor=actor, at=at, reason=reason, before={"gone": f"{gone} (#{gone.pk})"}, after=said)
    trail.record(
        gone, "merged_away", actor=actor, at=at, reason=reason, before={}, after={"kept": f"{kept} (#{kept.pk})"}
    )
    return moved


def _move_cadres(kept, gone):
    doubled = set(kept.cadres.values_list("name", "phone"))
    clash = [f"{name} {phone}" for name, phone in gone.cadres.values_list("name", "phone") if (name, phone) in doubled]
    if clash:
        raise ValidationError(
            _("Merge these people first, who stand in both units: %(names)s.") % {"names": "、".join(clash)}
        )
    return gone.cadres.update(unit=kept)


def _move_posts(gone, **to):
    """Move the appointments of a unit or a cadre; one that the other has alike is dropped."""
    name, target = next(iter(to.items()))
    count = 0
    for post in Appointment.objects.filter(**{name: gone}).select_related("cadre"):
        setattr(post, name, target)
        same = Appointment.objects.filter(cadre=post.cadre, unit=post.unit, post=post.post, from_on=post.from_on)
        if same.exclude(pk=post.pk).exists():
            post.delete()
            continue
        post.save(update_fields=[name])
        count += 1
    return count


def _move_names(kept, gone, at):
    count = 0
    known = set(kept.past_names.values_list("name", "from_on"))
    for past in gone.past_names.all():
        if (past.name, past.from_on) in known:
            past.delete()
            continue
        past.unit = kept
        past.save(update_fields=["unit"])
        count += 1
    if gone.name != kept.name and (gone.name, SINCE_EVER) not in known:
        UnitName.objects.create(unit=kept, name=gone.name, from_on=SINCE_EVER, until_on=at.date())
    return count


@transaction.atomic
def merge_cadres(kept, gone, *, actor, at, reason):
    """Make two rows of one person one: posts, influence periods, the account and whatever upper floors hold.

    What `kept` lacks (birth, telephone, gender, account) it takes from `gone`, which is then deleted; its last
    words stand on the trail. Returns {what: how many}. All or nothing.
    """
    if kept.pk == gone.pk:
        raise ValidationError(_("A person cannot be merged with himself or herself."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they are one.")})
    people = {
        person.pk: person
        for person in Cadre.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    }
    kept, gone = people[kept.pk], people[gone.pk]
    if kept.user_id and gone.user_id:
        raise ValidationError(
            _("Both have an account (%(one)s, %(other)s): take one of the accounts away first.")
            % {"one": kept.user.username, "other": gone.user.username}
        )
    if kept.born_in and gone.born_in and kept.born_in != gone.born_in:
        raise ValidationError(_("They were born in different months: these are two people."))
    last_words, number = snapshots.of(gone), gone.pk
    before = snapshots.of(kept)
    moved = {
        "appointments": _move_posts(gone, cadre=kept),
        "influence_periods": InfluencePeriod.objects.filter(cadre=gone).update(cadre=kept),
    }
    for move in registry.MERGES_CADRES:
        move(kept, gone, actor=actor, at=at)
    taken = {
        name: getattr(gone, name) for name in ("born_in", "phone", "gender", "post", "user") if not getattr(kept, name)
    }
    if gone.state == CadreState.SERVING != kept.state:
        raise ValidationError(_("“%(kept)s” is out of service and the other is not: keep the other.") % {"kept": kept})
    trail.record(
        gone, "merged_away", actor=actor, at=at, reason=reason, before=last_words, after={"kept": f"#{kept.pk}"}
    )
    try:
        gone.delete()
    except ProtectedError as held:
        names = "、".join(sorted({str(row._meta.verbose_name) for row in held.protected_objects}))
        raise ValidationError(_("The other row is still held by: %(names)s.") % {"names": names}) from None
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.full_clean()
    kept.save()
    old, new = snapshots.difference(before, snapshots.of(kept))
    said = {name: str(count) for name, count in moved.items()}
    old["gone"] = f"{last_words['name']} (#{number})"
    trail.record(kept, "merge", actor=actor, at=at, reason=reason, before=old, after={**new, **said})
    return moved
