"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import adjustment, cases

app_name = "cases"
urlpatterns = []
urlpatterns += adjustment.urlpatterns
urlpatterns += cases.urlpatterns
