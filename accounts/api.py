"""The API's log-in: tokens, and who I am."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import exceptions, permissions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import queries, services
from accounts.lockout import client_ip


class SignInSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128, trim_whitespace=False, style={"input_type": "password"})


class Token(APIView):
    """Tokens: one a person; a new one replaces the one before."""

    throttle_scope = "token"
    serializer_class = SignInSerializer

    def get_authenticators(self):
        # Whoever asks for a token has none yet, and a stale one in the header must not be in the way.
        return [] if self.request is not None and self.request.method == "POST" else super().get_authenticators()

    def get_authenticate_header(self, request):
        return "Token"

    def get_permissions(self):
        return [permissions.AllowAny()] if self.request.method == "POST" else super().get_permissions()

    @extend_schema(
        tags=["account"],
        auth=[],
        request=SignInSerializer,
        responses={201: inline_serializer("Token", {"token": serializers.CharField()})},
        examples=[
            OpenApiExample("sign in", {"username": "liaison", "password": "…"}, request_only=True),
            OpenApiExample("token", {"token": "9c1f0e…"}, response_only=True, status_codes=["201"]),
        ],
        description="The token is told once; only its digest is kept. A changed password or a closed account ends it. "
        "Wrong passwords count like those of the log-in page: five lock the account for half an hour.",
    )
    def post(self, request):
        """Get a token for a log-in name and a password."""
        form = SignInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        username = form.validated_data["username"].strip().lower()
        at, ip = timezone.now(), client_ip(request)
        user = authenticate(request._request, username=username, password=form.validated_data["password"])
        if user is None:
            locked = bool(getattr(request._request, "axes_locked_out", False))
            services.sign_in_failed(username, at=at, ip=ip, is_locked=locked)
            raise exceptions.AuthenticationFailed(_("Log-in name and password do not match."))
        key = services.issue_token(user, at=at, ip=ip)
        if key is None:
            raise exceptions.PermissionDenied(
                _("Set a password of your own in the browser first."), "password_change_required"
            )
        return Response({"token": key}, status=201, headers={"Cache-Control": "no-store"})

    @extend_schema(tags=["account"], request=None, responses={204: None})
    def delete(self, request):
        """End one's token."""
        services.revoke_token(request.user, at=timezone.now())
        return Response(status=204)


class MeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(
        child=serializers.CharField(), help_text="District-wide roles; others are dated rows."
    )
    administrator = serializers.CharField(allow_blank=True)
    unread = serializers.IntegerField(help_text="Unread notices.")
    now = serializers.DateTimeField(help_text="The server's clock; lateness is decided by it alone.")
    time_zone = serializers.CharField()


class Me(APIView):
    """Who is asking."""

    @extend_schema(
        tags=["account"],
        responses=MeSerializer,
        examples=[
            OpenApiExample(
                "me",
                {
                    "id": 7, "username": "liaison", "name": "林小满", "roles": [], "administrator": "", "unread": 2,
                    "now": "2017-04-10T17:42:10+08:00", "time_zone": "Asia/Shanghai",
                },
                response_only=True,
            )
        ],
    )  # fmt: skip
    def get(self, request):
        """Who I am, what I may do district-wide, and the server's clock."""
        me = queries.me(request.user, at=timezone.localtime())
        return Response(MeSerializer(me | {"time_zone": settings.TIME_ZONE}).data)
