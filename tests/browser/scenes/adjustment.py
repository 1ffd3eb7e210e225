"""Adjustments of posts and proposals for promotion."""


def _adjustment(visitor, state):
    """The newest adjustment of the demo in the state."""
    from cases.models import Adjustment

    visitor.open(Adjustment.objects.filter(state=state).order_by("-pk").first().get_absolute_url())


def scene_adjustment(visitor):
    _adjustment(visitor, "CONSULTING")


def scene_adjustment_verifying(visitor):
    from cases.models import Adjustment

    row = Adjustment.objects.filter(state="VERIFYING").first()
    visitor.open(f"{row.get_absolute_url()}conclude/")


def scene_adjustment_follow_up(visitor):
    _adjustment(visitor, "FOLLOW_UP")


def scene_adjustment_subject(visitor):
    _adjustment(visitor, "NOTIFIED")


def scene_adjustment_new(visitor):
    visitor.open("/cases/adjustment/new/")


def scene_adjustment_statistics(visitor):
    visitor.open("/cases/adjustment/statistics/")


def scene_promotion(visitor):
    from cases.models import Promotion

    visitor.open(Promotion.objects.filter(state="FORWARDED").first().get_absolute_url())


def scene_adjustment_desk(visitor):
    from cases.models import Adjustment

    visitor.open(f"/admin/cases/adjustment/{Adjustment.objects.filter(state='DELIVERED').first().pk}/change/")


SCENES = {
    "adjustment": ("office", scene_adjustment, True),
    "adjustment-verifying": ("office", scene_adjustment_verifying, True),
    "adjustment-follow-up": ("office", scene_adjustment_follow_up, True),
    "adjustment-subject": ("cadre", scene_adjustment_subject, True),
    "adjustment-discipline": ("discipline", scene_adjustment, True),
    "adjustment-new": ("office", scene_adjustment_new, True),
    "adjustment-statistics": ("leader", scene_adjustment_statistics, True),
    "adjustment-desk": ("office", scene_adjustment_desk, False),
    "promotion": ("office", scene_promotion, True),
}
