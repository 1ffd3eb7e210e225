"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from evaluations.urls import coordination, reviews, tally

app_name = "evaluations"
urlpatterns = []
urlpatterns += coordination.urlpatterns
urlpatterns += tally.urlpatterns
urlpatterns += reviews.urlpatterns
