"""Who does what with a card. Nobody confirms what he proposed, verifies the own report, or acts on the own card."""

from django.utils import timezone

from cases.models import Card
from cases.permissions.common import directs, files_of, handles, is_subject, of_office, sees_desk
from cases.queries.cards import yellows
from cases.states.cards import COUNTING, CardState, Colour
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def proposes(user, case=None):
    """Cards are proposed by the cadre section."""
    return of_office(user)


def serves(user, case):
    return handles(user, case)


def reports(user, case):
    return is_subject(user, case)


def verifies(user, case):
    return handles(user, case)


def withdraws(user, case):
    """A leader of the department, by the outcome of a tolerance case or an appeal."""
    return directs(user, case)


def goes_up(card, at):
    """May a red card follow this yellow one: its time to put things right is over, or another yellow card counts?"""
    if card.colour != Colour.YELLOW or card.state not in COUNTING:
        return False
    late = card.state == CardState.VALID and card.held_at is None and card.due_at <= at
    whom = {"cadre": card.cadre_id} if card.cadre_id else {"unit": card.unit_id}
    return late or yellows(whom, timezone.localdate(at)).exclude(pk=card.pk).exists()


allow("cases.card", view=sees_desk)
papers.register("cases.card", files_of(Card), personal=True)
