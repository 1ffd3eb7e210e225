"""Evaluations on the site: teams, notes, checks, materials, facts."""


def scene_examinations(visitor):
    visitor.open("/examinations/")


def _examination(visitor, *states):
    """The newest evaluation in one of the states whose team the account `team` belongs to."""
    from evaluations.models import Examination

    rows = Examination.objects.filter(state__in=states, team__members__cadre__user__username="team")
    return rows.order_by("-pk").first() or Examination.objects.filter(state__in=states).order_by("-pk").first()


def scene_examination(visitor):
    visitor.open(_examination(visitor, "ON_SITE").get_absolute_url())


def scene_plan(visitor):
    visitor.open(_examination(visitor, "SUBMITTED").get_absolute_url())


def scene_evaluation_file(visitor):
    visitor.open(_examination(visitor, "JUDGED").get_absolute_url())


def scene_note(visitor):
    from evaluations.models import Talk

    row = _examination(visitor, "ON_SITE")
    visitor.open(Talk.objects.filter(examination=row, kind="talk", state="FILED").first().get_absolute_url())


def scene_note_form(visitor):
    visitor.open(f"{_examination(visitor, 'ON_SITE').get_absolute_url()}notes/new/?kind=talk")


def scene_checks(visitor):
    visitor.open("/checks/")


def scene_check(visitor):
    from evaluations.models import Check

    visitor.open(Check.objects.filter(state="ASKED").order_by("pk").first().get_absolute_url())


def scene_check_answered(visitor):
    from evaluations.models import Check

    visitor.open(Check.objects.filter(state="ANSWERED").order_by("-pk").first().get_absolute_url())


def scene_material(visitor):
    from evaluations.models import Material

    visitor.open(
        f"{Material.objects.filter(state='SIGNED').order_by('-pk').first().get_absolute_url()}?purpose=meeting"
    )


def scene_material_ask(visitor):
    from evaluations.models import Material

    visitor.open(Material.objects.filter(state="SIGNED").order_by("-pk").first().get_absolute_url())


def scene_facts(visitor):
    visitor.open("/facts/")


def scene_fact(visitor):
    from evaluations.models import Fact

    visitor.open(Fact.objects.filter(state="DRAFT").order_by("pk").first().get_absolute_url())


def scene_fact_objection(visitor):
    from evaluations.models import Fact

    found = Fact.objects.filter(state="VERIFIED", objected_at__isnull=False, answered_at=None)
    visitor.open(found.order_by("pk").first().get_absolute_url())


def scene_fact_form(visitor):
    visitor.open("/facts/new/")


SCENES = {
    "examinations": ("team", scene_examinations, True),
    "examination": ("team", scene_examination, True),
    "examination-plan": ("director", scene_plan, True),
    "examination-judged": ("office", scene_evaluation_file, True),
    "note": ("team", scene_note, True),
    "note-form": ("team", scene_note_form, True),
    "checks": ("discipline", scene_checks, True),
    "check": ("discipline", scene_check, True),
    "check-answered": ("office", scene_check_answered, True),
    "material": ("office", scene_material, True),
    "material-ask": ("director", scene_material_ask, True),
    "facts": ("office", scene_facts, True),
    "fact": ("office", scene_fact, True),
    "fact-objection": ("office", scene_fact_objection, True),
    "fact-form": ("office", scene_fact_form, True),
}
