"""Addresses of the accounts floor."""

from django.urls import path

from accounts import api
from accounts.views import feedback, signing

app_name = "accounts"

urlpatterns = [
    path("login/", signing.sign_in, name="login"),
    path("logout/", signing.sign_out, name="logout"),
    # One's own account.
    path("account/", signing.account, name="account"),
    path("account/revoke-token/", signing.revoke_token, name="revoke_token"),
    path("password/", signing.change_password, name="password_change"),
    # Complaints and suggestions; moves by POST.
    path("feedback/", feedback.feedback_list, name="feedback"),
    path("feedback/new/", feedback.new, name="feedback_new"),
    path("feedback/<int:pk>/", feedback.detail, name="feedback_detail"),
    path("feedback/<int:pk>/<slug:verb>/", feedback.move, name="feedback_move"),
]

# Under /api/v1/, named api:….
api_urlpatterns = [
    path("token/", api.Token.as_view(), name="token"),
    path("me/", api.Me.as_view(), name="me"),
]
