"""Scores: addresses."""

from django.urls import path

from evaluations.views import scores as views
from evaluations.views import why

urlpatterns = [
    path("scores/", views.home, name="scores"),
    path("scores/compute/", views.compute, name="scores_compute"),
    path("scores/year/<int:year>/", views.year, name="scores_year"),
    path("scores/objections/", why.objections, name="score_objections"),
    path("scores/objections/<int:pk>/", why.objection, name="score_objection"),
    path("scores/objections/<int:pk>/<slug:verb>/", why.answer, name="score_objection_answer"),
    path("scores/why/<int:pk>/", why.why, name="score_why"),
    path("scores/why/<int:pk>/object/", why.raise_objection, name="score_object"),
    path("scores/why/<int:pk>/revise/", why.revise, name="score_revise"),
    path("scores/<int:pk>/", views.standings, name="standings"),
    path("scores/<int:pk>/export/", views.export, name="standings_export"),
    path("scores/<int:pk>/projects/", views.projects, name="scoring_projects"),
    path("scores/<int:pk>/<slug:verb>/", views.act, name="scoring_act"),
]
