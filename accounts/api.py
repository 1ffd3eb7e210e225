"""Signing in to the API by token."""

from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions


class TokenAuthentication(authentication.TokenAuthentication):
    """`Authorization: Token …`; refused while the first password has not been changed."""

    def authenticate_credentials(self, key):
        user, token = super().authenticate_credentials(key)
        if user.must_change_password:
            raise exceptions.AuthenticationFailed(_("Set a password of your own in the browser first."))
        return user, token
