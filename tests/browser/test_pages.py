"""Every page of ours, in a real browser: axe finds nothing, nothing overflows, nothing leaves the host, all is Chinese.

The pages come from the doors table: an address that somebody may open is opened here too, as the first who may.
"""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests import doors
from tests.browser.visitor import DESK, PHONE
from tests.test_doors import ROOMS, VISITS, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Doors that answer with something else than a page of ours: files, data, the desk's theme, the interface's page.
NOT_PAGES = re.compile(r"^(admin:|api|healthz)|figures_export|manifest|service_worker|photo_")
# What stands as data in the world of the doors: names of its people, codes of its rows.
DATA = {"door", "mate", "SHA", "list", "unit", "ZD", *doors.EVERYBODY}

NOT_PAGES_BY_ROOM = {name for room in ROOMS for name in getattr(room, "NOT_PAGES", ())}


def first_who_may(door):
    """The role that opens the door, None for a stranger; LookupError when nobody may."""
    allowed = [role for role, status in door.expected.items() if status == 200]
    if not allowed:
        raise LookupError
    return allowed[0] if allowed[0] != "stranger" else None


def is_page(door):
    allowed = 200 in door.expected.values()
    return door.method == "get" and allowed and not NOT_PAGES.search(door.name) and door.name not in NOT_PAGES_BY_ROOM


# Pages that still have faults; the list only gets shorter.
AWAITED = set()
PAGES = [
    pytest.param(door, id=f"{door.name}{door.query}", marks=[pytest.mark.xfail(strict=False)] * (door.name in AWAITED))
    for door in VISITS
    if is_page(door)
]


def come(door, site, visit, size):
    """(Visitor, path): before the page of the door, as the first who may."""
    visitor = visit(first_who_may(door))
    path = reverse(door.name, kwargs=filled(door.args, site)) + door.query
    if door.data:
        path += "?" + urlencode(filled(door.data, site))
    assert visitor.open(path, size) == 200
    return visitor, path


@pytest.mark.parametrize("door", PAGES)
def test_page(door, site, visit):
    visitor, path = come(door, site, visit, PHONE)
    assert visitor.page.url == site.address + path
    wrong = [f"on the phone: {fault}" for fault in visitor.faults()]
    visitor.said.clear()
    visitor.size(DESK)
    # Looking at colours is nine tenths of axe's time: what only the desk shows is looked at in `make soak`.
    wrong += [f"on the desk: {fault}" for fault in visitor.faults(contrast=False)]
    wrong += [f"not Chinese: {word}" for word in visitor.latin() if word not in DATA]
    assert not wrong, f"{path}\n  " + "\n  ".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("door", PAGES)
def test_the_colours_of_the_desk(door, site, visit):
    visitor, _path = come(door, site, visit, DESK)
    assert visitor.axe() == []


@pytest.mark.parametrize("path", ["/no-such-page/"])
def test_page_without_a_person(path, visit):
    visitor = visit()
    visitor.open(path, PHONE)
    visitor.said.clear()
    assert not visitor.faults()
    visitor.size(DESK)
    assert not visitor.faults()


# What axe finds in the theme's own markup; docs/accessibility.md says why it stands.
OF_THE_THEME = {"landmark-one-main", "landmark-unique", "region", "aria-input-field-name", "empty-table-header"}
DESK_PAGES = ["/admin/", "/admin/cadres/cadre/", "/admin/cadres/unit/", "/admin/cadres/unit/{unit}/change/"]


@pytest.mark.parametrize("path", DESK_PAGES)
def test_the_desk_shows_nothing_to_axe_but_what_is_known_of_its_theme(path, site, visit):
    visitor = visit("office")
    assert visitor.open(path.format(unit=site.unit.pk), DESK) == 200
    findings = [finding for finding in visitor.axe() if finding.split()[1].rstrip(":") not in OF_THE_THEME]
    assert not findings, "\n".join(findings)
    assert visitor.strangers() == []
