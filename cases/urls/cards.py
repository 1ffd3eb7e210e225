"""Addresses of cards of their own; the rest are those of every case."""

from django.urls import path

from cases.views import cards as views

urlpatterns = [
    path("cases/card/new/", views.new, name="card_new"),
]
