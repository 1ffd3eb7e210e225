"""The week by unit: addresses."""

from django.urls import path

from evaluations.views import digest

urlpatterns = [
    path("week/", digest.week, name="week"),
    path("week/export/", digest.export, name="week_export"),
]
