"""Coordination slips: addresses."""

from django.urls import path

from evaluations.views import coordination

urlpatterns = [
    path("coordination/", coordination.slip_list, name="coordination_list"),
    path("coordination/export/", coordination.export, name="coordination_export"),
    path("coordination/raise/", coordination.raise_, name="coordination_raise"),
    path("coordination/week/", coordination.week, name="coordination_week"),
    path("coordination/<int:pk>/", coordination.slip, name="coordination_slip"),
    path("coordination/<int:pk>/<slug:verb>/", coordination.act, name="coordination_act"),
]
