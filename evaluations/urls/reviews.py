"""Reviews and the voting booth: addresses."""

from django.urls import path

from evaluations.views import reviews, voting

urlpatterns = [
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/<int:pk>/", reviews.review_page, name="review"),
    path("reviews/<int:pk>/key/", reviews.review_key, name="review_key"),
    path("reviews/<int:pk>/peel/", reviews.review_peel, name="review_peel"),
    path("reviews/<int:pk>/open/", reviews.review_open, name="review_open"),
    path("reviews/<int:pk>/slips/", reviews.review_slips, name="review_slips"),
    # Everything of the vote is at this one address: codes stand in forms, never in an address.
    path("vote/", voting.vote, name="vote"),
]
