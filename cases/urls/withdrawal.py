"""Addresses of withdrawals of honours beside those of every case."""

from django.urls import path

from cases.views import withdrawal as views

urlpatterns = [path("cases/withdrawal/new/", views.new, name="withdrawal_new")]
