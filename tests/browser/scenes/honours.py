"""Honours, their withdrawal and the reserve list."""


def _honour(visitor, state):
    from cases.models import Honour

    visitor.open(Honour.objects.filter(state=state).order_by("pk").last().get_absolute_url())


def scene_honour(visitor):
    _honour(visitor, "DRAFT")


def scene_honour_shown(visitor):
    _honour(visitor, "PUBLICITY")


def scene_honour_published(visitor):
    """The batch of whose honours some are being withdrawn."""
    from cases.models import HonourWithdrawal

    visitor.open(HonourWithdrawal.objects.filter(state="HEARD").get().honouree.get_absolute_url())


def _withdrawal(state):
    from cases.models import HonourWithdrawal

    return HonourWithdrawal.objects.select_related("cadre__user").get(state=state)


def scene_withdrawal(visitor):
    visitor.open(_withdrawal("HEARD").get_absolute_url())


def scene_withdrawal_new(visitor):
    from cases.models import Honouree

    one = Honouree.objects.filter(honour__state="PUBLISHED", state="RECIPIENT", withdrawals=None).order_by("pk").first()
    visitor.open(f"/cases/withdrawal/new/?honouree={one.pk}")


def scene_withdrawal_mine(visitor):
    """As the person concerned, after the delivery: with the last days of review and appeal."""
    from tests.browser.scenes.ways import sign_in_as

    row = _withdrawal("DELIVERED")
    sign_in_as(visitor, row.cadre.user)
    visitor.open(row.get_absolute_url())


def scene_reserve(visitor):
    visitor.open("/cases/reserve/list/")


def scene_reserve_entry(visitor):
    from cases.models import ReserveEntry

    visitor.open(ReserveEntry.objects.filter(state="LISTED").order_by("pk").first().get_absolute_url())


SCENES = {
    "honour": ("office", scene_honour, True),
    "honour-shown": ("leader", scene_honour_shown, True),
    "honour-published": ("office", scene_honour_published, True),
    "withdrawal": ("office", scene_withdrawal, True),
    "withdrawal-new": ("office", scene_withdrawal_new, True),
    "withdrawal-mine": (None, scene_withdrawal_mine, True),
    "reserve": ("office", scene_reserve, True),
    "reserve-entry": ("office", scene_reserve_entry, True),
}
