"""Error tolerance: applied for on the phone, one being inquired into, the lessons."""


def scene_tolerance_new(visitor):
    from cases.models import Card

    # A card that he may still answer, and for which he has not applied yet.
    for card in Card.objects.filter(state="NOTIFIED", cadre__user__username="cadre").order_by("pk"):
        visitor.open(f"/cases/card/{card.pk}/")
        link = visitor.page.locator("a[href*='/cases/tolerance/new/']")
        if link.count():
            visitor.open(link.first.get_attribute("href"))
            return


def scene_tolerance_case(visitor):
    from cases.models import Tolerance

    visitor.open(Tolerance.objects.filter(state="JOINT").order_by("pk").last().get_absolute_url())


SCENES = {
    "tolerance-new": ("cadre", scene_tolerance_new, True),
    "tolerance-case": ("office", scene_tolerance_case, True),
}
