"""The addresses of this floor under /api/v1/."""

from projects.api import day, figures, roster

urlpatterns = [*roster.urlpatterns, *day.urlpatterns, *figures.urlpatterns]
