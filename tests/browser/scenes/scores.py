"""The quarter: schemes, scores, objections, dossiers, the year."""

from tests.browser.scenes.ways import part


def scene_dossier(visitor):
    from evaluations.models import ExaminedCadre

    row = ExaminedCadre.objects.exclude(outcome="").order_by("-pk").first()
    visitor.open(f"/cadres/{row.cadre_id}/")


def scene_schemes(visitor):
    visitor.open("/schemes/")


def _draft_scheme():
    from evaluations.models import Scheme

    return Scheme.objects.filter(state="DRAFT").order_by("pk").first()


def scene_scheme(visitor):
    visitor.open(_draft_scheme().get_absolute_url())


def scene_scheme_edit(visitor):
    visitor.open(f"{_draft_scheme().get_absolute_url()}edit/")


def scene_rehearsal(visitor):
    from evaluations.models import Rehearsal

    visitor.open(Rehearsal.objects.order_by("pk").first().get_absolute_url())


def scene_dossier_scores(visitor):
    from cadres.models import Cadre

    visitor.open(f"/cadres/{Cadre.objects.get(user__username='unit').pk}/")
    part(visitor, "scores")


def scene_dossier_few(visitor):
    from evaluations.models import Fact, Score

    held = Fact.objects.verified().filter(cadre__in=Score.objects.filter(unranked="").values("cadre"))
    visitor.open(f"/cadres/{held.exclude(cadre__user__username='unit').order_by('pk').first().cadre_id}/")
    part(visitor, "scores")


def scene_dossier_radar(visitor):
    scene_dossier_scores(visitor)
    visitor.page.click("#dimensions ~ figure summary")
    part(visitor, "dimensions")


def scene_dossier_facts(visitor):
    scene_dossier_scores(visitor)
    part(visitor, "book")


def scene_me(visitor):
    visitor.open("/me/")


def scene_me_scores(visitor):
    visitor.open("/me/")
    part(visitor, "scores")


def scene_appraisal(visitor):
    from cadres.models import Cadre

    visitor.open(f"/cadres/{Cadre.objects.get(user__username='cadre').pk}/appraisal/2026/")


def _score(**subject):
    """The newest score of that subject in the newest quarter that is shown."""
    from evaluations.models import Score

    rows = Score.objects.filter(scoring__state__in=["CHECKING", "FROZEN"], is_newest=True, **subject)
    return rows.order_by("-scoring__year", "-scoring__quarter", "-total").first()


def scene_scores(visitor):
    visitor.open("/scores/")


def scene_standings(visitor):
    visitor.open(_score(cadre__isnull=False).scoring.get_absolute_url())


def scene_score_projects(visitor):
    visitor.open(f"{_score(project__isnull=False).scoring.get_absolute_url()}projects/")


def scene_why_cadre(visitor):
    visitor.open(_score(cadre__user__username="cadre").get_absolute_url())
    visitor.page.evaluate("document.querySelectorAll('details.line').forEach((one, at) => one.open = at < 1)")


def scene_why_project(visitor):
    visitor.open(_score(project__isnull=False).get_absolute_url())


def scene_objection(visitor):
    from evaluations.models import ScoreObjection

    visitor.open(ScoreObjection.objects.filter(state="RAISED").first().get_absolute_url())


def scene_score_year(visitor):
    visitor.open(f"/scores/year/{_score(cadre__isnull=False).scoring.year}/")


SCENES = {
    "dossier": ("office", scene_dossier, True),
    "schemes": ("office", scene_schemes, True),
    "scheme": ("director", scene_scheme, True),
    "scheme-edit": ("office", scene_scheme_edit, True),
    "rehearsal": ("office", scene_rehearsal, True),
    "dossier-scores": ("office", scene_dossier_scores, True),
    "dossier-radar": ("office", scene_dossier_radar, True),
    "dossier-few": ("office", scene_dossier_few, True),
    "dossier-facts": ("office", scene_dossier_facts, True),
    "me": ("cadre", scene_me, True),
    "me-scores": ("cadre", scene_me_scores, True),
    "appraisal": ("office", scene_appraisal, True),
    "scores-own": ("cadre", scene_scores, True),
    "scores-home": ("office", scene_scores, True),
    "scores-standings": ("office", scene_standings, True),
    "scores-projects": ("leader", scene_score_projects, True),
    "scores-why-cadre": ("cadre", scene_why_cadre, True),
    "scores-why-project": ("planner", scene_why_project, True),
    "scores-objection": ("office", scene_objection, True),
    "scores-year": ("director", scene_score_year, True),
}
