"""Addresses of adjustments and proposals for promotion beside those of every kind."""

from django.urls import path

from cases.views import adjustment as views

urlpatterns = [
    path("cases/adjustment/new/", views.new_clue, name="adjustment_new"),
    path("cases/adjustment/statistics/", views.statistics, name="adjustment_statistics"),
    path("cases/adjustment/statistics/export/", views.export, name="adjustment_export"),
    path("cases/promotion/new/", views.new_promotion, name="promotion_new"),
]
