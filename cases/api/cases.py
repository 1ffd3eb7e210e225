"""Cases: the list over all kinds, for programs to read. Contents and papers are read on the pages only."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics, permissions, serializers

from cases.models import Card
from cases.queries import lists


class NoAdministrator(permissions.BasePermission):
    """The three administrators see no business data."""

    def has_permission(self, request, view):
        return not request.user.administrator


class CaseOut(serializers.Serializer):
    """A case as the caller may see it in the list. `until` is the last day of the present step in time."""

    kind = serializers.CharField(source="name")
    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    whom = serializers.CharField()
    state = serializers.CharField(source="code")
    state_words = serializers.CharField(source="state")
    turn_of = serializers.CharField(source="holder")
    officer = serializers.CharField()
    opened_on = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    is_open = serializers.BooleanField()
    is_overdue = serializers.BooleanField()
    is_held = serializers.BooleanField()
    path = serializers.CharField()


@extend_schema(
    tags=["cases"],
    parameters=[
        OpenApiParameter("kind", str, description="a kind of case, for example card"),
        OpenApiParameter("state", str, description="a state of that kind"),
        OpenApiParameter("all", str, enum=["1"], description="with those that are over"),
        OpenApiParameter("overdue", str, enum=["1"]),
        OpenApiParameter("mine", str, enum=["1"], description="only those that the caller runs"),
        OpenApiParameter("q", str, description="part of the number, or of the person's or unit's name"),
    ],
    examples=[
        OpenApiExample(
            "a case", response_only=True,
            value={"kind": "card", "id": 1, "number": "黄牌〔2017〕1号", "whom": "北岭镇", "state": "NOTIFIED",
                   "state_words": "已告知", "turn_of": "相关单位", "officer": "沈文", "opened_on": "2017-04-10",
                   "until": "2017-04-17", "is_open": True, "is_overdue": False, "is_held": False,
                   "path": "/cases/card/1/"},
        )
    ],
)  # fmt: skip
class Cases(generics.ListAPIView):
    """The cases that the caller may see, of every kind; what is due first on top."""

    serializer_class = CaseOut
    permission_classes = [permissions.IsAuthenticated, NoAdministrator]
    filter_backends = []
    queryset = Card.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        at = timezone.now()
        asked = lists.Asked.read(self.request.query_params)
        return lists.table(self.request.user, asked, day=timezone.localdate(at), at=at)

    def paginate_queryset(self, queryset):
        return lists.dress(super().paginate_queryset(queryset), self.request.user, timezone.now())


urlpatterns = [path("cases/", Cases.as_view(), name="case-list")]
