"""Who may do what with any case. How a person stands to it is read by `standing` of its queryset.

Nobody handles a case whom it concerns, of whose unit he is the head, or from which he is recused.
"""

from django.utils import timezone

from accounts.states import Role
from zhangdian.desk.permissions import stands as stands_to


def stands(user, case, how):
    return stands_to(user, case, how, timezone.localdate())


def is_free(user, case):
    """Neither the person concerned, nor head of the unit concerned, nor recused."""
    return user.is_active and not (
        stands(user, case, "is_subject") or stands(user, case, "speaks") or stands(user, case, "is_recused")
    )


def nobody(user, case):
    """What a person never does by a button: it happens by itself, or follows from something decided elsewhere."""
    return False


def of_office(user, case=None):
    """The cadre section; with a case: free of it."""
    return user.has_role(Role.OFFICE) and (case is None or is_free(user, case))


def handles(user, case):
    """The one case officer."""
    return user.has_role(Role.OFFICE) and case.handler_id == user.pk and is_free(user, case)


def directs(user, case=None):
    """A leader of the organisation department; with a case: free of it."""
    return user.has_role(Role.DIRECTOR) and (case is None or is_free(user, case))


def disciplines(user, case=None):
    """The discipline commission; with a case: free of it."""
    return user.has_role(Role.DISCIPLINE) and (case is None or is_free(user, case))


def is_subject(user, case):
    """The person concerned, or the head of the unit concerned where no person is."""
    return user.is_active and (
        stands(user, case, "is_subject") or (case.cadre_id is None and stands(user, case, "speaks"))
    )


def sees_desk(user, case=None):
    """On the desk: the cadre section and its leaders, and the discipline commission; which rows, `visible_to` says."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)


def sees_inside(user, case):
    """What the organs wrote and gathered, a case with how the person stands to it: who is free of it, at the desk or
    investigating."""
    return is_free(user, case) and (sees_desk(user) or bool(getattr(case, "investigates", False)))


def files_of(model):
    """Who sees what hangs on a case of `model`, for papers.registry: whose the whole file is to read."""

    def sees_file(user, key, day):
        if not key.isdigit():
            return False
        row = model.objects.visible_to(user, day).standing(user, day).filter(pk=key).first()
        return row is not None and sees_inside(user, row)

    return sees_file


def takes_out(user):
    """The list of cases leaves the house through the cadre section or its leaders, for a purpose that is kept."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


def extends(user, case):
    """A leader of the department, never the case officer."""
    return directs(user, case) and case.handler_id != user.pk


def hands_over(user, case):
    """A leader of the department, or the case officer."""
    return directs(user, case) or handles(user, case)


def states(user, case):
    """The person concerned, or the case officer who enters what was handed in on paper."""
    return is_subject(user, case) or handles(user, case)


def waives(user, case):
    return is_subject(user, case)


def decides(user, case):
    """The leader who confirms the meeting's decision; not who opened or proposed the case."""
    return directs(user, case) and user.pk not in (case.proposed_by_id, case.opened_by_id)
