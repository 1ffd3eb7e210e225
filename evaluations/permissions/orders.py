"""Who may do what with an order. How a person stands to its unit is read by `Order.objects.standing`.

Nobody acts on an own case: the drafter does not issue, nobody of the responsible unit issues, decides an extension,
verifies or withdraws, and who reported something done does not verify it.
"""

from django.utils import timezone

from accounts.states import Role
from cadres.models import Unit
from evaluations import options
from evaluations.models import Order
from projects.models.roster import SEES_ALL
from zhangdian.desk.permissions import allow, stands
from zhangdian.options.queries import value
from zhangdian.papers import registry


def of_office(user, thing=None):
    """The inspection office."""
    return user.has_role(Role.SUPERVISOR)


def heads_office(user):
    """The principal leader of the inspection office: of the unit that the setting names, or, where it names none,
    whoever of the office heads a unit."""
    if not of_office(user):
        return False
    day = timezone.localdate()
    headed = Unit.objects.headed_by(user, day)
    code = value(options.orders.OFFICE, day).strip()
    return (headed.filter(code=code) if code else headed).exists()


def _stands(user, order, how):
    return stands(user, order, how, timezone.localdate())


def drafts(user, order=None):
    """Orders are drafted by the inspection office."""
    return of_office(user)


def edits(user, order):
    """A draft is changed by who wrote it."""
    return of_office(user) and order.drafted_by_id == user.pk


def issues(user, order):
    """The head of the inspection office issues; never an own draft, never to the own unit."""
    return order.drafted_by_id != user.pk and heads_office(user) and not _stands(user, order, "belongs")


def discards(user, order):
    """A draft is thrown away by who wrote it, or by the head of the office."""
    return edits(user, order) or (heads_office(user) and not _stands(user, order, "belongs"))


def withdraws(user, order):
    """An order that was issued is withdrawn, or taken up again, by the head of the office; never of the own unit."""
    return heads_office(user) and not _stands(user, order, "belongs")


def signs(user, order):
    """Signed for by the unit: its head, its leader in charge of the project, or its liaison there."""
    return user.is_active and _stands(user, order, "signs")


def answers(user, order):
    """The unit's head, or its leader in charge of the project, asks for an extension and reports it done."""
    return user.is_active and _stands(user, order, "speaks")


def decides(user, order):
    """The office decides an extension; nobody of the unit, nor who asked."""
    return of_office(user) and order.extension_asked_by_id != user.pk and not _stands(user, order, "belongs")


def verifies(user, order):
    """The office verifies; nobody of the unit, nor who reported it done."""
    return of_office(user) and order.reported_by_id != user.pk and not _stands(user, order, "belongs")


def hangs_files(user, order):
    """Files are added by the office to what it drafted, and by the unit while it puts things right."""
    if order.state == "DRAFT":
        return edits(user, order)
    return order.state in ("ISSUED", "WORKING") and answers(user, order)


def sees_file(user, key, day):
    """Files are seen with their order."""
    return key.isdigit() and Order.objects.visible_to(user, day).filter(pk=key).exists()


def sees_orders(user, thing=None):
    """On the desk: the offices that read every project."""
    return user.has_role(*SEES_ALL)


allow("evaluations.order", view=sees_orders, export=sees_orders)
registry.register("evaluations.order", sees_file)
