"""Reminders of objections to scores: the cadre section answers, then its leaders hear of it.

An objection is to be answered within some working days (a setting); nobody is reminded of what they raised or of what
is about themselves.
"""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from evaluations import options
from evaluations.models import ScoreObjection
from evaluations.states.scores import ObjectionState
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.notices.registry import declare
from zhangdian.notices.rules import Owed
from zhangdian.options.queries import value

KIND = "score_objection"
MORNING = time(8, 30)
WHO = {"office": Role.OFFICE, "director": Role.DIRECTOR}


def waiting():
    """The objections that are not answered."""
    return ScoreObjection.objects.filter(state=ObjectionState.RAISED)


def _settled(keys):
    still = {str(pk) for pk in waiting().filter(pk__in=keys).values_list("pk", flat=True)}
    return {key for key in keys if key not in still}


declare(
    KIND, gettext_lazy("objections to scores"),
    who={"office": gettext_lazy("Cadre section"), "director": gettext_lazy("Organisation department leader")},
    rungs=[(-1, "office"), (1, "office"), (3, "director")], settled=_settled,
)  # fmt: skip


def due_at(raised_at):
    """The morning of the last working day on which an objection is answered in time."""
    day = timezone.localdate(raised_at)
    last = calendar().add(day, value(options.scores.ANSWER_DAYS, day))
    return datetime.combine(last, MORNING, tzinfo=timezone.get_current_timezone())


def owed():
    """[Owed]; the titles name no person."""
    rows = waiting().select_related("scoring").order_by("pk")
    return [
        Owed(
            key=str(row.pk), due_at=due_at(row.raised_at), path=row.get_absolute_url(),
            title=_("To be answered: an objection to a score of %(quarter)s") % {"quarter": row.scoring},
        )
        for row in rows
    ]  # fmt: skip


def people(word, keys):
    """{key: users} of a word of the ladder; two statements."""
    users = list(User.objects.with_role(WHO[word]).order_by("pk"))
    out = {
        str(pk): {raised, about}
        for pk, raised, about in waiting().filter(pk__in=keys).values_list("pk", "raised_by", "cadre__user")
    }
    return {str(key): [user for user in users if user.pk not in out.get(str(key), ())] for key in keys}


def remind(*, at):
    """Let the ladder climb; safe to run twice. Returns what was done in a sentence."""
    said = str(notices.climb(KIND, owed(), people, at=at))
    notices.beat("remind_of_scores", at=at, said=said)
    return said
