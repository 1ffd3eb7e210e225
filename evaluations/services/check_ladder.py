"""The ladder of requests to discipline (廉政意见): those asked before it is due, then those who asked, then leaders."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from evaluations.models import Check
from evaluations.states.teams import CheckKind, CheckState, ExaminationState
from zhangdian.notices import registry, services
from zhangdian.notices.rules import Owed

WHO = {"discipline": Role.DISCIPLINE, "office": Role.OFFICE, "director": Role.DIRECTOR}


def owed():
    """Every opinion on integrity that is awaited."""
    rows = Check.objects.filter(kind=CheckKind.INTEGRITY, state=CheckState.ASKED)
    return rows.exclude(examination__state=ExaminationState.ABANDONED)


def settled(keys):
    """The keys among `keys` that are no longer owed."""
    waiting = {str(key) for key in owed().filter(pk__in=keys).values_list("pk", flat=True)}
    return [key for key in keys if str(key) not in waiting]


KIND = registry.declare(
    "integrity", gettext_lazy("Opinion on integrity"),
    who={
        "discipline": gettext_lazy("Discipline commission"), "office": gettext_lazy("Cadre section"),
        "director": gettext_lazy("Organisation department leader"),
    },
    rungs=[(-1, "discipline"), (0, "discipline"), (1, "office"), (2, "director")], settled=settled,
)  # fmt: skip


def climb(*, at):
    """Remind of every awaited opinion; safe to run twice. The titles name no person."""
    rows = [
        Owed(str(check.pk), check.due_at, _("Opinion on integrity awaited"), check.get_absolute_url())
        for check in owed().order_by("pk")
    ]
    return services.climb(KIND, rows, people, at=at)


def people(word, keys):
    """{key: users} of a word of the ladder; nobody is reminded of a case of the own."""
    users = list(User.objects.with_role(WHO[word]))
    own = dict(Check.objects.filter(pk__in=keys).values_list("pk", "cadre__user"))
    return {str(key): [user for user in users if user.pk != own.get(int(key))] for key in keys}
