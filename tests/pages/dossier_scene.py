"""Whose dossier is looked at, and by whom: a reviewed head, a team that follows the project."""

import io
import zipfile
from datetime import date, timedelta

from cadres.models import Cadre
from evaluations.models import Team, TeamMember, TeamProject
from tests.cast import LONG_AGO, a_user
from tests.evaluations.scores.scene import a_result

BACKEND = "accounts.backends.PasswordBackend"


def reviewed(district, count=5, cadre=None, **words):
    """A reviewed head with `count` verified facts, whose scores are shown for checking."""
    a_result(district.office, 18, cadre=cadre or district.head, **words)
    for number in range(count):
        district.fact(day=date(2017, 5, 1) + timedelta(days=number), cadre=cadre)
    district.shown()
    return district


def get(client, user, path, **words):
    client.force_login(user, backend=BACKEND)
    return client.get(path, **words)


def dossier(client, user, cadre):
    return get(client, user, f"/cadres/{cadre.pk}/")


def a_team(district, *, recused=False):
    """A member of a team that follows the project."""
    user, team = a_user(None, "team"), Team.objects.create(name=f"第{Team.objects.count() + 1}考察组")
    seat = Cadre.objects.create(name=user.name, unit=district.unit, user=user)
    TeamMember.objects.create(team=team, cadre=seat, from_on=LONG_AGO)
    TeamProject.objects.create(team=team, project=district.project, from_on=LONG_AGO)
    if recused:
        seat.recusals.create(cadre=district.head, reason="近亲属", from_on=LONG_AGO)
    return user


def words_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml").decode()
