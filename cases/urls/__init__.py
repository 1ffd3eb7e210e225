"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import cases, decisions

app_name = "cases"
urlpatterns = []
urlpatterns += decisions.urlpatterns
urlpatterns += cases.urlpatterns
