"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import cards, cases

app_name = "cases"
urlpatterns = []
urlpatterns += cards.urlpatterns
urlpatterns += cases.urlpatterns
