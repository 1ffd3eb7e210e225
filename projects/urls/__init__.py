"""The addresses of this floor: a module per subject, each with its `urlpatterns`."""

from projects.urls import day, figures, reminders, roster

app_name = "projects"
urlpatterns = [*roster.urlpatterns, *day.urlpatterns, *figures.urlpatterns, *reminders.urlpatterns]
