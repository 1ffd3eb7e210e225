"""Coordination slips: the list, for programs to read."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics, permissions, serializers

from evaluations.models import Coordination
from evaluations.queries import coordination as queries
from evaluations.states.coordination import CoordinationState, Level
from projects.permissions.figures import sees_business


class HasBusiness(permissions.BasePermission):
    """Nobody without a project or an office."""

    def has_permission(self, request, view):
        return sees_business(request.user, timezone.localdate())


class SlipOut(serializers.ModelSerializer):
    """A coordination slip. `waits_for` names whose turn it is today; `until` is the last day in time."""

    project_name = serializers.CharField(source="project.name", read_only=True)
    raised_by_name = serializers.CharField(source="raised_by.name", read_only=True)
    waits_for = serializers.CharField(read_only=True)
    waited_days = serializers.IntegerField(source="waited", read_only=True)
    until = serializers.DateField(read_only=True, allow_null=True)
    is_overdue = serializers.BooleanField(read_only=True)

    class Meta:
        model = Coordination
        fields = [
            "id", "number", "project", "project_name", "origin", "matter", "addressed_to", "state", "level",
            "raised_by_name", "raised_at", "waits_for", "waited_days", "until", "is_overdue", "escalate_at",
            "responded_at", "response_days", "note", "answer", "answered_at", "sent_back", "solved_at", "solved_days",
            "withdrawn_at",
        ]  # fmt: skip


@extend_schema(
    tags=["coordination"],
    parameters=[
        OpenApiParameter("who", str, enum=["me", "raised"], description="waits for me; raised by me"),
        OpenApiParameter("state", str, enum=["open", "closed", "all", *CoordinationState.values]),
        OpenApiParameter("level", int, enum=Level.values),
        OpenApiParameter("only", str, enum=["overdue", "escalate"]),
        OpenApiParameter("sort", str, enum=["longest", "newest"]),
        OpenApiParameter("q", OpenApiTypes.STR, description="part of the project's name, number, or the matter"),
    ],
    examples=[
        OpenApiExample(
            "a slip", response_only=True,
            value={"id": 1, "number": "协调〔2017〕1号", "project": 1, "project_name": "青禾路北延", "origin": "report",
                   "matter": "请协调电力部门尽快迁改10千伏线路", "addressed_to": "unit", "state": "RAISED", "level": 1,
                   "raised_by_name": "林一", "raised_at": "2017-04-10T10:00:00+08:00", "waits_for": "陈二",
                   "waited_days": 4, "until": "2017-04-12", "is_overdue": True,
                   "escalate_at": "2017-04-18T00:00:00+08:00", "responded_at": None, "response_days": None,
                   "note": "", "answer": "", "answered_at": None, "sent_back": 0, "solved_at": None,
                   "solved_days": None, "withdrawn_at": None},
        )
    ],
)  # fmt: skip
class Slips(generics.ListAPIView):
    """Who waits for whom: the coordination slips that the caller may see, the open ones that wait longest first."""

    serializer_class = SlipOut
    permission_classes = [permissions.IsAuthenticated, HasBusiness]
    filter_backends = []
    queryset = Coordination.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        at = timezone.now()
        asked = queries.Asked.read(self.request.query_params)
        return queries.table(self.request.user, asked, day=timezone.localdate(at), at=at)

    def paginate_queryset(self, queryset):
        at = timezone.now()
        return queries.dressed(super().paginate_queryset(queryset), day=timezone.localdate(at), at=at)


urlpatterns = [path("coordination/", Slips.as_view(), name="coordination")]
