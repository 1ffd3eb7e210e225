"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

from cases.urls import (
    adjustment,
    appeals,
    cards,
    cases,
    decisions,
    handover,
    honours,
    reserve,
    retention,
    tolerance,
    withdrawal,
)

app_name = "cases"
urlpatterns = []
urlpatterns += adjustment.urlpatterns
urlpatterns += appeals.urlpatterns
urlpatterns += cards.urlpatterns
urlpatterns += decisions.urlpatterns
urlpatterns += handover.urlpatterns
urlpatterns += honours.urlpatterns
urlpatterns += reserve.urlpatterns
urlpatterns += retention.urlpatterns
urlpatterns += tolerance.urlpatterns
urlpatterns += withdrawal.urlpatterns
urlpatterns += cases.urlpatterns
