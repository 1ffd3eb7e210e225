"""Honours and the reserve list."""


def _honour(visitor, state):
    from cases.models import Honour

    visitor.open(Honour.objects.filter(state=state).order_by("pk").last().get_absolute_url())


def scene_honour(visitor):
    _honour(visitor, "DRAFT")


def scene_honour_shown(visitor):
    _honour(visitor, "PUBLICITY")


def scene_reserve(visitor):
    visitor.open("/cases/reserve/list/")


def scene_reserve_entry(visitor):
    from cases.models import ReserveEntry

    visitor.open(ReserveEntry.objects.filter(state="LISTED").order_by("pk").first().get_absolute_url())


SCENES = {
    "honour": ("office", scene_honour, True),
    "honour-shown": ("leader", scene_honour_shown, True),
    "reserve": ("office", scene_reserve, True),
    "reserve-entry": ("office", scene_reserve_entry, True),
}
