"""Handing over all cases of one officer."""

from django.urls import path

from cases.views import handover as views

urlpatterns = [path("cases/handover/", views.handover, name="handover")]
