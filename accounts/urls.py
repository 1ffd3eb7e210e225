"""Addresses of the accounts floor."""

from django.urls import path

from accounts import api, views

app_name = "accounts"

urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("logout/", views.sign_out, name="logout"),
    # One's own account.
    path("account/", views.account, name="account"),
    path("account/revoke-token/", views.revoke_token, name="revoke_token"),
    path("password/", views.change_password, name="password_change"),
]

# Under /api/v1/, named api:….
api_urlpatterns = [
    path("token/", api.Token.as_view(), name="token"),
    path("me/", api.Me.as_view(), name="me"),
]
