"""The evaluation teams' work: addresses."""

from django.urls import path

from evaluations.views import talks, teams

urlpatterns = [
    path("examinations/", teams.examinations, name="examinations"),
    path("examinations/<int:pk>/", teams.examination, name="examination"),
    path("examinations/<int:pk>/notes/new/", talks.new_note, name="note_new"),
    path("examinations/<int:pk>/ask/", teams.ask, name="check_ask"),
    path("examinations/<int:pk>/materials/<int:cadre>/", teams.begin_material, name="material_begin"),
    path("examinations/<int:pk>/<slug:verb>/", teams.move, name="examination_move"),
    path("talks/<int:pk>/", talks.note, name="note"),
    path("talks/<int:pk>/change/", talks.change_note, name="note_change"),
    path("talks/<int:pk>/<slug:verb>/", talks.move_note, name="note_move"),
    path("checks/", talks.checks, name="checks"),
    path("checks/<int:pk>/", talks.check, name="check"),
    path("checks/<int:pk>/<slug:verb>/", talks.move_check, name="check_move"),
    path("materials/<int:pk>/", talks.material, name="material"),
    path("materials/<int:pk>/save/", talks.save_material, name="material_save"),
    path("materials/<int:pk>/export/", talks.export_material, name="material_export"),
    path("materials/<int:pk>/<slug:verb>/", talks.move_material, name="material_move"),
]
