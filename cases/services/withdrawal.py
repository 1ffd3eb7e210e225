"""Withdrawals of honours: what `manage.py verify` asks of them beside the stamps."""

from django.utils.translation import gettext as _

from cases.models import Figure, Honouree
from cases.queries import withdrawal as queries
from cases.states.honours import HonoureeState


def checks():
    """Yield a sentence for every honour that is withdrawn without a delivered withdrawal or the other way round, and
    for every one whose points are not those of its state; five statements."""
    for one in queries.strayed():
        yield _("%(honour)s: its state is not what its withdrawals say.") % {"honour": one}
    worth = dict(Figure.objects.filter(code="honour.points").values_list("rule_set", "value"))
    points = queries.points()
    for one in Honouree.objects.exclude(honoured_at__isnull=True).select_related("honour").iterator(chunk_size=2000):
        due = worth.get(one.honour.rule_set_id, 0) if one.state == HonoureeState.RECIPIENT else 0
        if points.pop((one.pk, one.cadre_id), 0) != due:
            yield _("%(honour)s: its points are not those of an honour.") % {"honour": one}
    for (key, _cadre), value in points.items():
        if value:
            yield _("Points stand for the honour #%(key)s, or for another person, without it.") % {"key": key}
