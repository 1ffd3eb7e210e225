"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import cases, tolerance

app_name = "cases"
urlpatterns = []
urlpatterns += tolerance.urlpatterns
urlpatterns += cases.urlpatterns
