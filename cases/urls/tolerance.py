"""Addresses of error tolerance beside those of every kind of case."""

from django.urls import path

from cases.views import tolerance as views

urlpatterns = [
    path("cases/tolerance/new/", views.new, name="tolerance_new"),
    path("cases/tolerance/library/", views.library, name="tolerance_library"),
]
