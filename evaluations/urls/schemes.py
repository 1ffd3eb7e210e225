"""Scoring schemes: addresses."""

from django.urls import path

from evaluations.views import schemes

urlpatterns = [
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new_scheme, name="scheme_new"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", schemes.edit_scheme, name="scheme_edit"),
    path("schemes/<int:pk>/rehearse/", schemes.rehearse_scheme, name="scheme_rehearse"),
    path("schemes/<int:pk>/rehearsals/<int:number>/", schemes.rehearsal, name="rehearsal"),
    path("schemes/<int:pk>/<slug:verb>/", schemes.move_scheme, name="scheme_move"),
]
