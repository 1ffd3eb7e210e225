"""What comes and goes: notices, reminders, holds, burden, and the desk of records."""


def scene_desk_list(visitor):
    visitor.open("/admin/cadres/cadre/")


def scene_desk_change(visitor):
    from cadres.models import Unit

    visitor.open(f"/admin/cadres/unit/{Unit.objects.order_by('pk')[4].pk}/change/")


def scene_burden(visitor):
    visitor.open("/burden/")


def scene_notices(visitor):
    visitor.open("/notices/")


def scene_digest(visitor):
    from zhangdian.notices.models import Digest

    found = Digest.objects.filter(user__username="unit", reminders__isnull=False).first()
    visitor.open(found.get_absolute_url() if found else "/notices/")


def scene_cadence(visitor):
    visitor.open("/account/reminders/")


def scene_holds(visitor):
    from zhangdian.notices.models import Hold

    visitor.open(f"{Hold.objects.exclude(path='').order_by('pk').last().path}holds/")


def scene_rungs(visitor):
    visitor.open("/admin/notices/rung/")


def scene_failed(visitor):
    visitor.open("/admin/notices/delivery/?standing=failed")


def scene_desk_hold(visitor):
    visitor.open("/admin/notices/hold/add/")


SCENES = {
    "burden": ("leader", scene_burden, True),
    "notices": ("unit", scene_notices, True),
    "digest": ("unit", scene_digest, True),
    "reminders": ("liaison", scene_cadence, True),
    "holds": ("planner", scene_holds, True),
    "desk-rungs": ("planner", scene_rungs, False),
    "desk-failed": ("planner", scene_failed, False),
    "desk-hold": ("planner", scene_desk_hold, False),
    "desk-list": ("office", scene_desk_list, False),
    "desk-change": ("office", scene_desk_change, False),
}
