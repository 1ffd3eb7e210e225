"""Addresses of the reserve list beside those of every case."""

from django.urls import path

from cases.views import reserve as views

urlpatterns = [
    path("cases/reserve/new/", views.propose, name="reserve_propose"),
    path("cases/reserve/list/", views.reserve_list, name="reserve_list"),
    path("cases/reserve/list/export/", views.export, name="reserve_export"),
]
