"""Addresses of cases of every kind. A subject with pages of its own comes before them in `urls`."""

from django.urls import path

from cases.views import cases as views

urlpatterns = [
    path("cases/", views.case_list, name="list"),
    path("cases/export/", views.export, name="export"),
    path("cases/<slug:kind>/<int:pk>/", views.detail, name="case"),
    path("cases/<slug:kind>/<int:pk>/papers/<slug:code>/", views.paper, name="paper"),
    path("cases/<slug:kind>/<int:pk>/<slug:verb>/", views.move, name="move"),
]
