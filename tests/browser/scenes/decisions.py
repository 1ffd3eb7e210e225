"""Decisions of meetings: entered by one, confirmed by another."""


def scene_decision_new(visitor):
    visitor.open("/cases/decisions/new/")


def scene_decision(visitor):
    from cases.models import Decision

    visitor.open(Decision.objects.filter(state="DRAFT").order_by("pk").last().get_absolute_url())


SCENES = {
    "decision-new": ("office", scene_decision_new, True),
    "decision": ("director", scene_decision, True),
}
