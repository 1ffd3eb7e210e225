"""The months: lights confirmed, the bulletin drafted by itself, checked, signed, published, signed for by units."""

import hashlib
from datetime import timedelta

from accounts.models import User
from evaluations.models import Bulletin
from evaluations.services import bulletins as services
from evaluations.services.bulletin_paper import docx
from evaluations.states.bulletins import BulletinState
from evaluations.transitions import bulletins as moves
from projects.models import Light
from projects.states import LightState
from projects.transitions import figures as lights
from tests.quarter.course import FIRST, instant, sweep


class Desk:
    """The key project office: one drafts and publishes, a second reviews, a district leader signs."""

    def __init__(self, made):
        self.planner, self.leader = made.people.users["planner"], made.people.users["leader"]
        self.second = User.objects.create(
            username="second-planner", name="邵明川", password="!", roles=self.planner.roles
        )
        self.digests = {}

    def close(self, day):
        """On the first working day of a month: fold the last one, confirm its lights, draft, send to the units."""
        month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
        if month < FIRST:
            return
        sweep("fold_figures", instant(day.replace(day=1), 0, 20))
        for light in Light.objects.filter(month=month, state=LightState.COMPUTED):
            reason = "" if light.computed in ("green", "grey") else "征迁诉讼影响"
            lights.confirm(light, actor=self.second, at=instant(day, 8, 30), colour=light.computed, reason=reason)
        sweep("draft_bulletins", instant(day, 8, 45))
        bulletin = Bulletin.objects.get(month=month)
        moves.open_check(bulletin, actor=self.planner, at=instant(day, 9))

    def go_on(self, day):
        """The units agree on the days after; then it is reviewed, signed, published, and they sign for it."""
        for bulletin in Bulletin.objects.filter(month__gte=FIRST, state=BulletinState.CHECKING):
            if bulletin.parties.filter(agreed_at=None).exists() and instant(day, 10) < bulletin.check_due_at:
                for party in bulletin.parties.exclude(unit=None).select_related("unit"):
                    services.agree(party, actor=speaker(party, day), at=instant(day, 10))
            bulletin = moves.close_check(bulletin, actor=self.planner, at=instant(day, 11))
            bulletin = moves.review(bulletin, actor=self.second, at=instant(day, 11, 30))
            bulletin = moves.sign(bulletin, actor=self.leader, at=instant(day, 14))
            bulletin = moves.publish(bulletin, actor=self.planner, at=instant(day, 15))
            self.digests[bulletin.pk] = hashlib.sha256(docx(bulletin)).hexdigest()
            for party in bulletin.parties.exclude(unit=None).select_related("unit"):
                services.receive(party, actor=speaker(party, day), at=instant(day, 16))
            moves.archive(Bulletin.objects.get(pk=bulletin.pk), actor=self.planner, at=instant(day, 17))

    def unchanged(self):
        """Not a byte of what was published has moved; returns how many there are."""
        for key, digest in self.digests.items():
            bulletin = Bulletin.objects.get(pk=key)
            assert bulletin.digest == digest == hashlib.sha256(docx(bulletin)).hexdigest()
        return len(self.digests)


def speaker(party, day):
    """An account that speaks for the unit of a party."""
    return moves.speakers([party], day)[party.pk][0]
