"""Log-ins for people on the rolls who have none."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.services import make_accounts
from cadres.models import Cadre
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

TRIES = 8


def issue_accounts(keys, *, actor, at):
    """An account without any role for each cadre of `keys` who has none; all or none.

    Returns a list of (user, first password) in the order of the names; the passwords are told once. Log-in names are
    drawn from those free at the moment: where another clerk took one of them meanwhile, they are drawn again.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return _issue(keys, actor=actor, at=at)
        except IntegrityError:
            continue
    raise MoveRefused(
        _("Somebody else made accounts at this moment. Nothing was made here: choose again."), MoveRefused.WRONG_STATE
    )


def _issue(keys, *, actor, at):
    rows = list(Cadre.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pinyin", "id"))
    if not rows:
        raise MoveRefused(_("Choose at least one person."), MoveRefused.MISSING)
    taken = [row.name for row in rows if row.user_id is not None]
    if taken:
        raise MoveRefused(
            _("Nothing was made: these people have an account by now: %(names)s.") % {"names": "、".join(taken)},
            MoveRefused.WRONG_STATE,
        )
    made = make_accounts([(row.name, row.phone, row) for row in rows], actor=actor, at=at)
    for row, user, _password in made:
        row.user = user
    Cadre.objects.bulk_update([row for row, _user, _password in made], ["user"])
    trail.record_many(
        trail.line(
            row, "give_account", actor=actor, at=at, before={"user": None}, after={"user": f"{user} (#{user.pk})"}
        )
        for row, user, _password in made
    )
    return [(user, password) for _row, user, password in made]
