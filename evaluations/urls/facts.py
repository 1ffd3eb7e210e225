"""The book of facts: addresses."""

from django.urls import path

from evaluations.views import facts

urlpatterns = [
    path("facts/", facts.facts, name="facts"),
    path("facts/new/", facts.new_fact, name="fact_new"),
    path("facts/<int:pk>/", facts.fact, name="fact"),
    path("facts/<int:pk>/<slug:verb>/", facts.move_fact, name="fact_move"),
]
