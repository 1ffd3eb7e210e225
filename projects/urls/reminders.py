"""Reminders of a project: addresses."""

from django.urls import path

from projects.views import reminders

urlpatterns = [
    path("projects/<int:pk>/holds/", reminders.project_holds, name="project_holds"),
    path("projects/<int:pk>/holds/<int:hold>/release/", reminders.project_hold_release, name="project_hold_release"),
]
