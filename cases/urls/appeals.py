"""Addresses of reviews and appeals beside the generic ones."""

from django.urls import path

from cases.views import appeals as views

urlpatterns = [path("cases/appeal/new/", views.lodge, name="appeal_new")]
