"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import cases, honours, reserve

app_name = "cases"
urlpatterns = []
urlpatterns += honours.urlpatterns
urlpatterns += reserve.urlpatterns
urlpatterns += cases.urlpatterns
