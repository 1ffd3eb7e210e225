"""Posts of cadres."""

import re
from datetime import timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from cadres.models import Appointment, Cadre
from cadres.states import Level
from zhangdian.desk import snapshots
from zhangdian.desk.lists import ListOf
from zhangdian.trail import services as trail

HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")


def pinyin_of(name):
    """The name in Latin letters, by which lists are sorted and searched."""
    size = len(name)
    if HAN.fullmatch(name) and not any(
        name[first:last] in PHRASES_DICT for first in range(size) for last in range(first + 2, size + 1)
    ):
        # No word of the dictionary decides how a character of it is read: each as it is read alone, looked up once.
        return " ".join(map(_sound, name))
    return " ".join(lazy_pinyin(name))[:60]


@lru_cache(maxsize=8192)
def _sound(character):
    return lazy_pinyin(character)[0]


@transaction.atomic
def appoint(cadre, *, unit, post, from_on, actor, at, level=Level.STAFF, is_head=False, document_no="", reason="",
            ends_present=True):  # fmt: skip
    """Appoint `cadre` to a post from a day; the posts held until then end the day before when `ends_present`.

    The cadre's unit, post and level follow. Returns the Appointment; its line stands on the cadre's trail.
    """
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    before = snapshots.of(cadre)
    if ends_present:
        for held in cadre.appointments.filter(until_on__isnull=True):
            _end(held, day_before(held, from_on))
    made = Appointment(
        cadre=cadre, unit=unit, post=post, level=level, is_head=is_head, document_no=document_no, from_on=from_on
    )
    made.full_clean()
    made.save()
    cadre.unit, cadre.post, cadre.level = unit, post, level
    cadre.save(update_fields=["unit", "post", "level"])
    old, new = snapshots.difference(before, snapshots.of(cadre))
    trail.record(
        cadre, "appoint", actor=actor, at=at, reason=reason, before=old, after={**new, **_said(made)},
    )  # fmt: skip
    return made


@transaction.atomic
def end_appointment(appointment, *, on, actor, at, reason):
    """End a post with the day `on`; its line stands on the cadre's trail. Returns the Appointment."""
    held = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if held.until_on is not None:
        raise ValidationError(_("This post ended on %(day)s already.") % {"day": held.until_on})
    _end(held, on)
    trail.record(held.cadre, "end_appointment", actor=actor, at=at, reason=reason, before={}, after=_said(held))
    return held


def day_before(held, day):
    """The last day of a post that ends because another begins on `day`."""
    return max(held.from_on, day - timedelta(days=1))


def _end(held, on):
    if on < held.from_on:
        raise ValidationError(_("A post that began on %(day)s cannot end before.") % {"day": held.from_on})
    held.until_on = on
    held.save(update_fields=["until_on"])


def _said(appointment):
    return {
        "appointment": f"{appointment.unit} {appointment.post}",
        "from_on": str(appointment.from_on),
        "until_on": str(appointment.until_on) if appointment.until_on else None,
    }


def note_reading(cadre, *, actor, at):
    """Somebody opened a personal file: one line a view, none for the own file."""
    if cadre.user_id is None or cadre.user_id != actor.pk:
        trail.record(cadre, "read", actor=actor, at=at)


def note_taking_out(cadre, *, actor, at, purpose, name):
    """Somebody took a paper about another person out of the system: one line, with what for."""
    trail.record(cadre, "export", actor=actor, at=at, reason=purpose, after={"file": name})


def note_list_reading(count, *, actor, at):
    """Somebody read `count` lines of the roster through the interface: one line."""
    trail.record(ListOf(Cadre, count), "read", actor=actor, at=at)
