"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from evaluations.urls import (
    bulletins,
    coordination,
    digest,
    facts,
    inspections,
    orders,
    reviews,
    schemes,
    scores,
    tally,
    teams,
)

app_name = "evaluations"
urlpatterns = []
urlpatterns += bulletins.urlpatterns
urlpatterns += coordination.urlpatterns
urlpatterns += digest.urlpatterns
urlpatterns += facts.urlpatterns
urlpatterns += inspections.urlpatterns
urlpatterns += orders.urlpatterns
urlpatterns += reviews.urlpatterns
urlpatterns += scores.urlpatterns
urlpatterns += schemes.urlpatterns
urlpatterns += tally.urlpatterns
urlpatterns += teams.urlpatterns
