"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import cards, cases, decisions

app_name = "cases"
urlpatterns = []
urlpatterns += cards.urlpatterns
urlpatterns += decisions.urlpatterns
urlpatterns += cases.urlpatterns
