"""The results of reviews: addresses."""

from django.urls import path

from evaluations.views import tally

urlpatterns = [
    path("reviews/published/", tally.published_list, name="published_reviews"),
    path("reviews/<int:pk>/published/", tally.published, name="review_published"),
    path("reviews/<int:pk>/results/", tally.results, name="review_results"),
    path("reviews/<int:pk>/results/<int:subject>/", tally.result, name="review_result"),
    path("reviews/<int:pk>/pack/", tally.pack, name="review_pack"),
    path("observe/<str:token>/", tally.observe, name="review_observe"),
]
