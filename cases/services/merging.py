"""What becomes of cases when two rows of one person, or of one unit, are made one: every reference moves along."""

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cadres.models import Cadre, Unit
from cases import registry
from zhangdian.trail import services as trail
from zhangdian.trail.titles import numbered
from zhangdian.workflow import MoveRefused


def references(model):
    """[(model, column)] of this floor that point at `model`."""
    return [
        (found, field.name)
        for found in apps.get_app_config("cases").get_models()
        for field in found._meta.concrete_fields
        if field.many_to_one and field.related_model is model
    ]


def move_cadre(kept, gone, *, actor, at):
    """Every case and row of `gone` becomes `kept`'s. Refused where both have the same case of a kind, or where the
    person's account is the officer of one of them."""
    for kind in registry.KINDS.values():
        own = kind.model.objects.open().filter(cadre__in=[kept, gone], handler__in=filter(None, _accounts(kept, gone)))
        clash = own.first()
        if clash is not None:
            raise MoveRefused(
                _("%(who)s runs %(case)s, which would be the own case: hand it over first.")
                % {"who": kept, "case": clash.number_text},
                MoveRefused.WRONG_STATE,
            )
    _move(Cadre, kept, gone, actor=actor, at=at)


def move_unit(kept, gone, *, actor, at):
    """Every case and row of the unit `gone` becomes `kept`'s. Refused where both have the same case of a kind."""
    _move(Unit, kept, gone, actor=actor, at=at)


def _accounts(kept, gone):
    return {kept.user_id, gone.user_id}


def _move(model, kept, gone, *, actor, at):
    moved = 0
    for found, column in references(model):
        try:
            with transaction.atomic():
                moved += found._base_manager.filter(**{column: gone}).update(**{column: kept})
        except IntegrityError:
            raise MoveRefused(
                _("“%(kept)s” and “%(gone)s” have a row of the same matter in: %(kind)s. Settle one first.")
                % {"kept": kept, "gone": gone, "kind": found._meta.verbose_name_plural},
                MoveRefused.WRONG_STATE,
            ) from None
    if moved:
        trail.record(
            kept, "merge_cases", actor=actor, at=at, before={"gone": f"{gone} (#{gone.pk})"},
            after={"rows": str(moved)}, title=numbered(kept),
        )  # fmt: skip
