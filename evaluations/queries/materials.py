"""The draft of a material, put together from what is on file, what was heard, what was answered, what was counted."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Appointment
from evaluations.models import Check, Talk
from evaluations.queries import material_figures as figures
from evaluations.rules.talks import Heard, Post, points, resume, tally
from evaluations.states.teams import CheckKind, CheckState, Finding, Leaning, Relation, TalkKind, TalkState
from zhangdian import vault


def drafted(examination, cadre, *, day):
    """{section: text} of a first draft as of `day`, and the rows whose sealed words went into it (their reading leaves
    a line).

    Who spoke is not named. What no note speaks of is left empty for the team to write.
    """
    good, bad = figures.told(cadre, examination, day)
    reviewed = figures.reviewed(cadre, day) or [_("No review of this cadre has been published.")]
    talks = list(Talk.objects.filter(examination=examination, cadre=cadre, state=TalkState.FILED).order_by("held_at"))
    heard = [_heard(talk) for talk in talks]
    spoken = [one for talk, one in zip(talks, heard, strict=True) if talk.kind == TalkKind.TALK]
    checks = list(
        Check.objects.filter(examination=examination, cadre=cadre, state=CheckState.ANSWERED).order_by("kind")
    )
    sections = {
        "basic": _basic(cadre),
        "resume": resume(
            Post(post.from_on, post.until_on, f"{post.unit.name}{post.post}")
            for post in Appointment.objects.filter(cadre=cadre).select_related("unit")
        ),
        "achievement": points([*figures.carried(cadre, examination, day), *good, *(one.examples for one in heard)]),
        "shortcomings": points([*bad, *(one.shortcomings for one in heard)]),
        "talks": "\n".join([_numbers(spoken), *reviewed]),
        "checks": "\n".join(_checked(check) for check in checks),
    }
    return sections, [*talks, *checks]


def _heard(talk):
    words = vault.unseal(talk.sealed, talk)
    return Heard(talk.relation, words["leaning"], words["examples"], words["shortcomings"])


def _basic(cadre):
    parts = [cadre.name, str(cadre.get_gender_display()) if cadre.gender else ""]
    parts.append(_("born in %(month)s") % {"month": f"{cadre.born_in:%Y.%m}"} if cadre.born_in else "")
    parts.append(_("now %(unit)s %(post)s") % {"unit": cadre.unit.name, "post": cadre.post})
    return "，".join(part for part in parts if part) + "。"


def _numbers(spoken):
    """The numbers of the talks: how many, by relation, what they would recommend."""
    if not spoken:
        return _("No individual talk was held.")
    by_relation = tally((one.relation for one in spoken), Relation.values)
    by_leaning = tally((one.leaning for one in spoken), Leaning.values)

    def words(kind, counted):
        return "、".join(f"{kind(code).label} {count}" for code, count in counted)

    return _("%(count)s individual talks: %(relations)s. Recommendations: %(leanings)s.") % {
        "count": len(spoken), "relations": words(Relation, by_relation), "leanings": words(Leaning, by_leaning),
    }  # fmt: skip


def _checked(check):
    words = vault.unseal(check.sealed, check)
    return _("%(kind)s (asked %(asked)s, answered %(replied)s): %(finding)s. %(words)s") % {
        "kind": CheckKind(check.kind).label, "asked": _day(check.asked_at),
        "replied": _day(check.replied_at), "finding": Finding(words["finding"]).label, "words": words["words"],
    }  # fmt: skip


def _day(at):
    return timezone.localtime(at).strftime("%Y-%m-%d")
