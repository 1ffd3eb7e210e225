"""Checking a password, or a token."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions

from accounts import lockout, rules
from accounts.demo import PASSWORD
from accounts.models import User
from zhangdian.prepared import Prepared


class PasswordBackend(ModelBackend):
    """Django's own, except that the demo's public password opens nothing outside demo mode."""

    _by_key = Prepared(lambda pk: User.objects.filter(pk=pk))

    def get_user(self, user_id):
        """The person of a session: asked at every request."""
        try:
            user = self._by_key.get(pk=int(user_id))
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None

    def authenticate(self, request, username=None, password=None, **kwargs):
        if password == PASSWORD and not settings.DEMO:
            # As slow as a wrong password, and the answer is the same.
            super().authenticate(request, username=username, password=f"{password}\0", **kwargs)
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)


class NamePause:
    """Lets tries for a name through one at a time once many wrong passwords came for it from anywhere. Knows nobody:
    without `get_user` no session is ever bound to it."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if request is not None and username:
            request.paused_until = lockout.paused_until(request, username, at=timezone.now())
            if request.paused_until is not None:
                # As axes does it: its middleware gives the answer, and this try is not counted.
                request.axes_locked_out = True
                raise PermissionDenied


class TokenAuthentication(authentication.TokenAuthentication):
    """`Authorization: Token …`; refused while the first password has not been changed. Only digests are stored."""

    def authenticate_credentials(self, key):
        user, token = super().authenticate_credentials(rules.token_digest(key))
        if user.must_change_password:
            raise exceptions.AuthenticationFailed(
                _("Set a password of your own in the browser first."), "password_change_required"
            )
        return user, token


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema speaks of it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token ` and the key that POST /api/v1/token/ told. Every API address also takes the "
            "session of the browser, then with the X-CSRFToken header on all but GET.",
        }
