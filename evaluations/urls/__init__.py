"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from evaluations.urls import coordination, tally

app_name = "evaluations"
urlpatterns = []
urlpatterns += coordination.urlpatterns
urlpatterns += tally.urlpatterns
