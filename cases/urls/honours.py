"""Addresses of honours beside those of every case."""

from django.urls import path

from cases.views import honours as views

urlpatterns = [path("cases/honour/new/", views.draw, name="honour_draw")]
