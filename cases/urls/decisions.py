"""Addresses of decisions."""

from django.urls import path

from cases.views import decisions as views

urlpatterns = [
    path("cases/decisions/", views.decision_list, name="decisions"),
    path("cases/decisions/new/", views.new, name="decision_new"),
    path("cases/decisions/agenda.docx", views.agenda_docx, name="decision_agenda"),
    path("cases/decisions/<int:pk>/", views.detail, name="decision"),
    path("cases/decisions/<int:pk>/<slug:verb>/", views.move, name="decision_move"),
]
