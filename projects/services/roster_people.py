"""Finding units and people by what a list calls them; the unknown are prepared, the ambiguous refused."""

import re

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from cadres.models import Cadre, Unit, UnitName
from cadres.services import pinyin_of
from cadres.states import Level, Track
from projects.roster.shapes import CellRefused
from projects.states import PersonRole
from zhangdian.bulk import unsaved

LEADERS_UNIT = "区级领导"
ALIKE = 85
TRACKS = (
    (Track.TOWN, re.compile(r"(镇|乡|街道|街道办事处|办事处|镇人民政府)$")),
    (Track.ENTERPRISE, re.compile(r"(公司|集团|厂)$")),
    (Track.DISTRICT, re.compile(r"^(区级领导|区委|区政府)$")),
)
# The level that a new person of a role is given.
LEVEL_OF = {
    PersonRole.LEADER: Level.DISTRICT,
    PersonRole.UNIT_HEAD: Level.CHIEF,
    PersonRole.DEPUTY: Level.DEPUTY,
    PersonRole.SUPPORT_HEAD: Level.CHIEF,
}


class Units:
    """All units by today's, short and past names, and the new ones that a list brings. Two queries."""

    def __init__(self):
        self.by_name, self.by_other, self.codes = {}, {}, set()
        self.by_pk = {}
        for unit in Unit.objects.order_by("pk"):
            self.by_pk[unit.pk] = unit
            self.codes.add(unit.code)
            self.by_name[tight(unit.name)] = unit
            if unit.short_name:
                self.by_other.setdefault(tight(unit.short_name), {})[unit.pk] = unit
        for unit_id, name in UnitName.objects.values_list("unit_id", "name"):
            self.by_other.setdefault(tight(name), {})[unit_id] = self.by_pk[unit_id]
        self.new, self.notes = [], []

    def known(self, name):
        """The unit that bears the name, or None; CellRefused where several do."""
        name = tight(name)
        if name in self.by_name:
            return self.by_name[name]
        others = self.by_other.get(name, {})
        if len(others) > 1:
            raise CellRefused(
                _("“%(name)s” may be %(units)s. Type the full name of the one that is meant.")
                % {"name": name, "units": " / ".join(unit.name for unit in others.values())}
            )
        return next(iter(others.values()), None)

    def get(self, name):
        """The unit that bears the name, a new one where none does."""
        unit = self.known(name)
        if unit is None:
            unit = self._make(tight(name))
        return unit

    def _make(self, name):
        alike = process.extractOne(name, self.by_name.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if alike:
            self.notes.append(
                _("The unit “%(name)s” is new, and much like “%(other)s”: is it the same?")
                % {"name": name, "other": alike[0]}
            )
        number = len(self.codes) + 1
        while f"N{number:04}" in self.codes:
            number += 1
        self.codes.add(f"N{number:04}")
        track = next((track for track, words in TRACKS if words.search(name)), Track.DEPARTMENT)
        unit = unsaved(Unit, code=f"N{number:04}", name=name, track=track, position=number)
        self.by_name[name] = unit
        self.new.append(unit)
        return unit

    def of_leaders(self):
        """The unit that new district leaders belong to."""
        leading = [unit for unit in self.by_name.values() if unit.track == Track.DISTRICT]
        named = self.by_name.get(LEADERS_UNIT)
        return named or (leading[0] if len(leading) == 1 else self.get(LEADERS_UNIT))


def tight(name):
    """A unit's name as it is stored and compared: no inner spaces, brackets in one shape."""
    return name if name.isalnum() else re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")


class People:
    """The cadres who bear the names of a list, and the new ones it brings. One query."""

    def __init__(self, units, names):
        self.units = units
        # A name may be borne by hundreds: telephone and unit are looked up, not searched.
        self.by_name, self.by_phone, self.by_unit = {}, {}, {}
        found = Cadre.objects.order_by("pk")
        if len(names) <= 5000:
            found = found.filter(name__in=names)
        for cadre in found:
            # The unit is at hand: no query a person.
            cadre.unit = units.by_pk[cadre.unit_id]
            self._index(cadre)
        self.new = []
        # {cadre key: (cadre, telephone before, telephone)}: empty telephones that a list fills.
        self.phones = {}

    def _index(self, cadre):
        self.by_name.setdefault(cadre.name, []).append(cadre)
        self.by_unit.setdefault((cadre.name, cadre.unit.name), []).append(cadre)
        if cadre.phone:
            self.by_phone.setdefault((cadre.name, cadre.phone), []).append(cadre)

    def get(self, person, role, unit, current=()):
        """The Cadre meant by `person` in `role`; unknown ones are prepared as people of `unit`.

        current: the cadres who hold the role now; they come first. CellRefused where several are possible.
        """
        wanted = self._hinted(person)
        for cadre in current:
            if cadre.name == person.name and _may_be(cadre, person) and wanted in (None, cadre.unit):
                return self._phoned(cadre, person)
        bearers = self.by_name.get(person.name, [])
        if person.phone:
            same = self.by_phone.get((person.name, person.phone), [])
            if len(same) > 1 and (wanted or unit):
                same = [cadre for cadre in same if cadre.unit is (wanted or unit)] or same
            if len(same) == 1:
                return same[0]
            if len(same) > 1:
                raise _ambiguous(person, same)
        unit = wanted or unit
        if role == PersonRole.LEADER and wanted is None:
            here = [cadre for cadre in bearers if _leads(cadre)]
        else:
            here = self.by_unit.get((person.name, unit.name), []) if unit is not None else bearers
        fitting = [cadre for cadre in here if _may_be(cadre, person)]
        if len(fitting) == 1:
            return self._phoned(fitting[0], person)
        if len(fitting) > 1:
            raise _ambiguous(person, fitting)
        if [cadre for cadre in here if cadre.pk]:
            raise CellRefused(
                _(
                    "%(people)s is known under another telephone number. If it is the same person, correct the number "
                    "here or in the cadre roster; if not, enter the new person in the cadre roster first."
                )
                % {"people": _named(here)}
            )  # fmt: skip
        return self._make(person, role, unit)

    def _hinted(self, person):
        """The unit that stood in brackets behind a name; a post in brackets is no unit."""
        return self.units.known(person.hint) if person.hint else None

    def _phoned(self, cadre, person):
        if person.phone and not cadre.phone:
            if cadre.pk:
                self.phones[cadre.pk] = (cadre, "", person.phone)
            cadre.phone = person.phone
            self.by_phone.setdefault((cadre.name, cadre.phone), []).append(cadre)
        return cadre

    def _make(self, person, role, unit):
        if role == PersonRole.LEADER and unit is None:
            unit = self.units.of_leaders()
        if unit is None:
            raise CellRefused(
                _("“%(name)s” is not in the cadre roster, and the row names no unit. Type it as %(name)s(单位).")
                % {"name": person.name}
            )
        post = person.hint[:60] if person.hint and self._hinted(person) is None else ""
        cadre = unsaved(
            Cadre, name=person.name, phone=person.phone, unit=unit, post=post, level=LEVEL_OF.get(role, Level.STAFF),
            is_assessed=role != PersonRole.LEADER, pinyin=pinyin_of(person.name),
        )  # fmt: skip
        self._index(cadre)
        self.new.append(cadre)
        return cadre


def _may_be(cadre, person):
    return not person.phone or not cadre.phone or cadre.phone == person.phone


def _leads(cadre):
    return cadre.level == Level.DISTRICT or cadre.unit.track == Track.DISTRICT


def _named(cadres):
    return "、".join(f"{cadre.name}({cadre.unit.name}{'，' + cadre.phone if cadre.phone else ''})" for cadre in cadres)


def _ambiguous(person, cadres):
    return CellRefused(
        _("“%(name)s” may be %(people)s. Add the telephone number or the unit: %(name)s(…).")
        % {"name": person.name, "people": _named(cadres)}
    )
