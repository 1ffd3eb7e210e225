"""People on the projects, for those who look after their accounts."""

from django.db.models import Count, Q

from cadres.models import Cadre, in_force
from projects.models import Responsibility
from projects.states import PersonRole

# Who works in the system at all: reports, returns, reads.
ROLES = (
    PersonRole.LIAISON, PersonRole.UNIT_HEAD, PersonRole.DEPUTY, PersonRole.SUPPORT_HEAD, PersonRole.LEADER,
    PersonRole.TEAM,
)  # fmt: skip


def without_account(role, day):
    """Serving cadres who carry `role` on some project on `day` and cannot log in, with the number of those projects."""
    carried = Q(in_force(day, "responsibilities__"), responsibilities__role=role)
    keys = Responsibility.objects.filter(in_force(day), role=role, cadre__user__isnull=True).values("cadre")
    return (
        Cadre.objects.serving()
        .filter(pk__in=keys)
        .select_related("unit")
        .annotate(n_projects=Count("responsibilities__project", filter=carried, distinct=True))
        .order_by("unit__position", "unit__code", "pinyin", "id")
    )
