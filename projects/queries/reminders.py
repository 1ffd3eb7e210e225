"""The holds over the reminders of a project."""

from django.db.models import Q

from projects.rules.reminders import KIND, project_key
from zhangdian.notices.models import Hold

MOST = 20


def holds_of(project):
    """The holds over this project, its ladder or every ladder, newest first; one statement."""
    mine = Q(kind=KIND, key=project_key(project.pk)) | Q(kind=KIND, key="") | Q(kind="", key="")
    return Hold.objects.filter(mine).select_related("by", "released_by")[:MOST]


def own_hold(project, pk):
    """The hold `pk` of this project itself, or None."""
    return Hold.objects.filter(kind=KIND, key=project_key(project.pk), pk=pk).first()
