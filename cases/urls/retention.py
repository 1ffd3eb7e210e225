"""Retention: what is due, batches of disposal, legal holds. Before the generic addresses, whose kind is a word too."""

from django.urls import path

from cases.views import retention as views

urlpatterns = [
    path("cases/retention/", views.overview, name="retention"),
    path("cases/retention/<int:pk>/", views.disposal, name="disposal"),
    path("cases/retention/<int:pk>/<slug:verb>/", views.disposal_move, name="disposal_move"),
    path("cases/legal-holds/new/", views.hold, name="legal_hold_new"),
    path("cases/legal-holds/<int:pk>/lift/", views.lift, name="legal_hold_lift"),
]
