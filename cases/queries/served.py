"""What was served of a case."""

from cases.models import Served


def served(case):
    """The servings of a case, oldest first."""
    return Served.objects.filter(label=case._meta.label_lower, key=str(case.pk)).order_by("id").select_related("by")
