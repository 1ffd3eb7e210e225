"""Who may do what in the evaluation teams' work. Whoever is the cadre concerned, or is recused, may nothing.

How a person stands to a row is read by the `standing` of its queryset; a lock, a list and a button bring it along.
"""

from django.utils import timezone

from accounts.states import Role
from evaluations.states.teams import CheckKind
from zhangdian.desk.permissions import allow, stands


def _stands(user, thing, how):
    return stands(user, thing, how, timezone.localdate())


def apart(user, thing):
    """Is the person neither concerned nor recused?"""
    return not _stands(user, thing, "keeps_out")


# Teams -------------------------------------------------------------------------------------------


def keeps_teams(user, thing=None):
    """The cadre section keeps the teams, their projects and the recusals."""
    return user.has_role(Role.OFFICE)


def reads_teams(user, thing=None):
    """The cadre section and its leaders read them on the desk."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


# Evaluations -------------------------------------------------------------------------------------


def drafts_plan(user, examination=None):
    """The cadre section drafts plans and calls for them, never about one of its own who is concerned or recused."""
    return user.has_role(Role.OFFICE) and (examination is None or apart(user, examination))


def approves_plan(user, examination):
    """The director approves; never a plan of the own hand."""
    return user.has_role(Role.DIRECTOR) and examination.drafted_by_id != user.pk and apart(user, examination)


def directs(user, examination):
    """What the department's leaders do with an evaluation: call it off, record what their meeting found."""
    return user.has_role(Role.DIRECTOR) and apart(user, examination)


def works_in(user, examination):
    """A member of the team who is not recused moves it on."""
    return _stands(user, examination, "is_member") and apart(user, examination)


def leads_it(user, examination):
    """The leader of the team, not recused."""
    return _stands(user, examination, "is_leader") and apart(user, examination)


def records(user, examination):
    """Members write notes, each on what they are not recused from (the note itself is asked); subjects never."""
    return _stands(user, examination, "is_member") and not _stands(user, examination, "is_subject")


# Notes -------------------------------------------------------------------------------------------


def writes_note(user, talk):
    """The recorder, while a member of the team and not recused."""
    return talk.recorder_id == user.pk and _stands(user, talk, "is_member") and apart(user, talk)


def voids_note(user, talk):
    """The leader of the team, not recused."""
    return _stands(user, talk, "is_leader") and apart(user, talk)


# Verifications -----------------------------------------------------------------------------------


def asks(user, examination):
    """The cadre section asks."""
    return drafts_plan(user, examination)


def replies(user, check):
    """Discipline answers on integrity, the cadre section on the rest; nobody in a case of the own."""
    role = Role.DISCIPLINE if check.kind == CheckKind.INTEGRITY else Role.OFFICE
    return user.has_role(role) and apart(user, check)


def withdraws_check(user, check):
    return user.has_role(Role.OFFICE) and apart(user, check)


# Materials ---------------------------------------------------------------------------------------


def drafts_material(user, material):
    """Members of the team draft; the leader does not, who signs."""
    member = _stands(user, material, "is_member") and not _stands(user, material, "is_leader")
    return member and apart(user, material)


def signs_material(user, material):
    """The leader of the team examines and signs what another has drafted."""
    return material.drafted_by_id != user.pk and _stands(user, material, "is_leader") and apart(user, material)


KEEP = {"view": reads_teams, "add": keeps_teams, "change": keeps_teams}
for _name in ("team", "teammember", "teamproject", "recusal"):
    allow(f"evaluations.{_name}", **KEEP)
allow("evaluations.teammember", delete=keeps_teams)
allow("evaluations.teamproject", delete=keeps_teams)
allow("evaluations.examination", view=reads_teams, add=drafts_plan, change=drafts_plan)
allow("evaluations.check", view=reads_teams)
