"""Cards: the list of cases, one on the desk, what the person concerned sees."""


def scene_card_list(visitor):
    visitor.open("/cases/")


def _card(visitor, address="", **words):
    from cases.models import Card

    visitor.open((address or "/cases/card/{}/").format(Card.objects.filter(**words).order_by("pk").last().pk))


def scene_card_new(visitor):
    visitor.open("/cases/card/new/")


def scene_card_desk(visitor):
    _card(visitor, "/admin/cases/card/{}/change/", state="RECTIFIED")


def scene_card_red(visitor):
    _card(visitor, state="VALID", colour="red")


def scene_card_statement(visitor):
    _card(visitor, state="NOTIFIED", cadre__user__username="cadre")


SCENES = {
    "card-list": ("office", scene_card_list, True),
    "card-new": ("office", scene_card_new, True),
    "card-desk": ("office", scene_card_desk, False),
    "card-red": ("office", scene_card_red, True),
    "card-statement": ("cadre", scene_card_statement, True),
}
